/**
 * Two targets under the GDPR: pseudonymised data (Article 4(5)), which stays personal data, and anonymous data (recital 26), which does not.
 */
import { type ColumnCategory, DIRECT_IDENTIFIERS, QUASI_IDENTIFIERS } from "../categories.ts";
import type { AllowedTreatment, Profile } from "./profile.ts";

const DIRECT: readonly ColumnCategory[] = /* @__PURE__ */ Object.freeze([...DIRECT_IDENTIFIERS]);
const QUASI: readonly ColumnCategory[] = /* @__PURE__ */ Object.freeze([...QUASI_IDENTIFIERS]);

const TOKENS: readonly AllowedTreatment[] = ["token.hmac", "token.blake3", "token.siv", "token.fpe", "ip.deterministic", "ip.prefix"];

const COARSER: readonly AllowedTreatment[] = [
	"generalize.age",
	"generalize.birthYear",
	"generalize.bucket",
	"generalize.hierarchy",
	"generalize.month",
	// Four characters: the year of a date, the district of a postcode. A longer prefix can be the whole value.
	{ treatment: "generalize.prefix", atMost: { length: 4 } },
	"generalize.topBottom",
	"generalize.year",
	"generalize.zip3",
];

/** EDPB Guidelines 01/2025 on pseudonymisation, version for public consultation. */
export const GDPR_PSEUDONYMISATION: Profile = {
	name: "gdpr-pseudonymisation",
	title: "GDPR pseudonymisation, Article 4(5), EDPB Guidelines 01/2025",
	url: "https://www.edpb.europa.eu/our-work-tools/documents/public-consultations/2025/guidelines-012025-pseudonymisation_en",
	rules: [
		{
			id: "direct-identifiers",
			source: "GDPR Article 4(5); EDPB Guidelines 01/2025, section 3 (pseudonymising transformation)",
			what: "direct identifiers",
			categories: DIRECT,
			allows: TOKENS,
			severity: "error",
			fix: "put a token in its place, or drop it",
		},
		{
			id: "quasi-identifiers",
			source: "EDPB Guidelines 01/2025, section 3 (modification of original data)",
			what: "attributes that allow attribution when combined",
			categories: QUASI,
			allows: [...COARSER, ...TOKENS, "shiftDate"],
			severity: "warning",
			fix: "generalize it, shift it or drop it, or say why nobody in the pseudonymisation domain can attribute it",
		},
		{
			id: "free-text",
			source: "GDPR Article 4(5); EDPB Guidelines 01/2025, section 3",
			what: "free text, which may name people",
			categories: ["FreeText", "EmailContent"],
			allows: ["redact"],
			severity: "error",
			fix: "redact it with a detector, or drop it",
		},
	],
};

/** Recital 26, and the three risks of the Article 29 Working Party's opinion: singling out, linkability, inference. */
export const GDPR_ANONYMISATION: Profile = {
	name: "gdpr-anonymisation",
	title: "GDPR anonymisation as a target, recital 26, WP 216",
	url: "https://ec.europa.eu/justice/article-29/documentation/opinion-recommendation/files/2014/wp216_en.pdf",
	rules: [
		{
			id: "direct-identifiers",
			source: "GDPR recital 26; WP 216 (Opinion 05/2014), section 4: pseudonymisation is no anonymisation",
			what: "direct identifiers, in clear or as tokens",
			categories: DIRECT,
			allows: [],
			severity: "error",
			fix: "drop it: a token still singles out and links",
		},
		{
			id: "quasi-identifiers",
			source: "WP 216 (Opinion 05/2014), section 3.2: generalisation",
			what: "attributes that allow attribution when combined",
			categories: QUASI,
			allows: COARSER,
			severity: "error",
			fix: "generalize it or drop it, and measure k, l and t of the result with assessRisk",
		},
		{
			id: "free-text",
			source: "GDPR recital 26",
			what: "free text, redacted or not",
			categories: ["FreeText", "EmailContent"],
			allows: [],
			severity: "error",
			fix: "drop it: what a detector overlooks singles out",
		},
	],
};
