export { type ColumnCategories, type ColumnCategory, checkCategories } from "./categories.ts";
export { checkProfile } from "./check-profile.ts";
export type { LintFinding } from "./finding.ts";
export { type LintFacts, lint } from "./lint.ts";
export type { AllowedTreatment, Profile, ProfileRule } from "./profile/profile.ts";
export { PROFILES, type ProfileName } from "./profile/profiles.ts";
