/**
 * Ed25519 signatures (RFC 8032) with a key derived from a secret key of purpose `sign`.
 *
 * Signing uses noble's implementation: audited, algorithmically constant-time, without a guarantee by the engine. Verification follows
 * RFC 8032 strictly (`zip215: false`): non-canonical points and an S outside the group order are refused.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import type { Bytes } from "../bytes/bytes.ts";
import { deriveBytes } from "./derive.ts";
import { checkPurpose, type SecretKey } from "./secret-key.ts";

/** Makes signatures; a KMS or a hardware key can stand behind it. */
export interface Signer {
	readonly algorithm: "ed25519";
	/** 32 bytes. */
	readonly publicKey: Bytes;
	/** A signature of 64 bytes. */
	sign(message: Uint8Array): Bytes;
}

/**
 * A signer whose Ed25519 seed is derived from a secret key.
 *
 * @example
 * ```ts
 * import { createSigner, generateKey, verifySignature } from "@veilkit/core";
 * const signer = createSigner(generateKey({ purpose: "sign" }));
 * const signature = signer.sign(message);
 * verifySignature(signer.publicKey, message, signature); // true
 * ```
 * @throws {VeilkitError} `ERR_KEY_PURPOSE` unless the key is for `sign`
 */
export function createSigner(key: SecretKey<"sign">): Signer {
	checkPurpose(key, "sign");
	const label = { package: "core", purpose: "ed25519", context: "seed" };
	const withSeed = <T>(fn: (seed: Bytes) => T): T => {
		const seed = deriveBytes(key, label, 32);
		try {
			return fn(seed);
		} finally {
			seed.fill(0);
		}
	};
	return {
		algorithm: "ed25519",
		publicKey: withSeed((seed) => new Uint8Array(ed25519.getPublicKey(seed))),
		sign: (message) => withSeed((seed) => new Uint8Array(ed25519.sign(message, seed))),
	};
}

/**
 * Whether an Ed25519 signature is valid. Never throws: malformed keys and signatures are simply not valid.
 *
 * @param publicKey - 32 bytes
 * @param message - the signed bytes
 * @param signature - 64 bytes
 *
 * @example
 * ```ts
 * import { verifySignature } from "@veilkit/core";
 * if (!verifySignature(publicKey, message, signature)) return { ok: false, reason: "signature" };
 * ```
 */
export function verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
	const inputs: readonly unknown[] = [publicKey, message, signature];
	if (!inputs.every((input) => input instanceof Uint8Array) || publicKey.length !== 32 || signature.length !== 64) return false;
	return ed25519.verify(signature, message, publicKey, { zip215: false });
}
