/**
 * The pseudonymiser's key of element-valued pseudonyms: one scalar a domain, canonical form and version of the ring's key.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, checkPurpose, concatBytes, deriveBytes, type KeyId, type SecretKey, toHex, toUtf8, VeilkitError } from "@veilkit/core";
import { parseTokenOptions, tokenContext } from "../treatment/token-options.ts";
import { encodeElement, GENERATOR, hashToScalar } from "./element-group.ts";
import type { OprfDomain } from "./pseudonym-client.ts";

/** The public text of a domain and canonical form: `crm/email.1`. */
export function elementContext(options: OprfDomain, path: string): string {
	return tokenContext(parseTokenOptions({ domain: options.domain, canonical: options.canonical }, path));
}

/** A scalar of a key of the ring, for one use. */
export function deriveScalar(key: SecretKey<"pseudonymize">, use: { readonly purpose: string; readonly context: string }): bigint {
	const seed = deriveBytes(key, { package: "pseudonymize", ...use }, 64);
	const scalar = hashToScalar(seed, `veilkit/v1/pseudonymize/${use.purpose}`);
	seed.fill(0);
	return scalar;
}

/** The public fingerprint of a public element: 32 bits. */
export function elementKeyId(publicKey: Uint8Array): KeyId {
	return toHex(sha256(concatBytes(toUtf8("veilkit/v1/pseudonymize/element-key-id/"), publicKey)).subarray(0, 4)) as KeyId;
}

/**
 * A pseudonymiser's key for one domain, opaque: JSON and inspection show the public half.
 *
 * @example
 * ```ts
 * import { deriveElementKey } from "@veilkit/pseudonymize/oprf";
 * using key = deriveElementKey(keys.primary, { domain: "research", canonical: "email" });
 * ```
 */
export class ElementKey {
	/** Public fingerprint of the public key, as pseudonyms carry it. */
	readonly id: KeyId;
	/** Domain and canonical form. */
	readonly context: string;
	/** The generator times the key, 32 bytes. */
	readonly publicKey: Bytes;
	#scalar: bigint | undefined;

	/** Use {@link deriveElementKey}. */
	constructor(scalar: bigint, context: string) {
		this.#scalar = scalar;
		this.context = context;
		this.publicKey = encodeElement(GENERATOR.multiply(scalar));
		this.id = elementKeyId(this.publicKey);
	}

	/**
	 * Lends the scalar to `fn`, which must not keep it.
	 *
	 * @throws {VeilkitError} `ERR_KEY_DISPOSED`
	 */
	use<T>(fn: (scalar: bigint) => T): T {
		if (this.#scalar === undefined) {
			throw new VeilkitError("ERR_KEY_DISPOSED", `element key ${this.id}: used after it was disposed`, { details: { keyId: this.id } });
		}
		return fn(this.#scalar);
	}

	/** Forgets the scalar. A bigint cannot be overwritten: it lives until the engine collects it. */
	dispose(): void {
		this.#scalar = undefined;
	}

	/** The same, for `using`. */
	[Symbol.dispose](): void {
		this.dispose();
	}

	/** The public half only. */
	toJSON(): { readonly id: KeyId; readonly context: string; readonly publicKey: string; readonly secret: "[redacted]" } {
		return { id: this.id, context: this.context, publicKey: toHex(this.publicKey), secret: "[redacted]" };
	}
}

/**
 * The pseudonymiser's key of a domain, from a key of its ring.
 *
 * @example
 * ```ts
 * import { deriveElementKey } from "@veilkit/pseudonymize/oprf";
 * const key = deriveElementKey(keys.primary, { domain: "research" });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_KEY_PURPOSE`, `ERR_KEY_DISPOSED`
 */
export function deriveElementKey(key: SecretKey<"pseudonymize">, options: OprfDomain): ElementKey {
	const context = elementContext(options, "deriveElementKey(options)");
	return new ElementKey(deriveScalar(checkPurpose(key, "pseudonymize"), { purpose: "element", context }), context);
}
