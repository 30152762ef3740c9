/**
 * A policy against a profile: every column that leaves is held to the rule for what it holds.
 *
 * Closed by default: a column whose category is neither stated nor told by its name is a finding too, since nothing can be said about it.
 */
import { checkOneOf, invalidArgument } from "@veilkit/core";
import type { Policy } from "../policy/policy.ts";
import type { Treatment } from "../treatment/registry.ts";
import { type ColumnCategories, type ColumnCategory, checkCategories, guessCategory } from "./categories.ts";
import type { LintFinding } from "./finding.ts";
import { natureOf } from "./nature.ts";
import type { AllowedTreatment, ProfileRule } from "./profile/profile.ts";
import { PROFILES, type ProfileName } from "./profile/profiles.ts";

/** Whether a treatment is the allowed one, and its options are within the limits; an option that is not set is beyond them. */
function isAllowed(treatment: Treatment, allowed: AllowedTreatment): boolean {
	if (typeof allowed === "string") return treatment.treatment === allowed;
	if (treatment.treatment !== allowed.treatment) return false;
	const options = treatment as unknown as Readonly<Record<string, unknown>>;
	return Object.entries(allowed.atMost).every(([name, limit]) => {
		const value = options[name];
		return typeof value === "number" && value <= limit;
	});
}

function violation(profile: ProfileName, column: string, treatment: Treatment, rule: ProfileRule): LintFinding {
	return {
		rule: `${profile}/${rule.id}`,
		severity: rule.severity,
		column,
		message: `holds ${rule.what}, and ${treatment.treatment} does not satisfy the rule`,
		fix: rule.fix,
		source: rule.source,
	};
}

function unclassified(profile: ProfileName, column: string): LintFinding {
	return {
		rule: `${profile}/unclassified`,
		severity: "error",
		column,
		message: "leaves, and nothing says what it holds",
		fix: "state its category (NotPersonal, if it helps nobody to tell whom the row is about)",
	};
}

/**
 * The findings of a profile about a policy; an error among them means that the policy violates the profile.
 *
 * @param profile - the name of a profile
 * @param categories - what columns hold, by name; columns that are not named are judged by their name
 *
 * @example
 * ```ts
 * import { policyFromJson } from "@veilkit/pseudonymize";
 * import { checkProfile } from "@veilkit/pseudonymize/lint";
 * const policy = policyFromJson({ version: 1, columns: { card: { treatment: "mask", first: 6, last: 4 } } });
 * checkProfile(policy, "pci-dss", { card: "PaymentCardNumber" }); // []
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for an unknown profile or category, or a category of a column that the policy lacks
 */
export function checkProfile(policy: Policy, profile: ProfileName, categories: ColumnCategories): readonly LintFinding[] {
	const { rules } = PROFILES[checkOneOf(profile, "checkProfile(profile)", Object.keys(PROFILES) as ProfileName[])];
	for (const name of Object.keys(checkCategories(categories))) {
		if (!Object.hasOwn(policy.columns, name))
			throw invalidArgument(`checkProfile(categories.${name})`, "the name of a column of the policy");
	}
	return Object.entries(policy.columns).flatMap(([column, treatment]) => {
		if (natureOf(treatment) === "gone") return [];
		const category: ColumnCategory | undefined = Object.hasOwn(categories, column) ? categories[column] : guessCategory(column);
		if (category === undefined) return [unclassified(profile, column)];
		return rules
			.filter((rule) => rule.categories.includes(category) && !rule.allows.some((allowed) => isAllowed(treatment, allowed)))
			.map((rule) => violation(profile, column, treatment, rule));
	});
}
