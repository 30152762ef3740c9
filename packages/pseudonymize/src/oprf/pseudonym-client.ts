/**
 * Oblivious pseudonyms as tokens: identifiers in canonical form in, tokens of a domain out.
 *
 * Token format 1 (`token/token.ts`), kind 16: body = the first 16 bytes of the RFC 9497 output; key id = the fingerprint of the server's
 * public key. The domain and the canonical form with its version are the public text `veilkit/v1/pseudonymize/oprf/<domain>/<form>.<version>`.
 */
import { checkArray, checkOptions, concatBytes, derivationLabel, type OperationOptions, toUtf8 } from "@veilkit/core";
import { type CanonicalForm, canonicalizer } from "../canonical/canonical.ts";
import type { Place } from "../error/errors.ts";
import { textOf } from "../token/text-column.ts";
import { encodeTokens, type Token, tokenHeader } from "../token/token.ts";
import { parseTokenOptions, tokenContext } from "../treatment/token-options.ts";
import { createOprfClient, ENDPOINT_OPTIONS, type OprfEndpoint } from "./client.ts";

const OPRF_KIND = 16;
const BODY_BYTES = 16;

/** Where pseudonyms may be joined, and what counts as the same identifier. */
export interface OprfDomain<Domain extends string = string> {
	/** Equal identifiers have equal pseudonyms within a domain and unlinkable ones across domains. */
	readonly domain: Domain;
	/** The exact text unless given. */
	readonly canonical?: CanonicalForm;
}

/**
 * The public text of a domain: `info` of a server's key in modes `oprf` and `voprf`, of each request in `poprf`.
 *
 * @example
 * ```ts
 * import { oprfInfo } from "@veilkit/pseudonymize/oprf";
 * oprfInfo({ domain: "analytics", canonical: "email" }); // "veilkit/v1/pseudonymize/oprf/analytics/email.1"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function oprfInfo(options: OprfDomain): string {
	const context = tokenContext(parseTokenOptions({ ...options }, "oprfInfo(options)"));
	return derivationLabel({ package: "pseudonymize", purpose: "oprf", context });
}

/** Options of {@link createPseudonymClient}. */
export interface PseudonymClientOptions<Domain extends string> extends OprfEndpoint, OprfDomain<Domain> {}

/** Makes pseudonyms of one domain. */
export interface PseudonymClient<Domain extends string> {
	/**
	 * The pseudonyms of identifiers, in order.
	 *
	 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_VALUE`, and what `OprfClient.evaluate` throws
	 */
	pseudonyms(values: readonly (string | number | bigint)[], options?: OperationOptions): Promise<readonly Token<Domain>[]>;
}

/**
 * A client that turns identifiers into pseudonyms of a domain, without showing them to the server.
 *
 * @example
 * ```ts
 * import { createPseudonymClient } from "@veilkit/pseudonymize/oprf";
 * const client = createPseudonymClient({
 *   suite: "ristretto255-SHA512", mode: "poprf", domain: "analytics", canonical: "email", publicKey, url, fetch,
 * });
 * await client.pseudonyms(["Ada@Example.org", "bob@example.org"]); // Token<"analytics">[]
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function createPseudonymClient<const Domain extends string>(options: PseudonymClientOptions<Domain>): PseudonymClient<Domain> {
	checkOptions(options, "createPseudonymClient(options)", [...ENDPOINT_OPTIONS, "domain", "canonical"]);
	const { domain, canonical = "exact", ...endpoint } = options;
	const client = createOprfClient({ ...endpoint, info: oprfInfo({ domain, canonical }) });
	const canonicalize: (text: string, place: Place) => string = canonicalizer(canonical);
	return {
		async pseudonyms(values, operation = {}) {
			checkArray(values, "pseudonyms(values)", { min: 1 });
			const texts = values.map((value, index) => {
				const place = { column: domain, row: index + 1 };
				return canonicalize(textOf(value, place), place);
			});
			const { outputs, keyId } = await client.evaluate(texts.map(toUtf8), operation);
			return encodeTokens<Domain>(tokenHeader(OPRF_KIND, keyId), concatBytes(...outputs), {
				count: outputs.length,
				stride: outputs[0]?.length ?? 0,
				bodyBytes: BODY_BYTES,
			});
		},
	};
}
