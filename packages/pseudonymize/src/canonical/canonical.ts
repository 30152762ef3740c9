/**
 * Canonical forms: what makes `Ada@Example.org ` and `ada@example.org` one person.
 *
 * The name and version of a form are part of the key derivation label: tokens made under two forms never join by accident, and a form
 * whose rules change gets a new version instead of silently breaking old joins. All are idempotent. Case follows the Unicode default
 * mapping, independent of the locale; normalisation follows Unicode's NFC and NFKC, stable for assigned characters. Forms with a syntax
 * or a checksum refuse what does not fit, since a misspelt identifier would join with nothing.
 */
import { checkOneOf } from "@veilkit/core";
import { type Place, unfitValue } from "../error/errors.ts";
import { formatIp, readAddress } from "../ip/address.ts";
import { e164 } from "./e164.ts";
import { iban } from "./iban.ts";

/** Names of the canonical forms. */
export type CanonicalForm = "exact" | "nfc" | "lower" | "email" | "name" | "e164" | "iban" | "ip";

interface CanonicalRule {
	readonly version: number;
	/** The canonical text; undefined if the text is not what the form is for. */
	readonly apply: (text: string) => string | undefined;
	/** What the form is for, for the error. */
	readonly expected: string;
}

function canonicalIp(text: string): string | undefined {
	const address = readAddress(text.trim());
	return address && formatIp(address);
}

const ANY_TEXT = "text";

function lowerCase(text: string): string {
	// Lower-casing can decompose (İ becomes i and a combining dot), so the form is restored after it.
	return text.normalize("NFC").toLowerCase().normalize("NFC");
}

/** One pass of compatibility form and case folding: upper, then lower case makes ß, ẞ and SS one, and ς and σ. */
function foldOnce(text: string): string {
	return text.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}

/** Folding a folded text can still change it, in rare scripts; at the second or third pass nothing moves any more. */
function foldName(text: string): string {
	let folded = foldOnce(text);
	for (let next = foldOnce(folded); next !== folded; next = foldOnce(folded)) folded = next;
	return folded.replaceAll(/\s+/g, " ").trim();
}

const RULES: Readonly<Record<CanonicalForm, CanonicalRule>> = {
	/** The text as it is. */
	exact: { version: 1, apply: (text) => text, expected: ANY_TEXT },
	/** Unicode NFC: composed and decomposed accents are one. */
	nfc: { version: 1, apply: (text) => text.normalize("NFC"), expected: ANY_TEXT },
	/** NFC and lower case. */
	lower: { version: 1, apply: lowerCase, expected: ANY_TEXT },
	/** An e-mail address: white space around it removed, NFC, lower case. Dots and `+tags` stay: only the provider knows what they mean. */
	email: { version: 1, apply: (text) => lowerCase(text.trim()), expected: ANY_TEXT },
	/** A person's name: NFKC, case folded, runs of white space as one space. Accents, hyphens and the order of names count. */
	name: { version: 1, apply: foldName, expected: ANY_TEXT },
	/** A telephone number in international form; see `e164.ts`. */
	e164: { version: 1, apply: e164, expected: "a telephone number in international form, + and 8 to 15 digits (ITU-T E.164)" },
	/** An IP address, in the form of RFC 5952; an IPv4 address that is mapped into IPv6 is the IPv4 address. */
	ip: { version: 1, apply: canonicalIp, expected: "an IPv4 or IPv6 address" },
	/** A bank account number; see `iban.ts`. */
	iban: { version: 1, apply: iban, expected: "an IBAN whose check digits are right (ISO 13616)" },
};

/** A canonical form by name, from untyped data too. */
export function checkCanonicalForm(value: unknown, path: string): CanonicalForm {
	return checkOneOf(value, path, Object.keys(RULES) as CanonicalForm[]);
}

/**
 * The function of a form.
 *
 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_VALUE`, from the function, for a text that is not what the form is for
 */
export function canonicalizer(form: CanonicalForm): (text: string, place: Place) => string {
	const { apply, expected } = RULES[form];
	return (text, place) => {
		const canonical = apply(text);
		if (canonical === undefined) throw unfitValue(place, expected);
		return canonical;
	};
}

/** The name of a form in derivation labels: `email.1`. */
export function canonicalLabel(form: CanonicalForm): string {
	return `${form}.${RULES[form].version}`;
}
