/**
 * Legal bases of the GDPR: all of Article 6(1), and the exceptions of Article 9(2) without which special categories may not be processed.
 *
 * Names and identifiers are those of the W3C Data Privacy Vocabulary's GDPR extension (EU-GDPR 2.3): `A6-1-a` is Article 6(1)(a).
 *
 * Includes material derived from the Data Privacy Vocabulary 2.3, https://w3id.org/dpv. Copyright © 2019-2026 World Wide Web Consortium.
 * https://www.w3.org/copyright/software-license-2023/
 */

/** Legal bases by DPV name. */
export const LEGAL_BASES = {
	// GDPR Article 6(1).
	"A6-1-a": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-a", label: "Art. 6(1-a) consent", article: 6 },
	"A6-1-a-explicit-consent": {
		iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-a-explicit-consent",
		label: "Art. 6(1-a) explicit consent",
		article: 6,
	},
	"A6-1-a-non-explicit-consent": {
		iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-a-non-explicit-consent",
		label: "Art. 6(1-a) regular consent",
		article: 6,
	},
	"A6-1-b": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-b", label: "Art. 6(1-b) contract", article: 6 },
	"A6-1-b-contract-performance": {
		iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-b-contract-performance",
		label: "Art. 6(1-b) contract performance",
		article: 6,
	},
	"A6-1-b-enter-into-contract": {
		iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-b-enter-into-contract",
		label: "Art. 6(1-b) enter into contract",
		article: 6,
	},
	"A6-1-c": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-c", label: "Art. 6(1-c) legal obligation", article: 6 },
	"A6-1-d": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-d", label: "Art. 6(1-d) protect vital interests", article: 6 },
	"A6-1-d-data-subject": {
		iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-d-data-subject",
		label: "Art. 6(1-d) protect vital interests of data subject",
		article: 6,
	},
	"A6-1-d-natural-person": {
		iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-d-natural-person",
		label: "Art. 6(1-d) protect vital interests of natural person",
		article: 6,
	},
	"A6-1-e": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-e", label: "Art. 6(1-e) public interest or official authority", article: 6 },
	"A6-1-e-official-authority": {
		iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-e-official-authority",
		label: "Art. 6(1-e) official authority",
		article: 6,
	},
	"A6-1-e-public-interest": {
		iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-e-public-interest",
		label: "Art. 6(1-e) public interest",
		article: 6,
	},
	"A6-1-f": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-f", label: "Art. 6(1-f) legitimate interest", article: 6 },
	"A6-1-f-controller": {
		iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-f-controller",
		label: "Art. 6(1-f) legitimate interest of controller",
		article: 6,
	},
	"A6-1-f-third-party": {
		iri: "https://w3id.org/dpv/legal/eu/gdpr#A6-1-f-third-party",
		label: "Art. 6(1-f) legitimate interest of third party",
		article: 6,
	},
	// GDPR Article 9(2).
	"A9-2-a": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A9-2-a", label: "Art. 9(2-a) explicit consent", article: 9 },
	"A9-2-b": {
		iri: "https://w3id.org/dpv/legal/eu/gdpr#A9-2-b",
		label: "Art. 9(2-b) employment, social security, social protection law",
		article: 9,
	},
	"A9-2-c": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A9-2-c", label: "Art. 9(2-c) protect vital interest", article: 9 },
	"A9-2-d": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A9-2-d", label: "Art. 9(2-d) legitimate activities", article: 9 },
	"A9-2-e": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A9-2-e", label: "Art. 9(2-e) data made public", article: 9 },
	"A9-2-f": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A9-2-f", label: "Art. 9(2-f) judicial process", article: 9 },
	"A9-2-g": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A9-2-g", label: "Art. 9(2-g) public interest", article: 9 },
	"A9-2-h": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A9-2-h", label: "Art. 9(2-h) health & medicine", article: 9 },
	"A9-2-i": { iri: "https://w3id.org/dpv/legal/eu/gdpr#A9-2-i", label: "Art. 9(2-i) public interest in public health", article: 9 },
	"A9-2-j": {
		iri: "https://w3id.org/dpv/legal/eu/gdpr#A9-2-j",
		label: "Art. 9(2-j) public interest, scientific research, statistical purpose",
		article: 9,
	},
} as const;

/** The name of a legal basis: `A6-1-f`. */
export type LegalBasis = keyof typeof LEGAL_BASES;

/** A legal basis of Article 6(1), which every processing needs. */
export type Article6Basis = Extract<LegalBasis, `A6-${string}`>;

/** An exception of Article 9(2), which special categories need as well. */
export type Article9Basis = Extract<LegalBasis, `A9-${string}`>;
