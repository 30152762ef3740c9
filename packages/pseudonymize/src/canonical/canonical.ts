/**
 * Canonical forms: what makes `Ada@Example.org ` and `ada@example.org` one person.
 *
 * The name and version of a form are part of the key derivation label: tokens made under two forms never join by accident, and a form
 * whose rules change gets a new version instead of silently breaking old joins. All are idempotent. Case follows the Unicode default
 * mapping, independent of the locale; normalisation follows Unicode's NFC, stable for assigned characters.
 */
import { checkOneOf } from "@veilkit/core";

/** Names of the canonical forms. */
export type CanonicalForm = "exact" | "nfc" | "lower" | "email";

interface CanonicalRule {
	readonly version: number;
	readonly apply: (text: string) => string;
}

function lowerCase(text: string): string {
	// Lower-casing can decompose (İ becomes i and a combining dot), so the form is restored after it.
	return text.normalize("NFC").toLowerCase().normalize("NFC");
}

const RULES: Readonly<Record<CanonicalForm, CanonicalRule>> = {
	/** The text as it is. */
	exact: { version: 1, apply: (text) => text },
	/** Unicode NFC: composed and decomposed accents are one. */
	nfc: { version: 1, apply: (text) => text.normalize("NFC") },
	/** NFC and lower case. */
	lower: { version: 1, apply: lowerCase },
	/** An e-mail address: white space around it removed, NFC, lower case. Dots and `+tags` stay: only the provider knows what they mean. */
	email: { version: 1, apply: (text) => lowerCase(text.trim()) },
};

/** A canonical form by name, from untyped data too. */
export function checkCanonicalForm(value: unknown, path: string): CanonicalForm {
	return checkOneOf(value, path, Object.keys(RULES) as CanonicalForm[]);
}

/** The function of a form. */
export function canonicalizer(form: CanonicalForm): (text: string) => string {
	return RULES[form].apply;
}

/** The name of a form in derivation labels: `email.1`. */
export function canonicalLabel(form: CanonicalForm): string {
	return `${form}.${RULES[form].version}`;
}
