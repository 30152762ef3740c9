/**
 * The data form of a policy, for files and for the command line, and its hash, for receipts and evidence.
 *
 *     { "version": 1, "columns": { "email": { "treatment": "token.siv", "domain": "crm", "canonical": "email" }, "country": { "treatment": "keep" } } }
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { canonicalJson, checkArray, checkOptions, invalidArgument, type JsonValue, toHex, toUtf8 } from "@veilkit/core";
import type { OptInTreatments } from "../treatment/opt-in.ts";
import { createPolicy } from "./define.ts";
import type { JsonColumns, JsonPolicy, Policy } from "./policy.ts";

/** A policy as JSON. */
export interface PolicyJson {
	readonly version: 1;
	readonly columns: JsonColumns;
}

/**
 * The data of a policy; the schema, which is code, is not part of it. A policy with `redact`, which carries code too, has no such form.
 *
 * @example
 * ```ts
 * import { policyToJson } from "@veilkit/pseudonymize";
 * JSON.stringify(policyToJson(policy), null, 2);
 * ```
 */
export function policyToJson(policy: JsonPolicy): PolicyJson {
	return { version: policy.version, columns: policy.columns };
}

/**
 * A policy from parsed JSON.
 *
 * @param value - what `policyToJson` gave
 * @param options - `treatments`: those of the subpaths that the policy uses, such as `fpeTreatments`
 *
 * @example
 * ```ts
 * import { policyFromJson } from "@veilkit/pseudonymize";
 * policyFromJson({ version: 1, columns: { id: { treatment: "token.hmac", domain: "analytics" } } });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` naming the column and the field
 */
export function policyFromJson(
	value: unknown,
	options: { readonly treatments?: readonly OptInTreatments[] } = {},
): Policy<undefined, JsonColumns> {
	const { treatments = [] } = checkOptions(options, "policyFromJson(options)", ["treatments"]);
	checkArray(treatments, "policyFromJson(options.treatments)");
	const { version, columns } = checkOptions(value as Partial<PolicyJson>, "policyFromJson(value)", ["version", "columns"]);
	if (version !== 1) throw invalidArgument("policyFromJson(value.version)", "1");
	if (typeof columns !== "object" || columns === null || Array.isArray(columns)) {
		throw invalidArgument("policyFromJson(value.columns)", "an object from column names to treatments");
	}
	// A function cannot come out of JSON, and a treatment that needs one is refused without it.
	return createPolicy(undefined, columns, "policyFromJson(value.columns)", treatments) as Policy<undefined, JsonColumns>;
}

/**
 * The SHA-256 of the canonical JSON (RFC 8785) of a policy, in hexadecimal: names what was applied, in receipts and in evidence.
 * The order of columns does not count.
 *
 * @example
 * ```ts
 * import { policyHash } from "@veilkit/pseudonymize";
 * policyHash(policy).length; // 64
 * ```
 */
export function policyHash(policy: JsonPolicy): string {
	return toHex(sha256(toUtf8(canonicalJson(policyToJson(policy) as unknown as JsonValue))));
}
