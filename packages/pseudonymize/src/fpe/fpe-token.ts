/**
 * fpe: tokens that keep the format of the value. FF1 (NIST SP 800-38G; domains from 10^6, as revision 1, second draft, demands) with AES-256
 * under a key derived for domain and form; the derivation label is the tweak.
 *
 * PATENTS: implementations of FF1 may be covered by patents; their holder gave NIST a letter of assurance (licences on reasonable
 * terms). This is no legal advice. That is why it is a subpath and never a default: `token.siv` and `token.hmac` need no licence.
 *
 * Assumes that the key stays secret: whoever holds it reads everything. Leaks equality and frequency of the encrypted part within a domain,
 * the length, and all that passes or stays. There is no integrity: a wrong key opens to other text of the same format. A token holds no
 * key id: note the id of the ring's primary key beside the column. Decryption lives in `@veilkit/pseudonymize/recover/fpe`.
 */
import {
	type Bytes,
	type Column,
	checkInteger,
	checkOptions,
	checkString,
	type DerivationLabel,
	derivationLabel,
	deriveBytes,
	invalidArgument,
	type SecretKey,
	toUtf8,
} from "@veilkit/core";
import { createFf1Encryptor, FF1_MIN_DOMAIN } from "@veilkit/kernels";
import { type CanonicalForm, canonicalizer } from "../canonical/canonical.ts";
import { type Place, unfitValue } from "../error/errors.ts";
import { textOf } from "../token/text-column.ts";
import type { Token } from "../token/token.ts";
import { type OptInTreatments, optInTreatments, withKind } from "../treatment/opt-in.ts";
import { checkTokenIdentity, type TokenOptions, tokenContext } from "../treatment/token-options.ts";
import { type ColumnTokenizer, tokenTransform } from "../treatment/token-transform.ts";
import type { TreatmentKind } from "../treatment/treatment.ts";
import { createFormat, shortestText, type TextFormat, transformTexts } from "./format.ts";

/** Data of {@link fpe}. */
export interface FpeTokenTreatment<Domain extends string = string> {
	readonly treatment: "token.fpe";
	readonly domain: Domain;
	readonly canonical: CanonicalForm;
	readonly alphabet: string;
	readonly passThrough: string;
	readonly keepLast: number;
}

/** Options of {@link fpe}. */
export interface FpeOptions<Domain extends string> extends TokenOptions<Domain> {
	/** The characters that are encrypted, 2 to 4096 different ones; their order counts. */
	readonly alphabet: string;
	/** Characters that keep their place, none of the alphabet; none unless given. */
	readonly passThrough?: string;
	/** How many characters of the alphabet stay in clear at the end of a value; none unless given. */
	readonly keepLast?: number;
}

/** The present values of a column that fit the format. */
interface FittingTexts {
	readonly texts: readonly string[];
	/** The index in the column of each text. */
	readonly rows: Int32Array;
}

/** What both directions of FF1 take; the key is the caller's to overwrite. */
export function fpeParameters(key: SecretKey<"pseudonymize">, context: string): { readonly key: Bytes; readonly tweak: Bytes } {
	const label: DerivationLabel = { package: "pseudonymize", purpose: "fpe", context };
	return { key: deriveBytes(key, label, 32), tweak: toUtf8(derivationLabel(label)) };
}

/**
 * A token of the same format instead of the value: digits for digits, separators where they were.
 *
 * @example
 * ```ts
 * import { fpe } from "@veilkit/pseudonymize/fpe";
 * fpe({ domain: "billing", alphabet: "0123456789", passThrough: " -", keepLast: 4 }); // 4111 1111 1111 1111 -> 7302 9945 6128 1111
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function fpe<const Domain extends string>(options: FpeOptions<Domain>): FpeTokenTreatment<Domain> {
	return fpeTokenKind.parse({ ...options }, "fpe(options)") as FpeTokenTreatment<Domain>;
}

function checkCharacters(value: unknown, path: string, shape: { readonly minLength: number }): string {
	const characters = checkString(value, path, { ...shape, maxLength: 4096 });
	const units = new Set(Array.from({ length: characters.length }, (_, index) => characters.charCodeAt(index)));
	if (units.size < characters.length || /[\ud800-\udfff]/.test(characters)) {
		throw invalidArgument(path, "different characters, none beyond U+FFFF");
	}
	return characters;
}

/** The canonical text of a value, if it fits. */
function fittingText(
	text: string,
	format: TextFormat,
	place: Place,
	shortest: { readonly encrypted: number; readonly kept: number },
): string {
	const count = format.count(text);
	if (count === undefined) throw unfitValue(place, "characters of the alphabet, and those that pass through");
	if (count < shortest.encrypted) {
		throw unfitValue(place, `at least ${shortest.encrypted + shortest.kept} characters of the alphabet, so that 10^6 values are possible`);
	}
	return text;
}

function createTokenizer(key: SecretKey<"pseudonymize">, treatment: FpeTokenTreatment, format: TextFormat): ColumnTokenizer<FittingTexts> {
	const parameters = fpeParameters(key, tokenContext(treatment));
	const ff1 = createFf1Encryptor(parameters.key, { radix: format.radix, tweak: parameters.tweak });
	parameters.key.fill(0);
	return {
		tokens: ({ texts }) => transformTexts(texts, format, (numerals, length) => ff1.encryptAll(numerals, length)) as Token[],
		dispose: () => ff1.dispose(),
	};
}

const fpeTokenKind: TreatmentKind<FpeTokenTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment", "domain", "canonical", "alphabet", "passThrough", "keepLast"]);
		const alphabet = checkCharacters(fields["alphabet"], `${path}.alphabet`, { minLength: 2 });
		const passThrough = checkCharacters(fields["passThrough"] ?? "", `${path}.passThrough`, { minLength: 0 });
		if ([...passThrough].some((character) => alphabet.includes(character))) {
			throw invalidArgument(`${path}.passThrough`, "characters that the alphabet does not have");
		}
		const keepLast = checkInteger(fields["keepLast"] ?? 0, `${path}.keepLast`, { min: 0, max: 1024 });
		return withKind({ treatment: "token.fpe", ...checkTokenIdentity(fields, path), alphabet, passThrough, keepLast }, fpeTokenKind);
	},
	bind(treatment, { keys, column }) {
		const canonicalize = canonicalizer(treatment.canonical);
		const format = createFormat(treatment);
		const shortest = { encrypted: shortestText(format.radix, FF1_MIN_DOMAIN), kept: treatment.keepLast };
		return tokenTransform<FittingTexts>(
			keys.keys.map((key) => createTokenizer(key, treatment, format)),
			(values: Column, firstRow) => {
				const texts: string[] = [];
				const rows = new Int32Array(values.length);
				for (let index = 0; index < values.length; index++) {
					const value = values[index] ?? null;
					if (value === null) continue;
					const place = { column, row: firstRow + index };
					rows[texts.length] = index;
					texts.push(fittingText(canonicalize(textOf(value, place), place), format, place, shortest));
				}
				return { texts, rows: rows.subarray(0, texts.length) };
			},
		);
	},
};

/**
 * Lets policies that are read from JSON use `token.fpe`.
 *
 * @example
 * ```ts
 * import { policyFromJson } from "@veilkit/pseudonymize";
 * import { fpeTreatments } from "@veilkit/pseudonymize/fpe";
 * policyFromJson(json, { treatments: [fpeTreatments] });
 * ```
 */
export const fpeTreatments: OptInTreatments = /* @__PURE__ */ optInTreatments({ "token.fpe": fpeTokenKind });
