/**
 * What the token treatments have in common: a domain, a canonical form, and the derivation context made of both.
 */
import { checkOptions, checkString, type StringShape } from "@veilkit/core";
import { type CanonicalForm, canonicalLabel, checkCanonicalForm } from "../canonical/canonical.ts";
import type { TreatmentFields } from "./treatment.ts";

/** Options of the token treatments. */
export interface TokenOptions<Domain extends string> {
	/** Where tokens may be joined: equal values have equal tokens within a domain and unlinkable ones across domains. */
	readonly domain: Domain;
	/** What counts as the same value; the exact text unless given. A reversible token gives the canonical form back. */
	readonly canonical?: CanonicalForm;
}

/** What two tokens must have in common to be equal for equal values: all options, none left open. */
export type TokenIdentity = Required<TokenOptions<string>>;

/** What domains are called; no slash, so that derivation contexts stay unambiguous. */
export const DOMAIN_SHAPE: StringShape = {
	minLength: 1,
	maxLength: 64,
	pattern: /^[a-z0-9][a-z0-9.-]*$/,
	description: "lower-case letters, digits, . and -",
};

/** Checks domain and form; other fields are the caller's to check. */
export function checkTokenIdentity(fields: TreatmentFields, path: string): TokenIdentity {
	return {
		domain: checkString(fields["domain"], `${path}.domain`, DOMAIN_SHAPE),
		canonical: fields["canonical"] === undefined ? "exact" : checkCanonicalForm(fields["canonical"], `${path}.canonical`),
	};
}

/** Checks the fields of a token treatment that has no others. */
export function parseTokenOptions(fields: TreatmentFields, path: string): TokenIdentity {
	checkOptions(fields, path, ["treatment", "domain", "canonical"]);
	return checkTokenIdentity(fields, path);
}

/** The context of derivation labels: `crm/email.1`. Neither part can hold a slash, so no two pairs share a context. */
export function tokenContext(options: TokenIdentity): string {
	return `${options.domain}/${canonicalLabel(options.canonical)}`;
}
