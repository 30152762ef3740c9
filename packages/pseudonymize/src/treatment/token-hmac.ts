/**
 * token.hmac: one-way pseudonyms. HMAC-SHA-256 (RFC 2104) of the canonical value under a key derived for domain and form, cut to 128 bits.
 *
 * Assumes that the key stays secret: whoever holds it can try candidate values, and identifiers with few possible values (phone
 * numbers, national ids) are then found at once. Leaks equality and frequency within a domain, and nothing else: all tokens are equally long.
 * Two different values share a token with probability 2^-128 a pair.
 */
import { deriveBytes, type SecretKey } from "@veilkit/core";
import { createHmacSha256, HMAC_SHA256_BYTES } from "@veilkit/kernels";
import { type CanonicalForm, canonicalizer } from "../canonical/canonical.ts";
import { encodeTextColumn } from "../token/text-column.ts";
import { encodeTokens, HMAC_KIND, tokenHeader } from "../token/token.ts";
import { parseTokenOptions, type TokenOptions, tokenContext } from "./token-options.ts";
import { type ColumnTokenizer, tokenTransform } from "./token-transform.ts";
import type { TreatmentKind } from "./treatment.ts";

/** Data of `token.hmac`. */
export interface HmacTokenTreatment<Domain extends string = string> {
	readonly treatment: "token.hmac";
	readonly domain: Domain;
	readonly canonical: CanonicalForm;
}

const TAG_BYTES = 16;

/**
 * A one-way token instead of the value.
 *
 * @example
 * ```ts
 * import { token } from "@veilkit/pseudonymize";
 * token.hmac({ domain: "analytics" });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function hmacToken<const Domain extends string>(options: TokenOptions<Domain>): HmacTokenTreatment<Domain> {
	return hmacTokenKind.parse({ ...options }, "token.hmac(options)") as HmacTokenTreatment<Domain>;
}

function createTokenizer(key: SecretKey<"pseudonymize">, treatment: HmacTokenTreatment): ColumnTokenizer {
	const macKey = deriveBytes(key, { package: "pseudonymize", purpose: "hmac", context: tokenContext(treatment) }, 32);
	const hmac = createHmacSha256(macKey);
	macKey.fill(0);
	const header = tokenHeader(HMAC_KIND, key.id);
	return {
		tokens: (texts) =>
			encodeTokens(header, hmac.tagAll(texts.bytes, texts.offsets), {
				count: texts.rows.length,
				stride: HMAC_SHA256_BYTES,
				bodyBytes: TAG_BYTES,
			}),
		dispose: () => hmac.dispose(),
	};
}

export const hmacTokenKind: TreatmentKind<HmacTokenTreatment> = {
	parse: (fields, path) => Object.freeze({ treatment: "token.hmac", ...parseTokenOptions(fields, path) }),
	bind(treatment, { keys, column }) {
		const canonicalize = canonicalizer(treatment.canonical);
		return tokenTransform(
			keys.keys.map((key) => createTokenizer(key, treatment)),
			(values, firstRow) => encodeTextColumn(values, canonicalize, column, firstRow),
		);
	},
};
