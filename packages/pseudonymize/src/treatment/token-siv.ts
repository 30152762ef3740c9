/**
 * token.siv: reversible deterministic tokens. AES-256-SIV (RFC 5297) of the padded canonical value under a key derived for domain and
 * form; token header and derivation label are associated data, so a token opens only as what it was made for.
 *
 * Assumes that the key stays secret: whoever holds it reads everything. Leaks equality and frequency within a domain, and the length class
 * of the value (`padding.ts`). Time: as `createAesBlocks`. Decryption lives in `@veilkit/pseudonymize/recover`.
 */
import { type Bytes, type DerivationLabel, derivationLabel, deriveBytes, type SecretKey, toUtf8 } from "@veilkit/core";
import { AES_SIV_TAG_BYTES, createAesSivSealer } from "@veilkit/kernels";
import { type CanonicalForm, canonicalizer } from "../canonical/canonical.ts";
import { paddedLength, writePadded } from "../token/padding.ts";
import { encodeTextColumn, type TextColumn } from "../token/text-column.ts";
import { encodeTokens, SIV_KIND, type Token, tokenHeader } from "../token/token.ts";
import { parseTokenOptions, type TokenOptions, tokenContext } from "./token-options.ts";
import { type ColumnTokenizer, tokenTransform } from "./token-transform.ts";
import type { TreatmentKind } from "./treatment.ts";

/** Data of `token.siv`. */
export interface SivTokenTreatment<Domain extends string = string> {
	readonly treatment: "token.siv";
	readonly domain: Domain;
	readonly canonical: CanonicalForm;
}

/**
 * A reversible token instead of the value.
 *
 * @example
 * ```ts
 * import { token } from "@veilkit/pseudonymize";
 * token.siv({ domain: "crm", canonical: "email" });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function sivToken<const Domain extends string>(options: TokenOptions<Domain>): SivTokenTreatment<Domain> {
	return sivTokenKind.parse({ ...options }, "token.siv(options)") as SivTokenTreatment<Domain>;
}

/** What both directions of AES-SIV take. */
export interface SivParameters {
	/** 64 bytes, for the caller to overwrite. */
	readonly key: Bytes;
	/** In front of every token. */
	readonly header: Bytes;
	readonly associatedData: readonly Bytes[];
}

/** The parameters of a key and a treatment. */
export function sivParameters(key: SecretKey<"pseudonymize">, treatment: SivTokenTreatment): SivParameters {
	const label: DerivationLabel = { package: "pseudonymize", purpose: "siv", context: tokenContext(treatment) };
	const header = tokenHeader(SIV_KIND, key.id);
	return { key: deriveBytes(key, label, 64), header, associatedData: [header, toUtf8(derivationLabel(label))] };
}

/** The indices of texts by padded length: messages of one length run through the kernel together. */
function groupByPaddedLength({ offsets, rows }: TextColumn): Map<number, number[]> {
	const groups = new Map<number, number[]>();
	for (let index = 0; index < rows.length; index++) {
		const length = paddedLength((offsets[index + 1] as number) - (offsets[index] as number));
		const group = groups.get(length);
		if (group) group.push(index);
		else groups.set(length, [index]);
	}
	return groups;
}

function createTokenizer(key: SecretKey<"pseudonymize">, treatment: SivTokenTreatment): ColumnTokenizer {
	const parameters = sivParameters(key, treatment);
	const sealer = createAesSivSealer(parameters.key, parameters.associatedData);
	parameters.key.fill(0);
	return {
		tokens(texts) {
			const all: Token[] = new Array(texts.rows.length);
			for (const [length, group] of groupByPaddedLength(texts)) {
				const messages = new Uint8Array(group.length * length);
				for (let at = 0; at < group.length; at++) {
					const index = group[at] as number;
					writePadded(messages, at * length, texts.bytes, texts.offsets[index] as number, texts.offsets[index + 1] as number);
				}
				const bodyBytes = AES_SIV_TAG_BYTES + length;
				const shape = { count: group.length, stride: bodyBytes, bodyBytes };
				const tokens = encodeTokens(parameters.header, sealer.sealAll(messages, group.length), shape);
				for (let at = 0; at < group.length; at++) all[group[at] as number] = tokens[at] as Token;
			}
			return all;
		},
		dispose: () => sealer.dispose(),
	};
}

export const sivTokenKind: TreatmentKind<SivTokenTreatment> = {
	parse: (fields, path) => Object.freeze({ treatment: "token.siv", ...parseTokenOptions(fields, path) }),
	bind(treatment, { keys, column }) {
		const canonicalize = canonicalizer(treatment.canonical);
		return tokenTransform(
			keys.keys.map((key) => createTokenizer(key, treatment)),
			(values, firstRow) => encodeTextColumn(values, canonicalize, column, firstRow),
		);
	},
};
