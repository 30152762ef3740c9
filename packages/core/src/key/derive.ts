/**
 * Working keys from a secret key: HKDF-SHA-256 (RFC 5869) with structured labels.
 *
 * The label `veilkit/v1/<package>/<purpose>/<context>` is the `info` input; the salt is empty, since the material is uniform.
 * `package` and `purpose` cannot contain a slash, so that no two label triples share a text: two domains never share a key.
 */
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Bytes } from "../bytes/bytes.ts";
import { toUtf8 } from "../bytes/encoding.ts";
import { checkInteger, checkString } from "../options/check.ts";
import type { SecretKey } from "./secret-key.ts";

/** What a derived key is for. */
export interface DerivationLabel {
	/** The package that derives: `pseudonymize`. */
	readonly package: string;
	/** What it does with the key: `hmac`. */
	readonly purpose: string;
	/** What separates this use from others of the same purpose: a domain, a table, a canonicaliser's version. */
	readonly context: string;
}

const PART = { minLength: 1, maxLength: 64, pattern: /^[a-z0-9][a-z0-9.-]*$/, description: "lower-case letters, digits, . and -" } as const;

/**
 * The text of a derivation label.
 *
 * @example
 * ```ts
 * import { derivationLabel } from "@veilkit/core";
 * derivationLabel({ package: "pseudonymize", purpose: "hmac", context: "crm" }); // "veilkit/v1/pseudonymize/hmac/crm"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for an empty part, or one that would make the label ambiguous
 */
export function derivationLabel(label: DerivationLabel): string {
	checkString(label.package, "derivationLabel(label.package)", PART);
	checkString(label.purpose, "derivationLabel(label.purpose)", PART);
	checkString(label.context, "derivationLabel(label.context)", { minLength: 1, maxLength: 1024 });
	return `veilkit/v1/${label.package}/${label.purpose}/${label.context}`;
}

/**
 * Key bytes for one use. The caller wipes them when done.
 *
 * @param key - the secret key
 * @param label - what the bytes are for
 * @param length - 1 to 8160 bytes (RFC 5869 §2.3)
 *
 * @example
 * ```ts
 * import { deriveBytes } from "@veilkit/core";
 * const macKey = deriveBytes(key, { package: "pseudonymize", purpose: "hmac", context: "analytics" }, 32);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_KEY_DISPOSED`
 */
export function deriveBytes(key: SecretKey, label: DerivationLabel, length: number): Bytes {
	checkInteger(length, "deriveBytes(length)", { min: 1, max: 8160 });
	const info = toUtf8(derivationLabel(label));
	return key.use((material) => new Uint8Array(hkdf(sha256, material, undefined, info, length)));
}
