/**
 * All profiles by name.
 */
import { FERPA } from "./ferpa.ts";
import { GDPR_ANONYMISATION, GDPR_PSEUDONYMISATION } from "./gdpr.ts";
import { HIPAA_SAFE_HARBOR } from "./hipaa.ts";
import { PCI_DSS } from "./pci.ts";
import type { Profile } from "./profile.ts";

/** The name of a profile. */
export type ProfileName = "hipaa-safe-harbor" | "gdpr-pseudonymisation" | "gdpr-anonymisation" | "pci-dss" | "ferpa";

/**
 * The profiles that come with the linter, each rule with its source.
 *
 * @example
 * ```ts
 * import { PROFILES } from "@veilkit/pseudonymize/lint";
 * PROFILES["hipaa-safe-harbor"].rules.map(({ source }) => source);
 * ```
 */
export const PROFILES: { readonly [Name in ProfileName]: Profile } = {
	"hipaa-safe-harbor": HIPAA_SAFE_HARBOR,
	"gdpr-pseudonymisation": GDPR_PSEUDONYMISATION,
	"gdpr-anonymisation": GDPR_ANONYMISATION,
	"pci-dss": PCI_DSS,
	ferpa: FERPA,
};
