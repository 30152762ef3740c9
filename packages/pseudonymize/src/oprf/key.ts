/**
 * Keys of an OPRF server: RFC 9497 §3.2.1, bound to suite, mode and, outside `poprf`, to a domain.
 *
 * The id is a public 32-bit fingerprint of suite, mode and public key; clients that pin the public key compute it themselves.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import {
	type Bytes,
	checkBytes,
	checkOptions,
	checkString,
	concatBytes,
	deriveBytes,
	type KeyId,
	type SecretKey,
	toHex,
	toUtf8,
	VeilkitError,
} from "@veilkit/core";
import { checkMode, checkSuite, deriveKeyPair, type OprfKeyPair, type OprfMode, type OprfSuite } from "./suite.ts";

/** What an OPRF key is for. */
export interface OprfKeyOptions {
	readonly suite: OprfSuite;
	readonly mode: OprfMode;
	/**
	 * The `keyInfo` of RFC 9497, up to 1024 characters. In modes `oprf` and `voprf` the key serves this text only (use {@link oprfInfo});
	 * in `poprf` each request names its own.
	 */
	readonly info: string;
}

export const INFO_SHAPE = { maxLength: 1024 } as const;

/** The public fingerprint of a public key. */
export function oprfKeyId(choice: { readonly suite: OprfSuite; readonly mode: OprfMode }, publicKey: Uint8Array): KeyId {
	const label = toUtf8(`veilkit/v1/pseudonymize/oprf-key-id/${choice.suite}/${choice.mode}/`);
	return toHex(sha256(concatBytes(label, publicKey)).subarray(0, 4)) as KeyId;
}

/**
 * The secret key of an OPRF server, opaque: JSON and inspection show the public half.
 *
 * @example
 * ```ts
 * import { deriveOprfKey } from "@veilkit/pseudonymize/oprf";
 * using key = deriveOprfKey(keys.primary, { suite: "ristretto255-SHA512", mode: "poprf", info: "" });
 * key.publicKey; // what clients pin
 * ```
 */
export class OprfKey {
	/** Public fingerprint of suite, mode and public key, as tokens carry it. */
	readonly id: KeyId;
	readonly suite: OprfSuite;
	readonly mode: OprfMode;
	/** The `keyInfo` that it was made with. */
	readonly info: string;
	/** An encoded element, for clients to pin. */
	readonly publicKey: Bytes;
	#secret: Bytes | undefined;

	/** Use {@link deriveOprfKey} or {@link createOprfKey}. */
	constructor(seed: Uint8Array, options: OprfKeyOptions) {
		checkOptions(options, "OprfKey(options)", ["suite", "mode", "info"]);
		this.suite = checkSuite(options.suite, "OprfKey(options.suite)");
		this.mode = checkMode(options.mode, "OprfKey(options.mode)");
		this.info = checkString(options.info, "OprfKey(options.info)", INFO_SHAPE);
		const { secretKey, publicKey } = deriveKeyPair(this, checkBytes(seed, "OprfKey(seed)", 32), this.info);
		this.#secret = secretKey;
		this.publicKey = publicKey;
		this.id = oprfKeyId(this, publicKey);
	}

	/**
	 * Lends the key pair to `fn`, which must not keep it.
	 *
	 * @throws {VeilkitError} `ERR_KEY_DISPOSED`
	 */
	use<T>(fn: (pair: OprfKeyPair) => T): T {
		if (this.#secret === undefined) {
			throw new VeilkitError("ERR_KEY_DISPOSED", `OPRF key ${this.id}: used after it was disposed`, { details: { keyId: this.id } });
		}
		return fn({ secretKey: this.#secret, publicKey: this.publicKey });
	}

	/** Overwrites the secret, best effort; the key is unusable afterwards. */
	dispose(): void {
		this.#secret?.fill(0);
		this.#secret = undefined;
	}

	/** The same, for `using`. */
	[Symbol.dispose](): void {
		this.dispose();
	}

	/** The public half only. */
	toJSON(): OprfKeyOptions & { readonly id: KeyId; readonly publicKey: string; readonly secret: "[redacted]" } {
		const { id, suite, mode, info, publicKey } = this;
		return { id, suite, mode, info, publicKey: toHex(publicKey), secret: "[redacted]" };
	}
}

/**
 * The key pair of a seed: DeriveKeyPair of RFC 9497 §3.2.1, for interoperation with other implementations.
 *
 * @param seed - 32 uniform bytes; the caller wipes them
 *
 * @example
 * ```ts
 * import { createOprfKey } from "@veilkit/pseudonymize/oprf";
 * const key = createOprfKey(seed, { suite: "P256-SHA256", mode: "voprf", info: "test key" });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function createOprfKey(seed: Uint8Array, options: OprfKeyOptions): OprfKey {
	return new OprfKey(seed, options);
}

/**
 * The OPRF key of a key ring's key: HKDF-SHA-256 to a seed under `veilkit/v1/pseudonymize/oprf/<suite>/<mode>`, then RFC 9497 §3.2.1.
 *
 * @example
 * ```ts
 * import { deriveOprfKey, oprfInfo } from "@veilkit/pseudonymize/oprf";
 * const info = oprfInfo({ domain: "analytics", canonical: "email" });
 * const key = deriveOprfKey(keys.primary, { suite: "ristretto255-SHA512", mode: "voprf", info });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_KEY_DISPOSED`
 */
export function deriveOprfKey(key: SecretKey<"pseudonymize">, options: OprfKeyOptions): OprfKey {
	checkOptions(options, "deriveOprfKey(options)", ["suite", "mode", "info"]);
	const suite = checkSuite(options.suite, "deriveOprfKey(options.suite)");
	const mode = checkMode(options.mode, "deriveOprfKey(options.mode)");
	const seed = deriveBytes(key, { package: "pseudonymize", purpose: "oprf", context: `${suite}/${mode}` }, 32);
	try {
		return new OprfKey(seed, options);
	} finally {
		seed.fill(0);
	}
}
