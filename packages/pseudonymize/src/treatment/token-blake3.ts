/**
 * token.blake3: one-way pseudonyms. Keyed BLAKE3 (specification of 2020, §2.6) of the canonical value under a key derived for domain and form,
 * 128 bits.
 *
 * For houses whose other systems speak BLAKE3; where that is not so, `token.hmac` is the standard choice and, with its batch kernel, the
 * faster one here. Assumptions and leaks are those of `token-hmac.ts`.
 */
import { blake3 } from "@noble/hashes/blake3.js";
import { deriveBytes, type SecretKey, VeilkitError } from "@veilkit/core";
import { type CanonicalForm, canonicalizer } from "../canonical/canonical.ts";
import { encodeTextColumn } from "../token/text-column.ts";
import { BLAKE3_KIND, encodeTokens, tokenHeader } from "../token/token.ts";
import { parseTokenOptions, type TokenOptions, tokenContext } from "./token-options.ts";
import { type ColumnTokenizer, tokenTransform } from "./token-transform.ts";
import type { TreatmentKind } from "./treatment.ts";

/** Data of {@link blake3Token}. */
export interface Blake3TokenTreatment<Domain extends string = string> {
	readonly treatment: "token.blake3";
	readonly domain: Domain;
	readonly canonical: CanonicalForm;
}

const TAG_BYTES = 16;

/**
 * A one-way token instead of the value, by keyed BLAKE3.
 *
 * @example
 * ```ts
 * import { token } from "@veilkit/pseudonymize";
 * token.blake3({ domain: "analytics" });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function blake3Token<const Domain extends string>(options: TokenOptions<Domain>): Blake3TokenTreatment<Domain> {
	return blake3TokenKind.parse({ ...options }, "token.blake3(options)") as Blake3TokenTreatment<Domain>;
}

function createTokenizer(secretKey: SecretKey<"pseudonymize">, treatment: Blake3TokenTreatment): ColumnTokenizer {
	const key = deriveBytes(secretKey, { package: "pseudonymize", purpose: "blake3", context: tokenContext(treatment) }, 32);
	const header = tokenHeader(BLAKE3_KIND, secretKey.id);
	let disposed = false;
	return {
		tokens({ bytes, offsets, rows }) {
			if (disposed) throw new VeilkitError("ERR_KEY_DISPOSED", "token.blake3: used after it was disposed");
			const tags = new Uint8Array(rows.length * TAG_BYTES);
			for (let index = 0; index < rows.length; index++) {
				const text = bytes.subarray(offsets[index] as number, offsets[index + 1] as number);
				tags.set(blake3(text, { key, dkLen: TAG_BYTES }), index * TAG_BYTES);
			}
			return encodeTokens(header, tags, { count: rows.length, stride: TAG_BYTES, bodyBytes: TAG_BYTES });
		},
		dispose() {
			disposed = true;
			key.fill(0);
		},
	};
}

export const blake3TokenKind: TreatmentKind<Blake3TokenTreatment> = {
	parse: (fields, path) => Object.freeze({ treatment: "token.blake3", ...parseTokenOptions(fields, path) }),
	bind(treatment, { keys, column }) {
		const canonicalize = canonicalizer(treatment.canonical);
		return tokenTransform(
			keys.keys.map((key) => createTokenizer(key, treatment)),
			(values, firstRow) => encodeTextColumn(values, canonicalize, column, firstRow),
		);
	},
};
