/**
 * Payload encryption of the vault: AES-GCM-SIV (RFC 8452), under a fresh random nonce.
 *
 * Should two nonces ever collide under one key, only the equality of two equal payloads shows; with AES-GCM it would be the keys of the MAC.
 * The block cipher is noble's table implementation and not constant-time against somebody who shares the processor's cache.
 */
import { gcmsiv } from "@noble/ciphers/aes.js";
import {
	authenticationFailed,
	type Bytes,
	checkBytes,
	checkOptions,
	concatBytes,
	invalidArgument,
	type RandomOptions,
	randomBytes,
} from "@veilkit/core";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function checkKey(key: Uint8Array, path: string): Uint8Array {
	if (checkBytes(key, path).length !== 16 && key.length !== 32) throw invalidArgument(path, "16 or 32 bytes");
	return key;
}

/**
 * Encrypts and authenticates a payload.
 *
 * Source: RFC 8452 §4.
 *
 * @param key - 16 or 32 bytes
 * @param options - `associatedData`: authenticated with it, not stored
 * @returns nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes)
 *
 * @example
 * ```ts
 * import { sealPayload } from "@veilkit/pseudonymize/vault";
 * const sealed = sealPayload(key, toUtf8("payload"), { associatedData: toUtf8("record 17") });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function sealPayload(key: Uint8Array, payload: Uint8Array, options: { readonly associatedData: Uint8Array } & RandomOptions): Bytes {
	checkOptions(options, "sealPayload(options)", ["associatedData", "random"]);
	const associatedData = checkBytes(options.associatedData, "sealPayload(options.associatedData)");
	const nonce = randomBytes(NONCE_BYTES, options.random);
	const cipher = gcmsiv(checkKey(key, "sealPayload(key)"), nonce, associatedData);
	return concatBytes(nonce, cipher.encrypt(checkBytes(payload, "sealPayload(payload)")));
}

/**
 * Opens what {@link sealPayload} made.
 *
 * @example
 * ```ts
 * import { openPayload } from "@veilkit/pseudonymize/vault";
 * const payload = openPayload(key, sealed, { associatedData: toUtf8("record 17") });
 * ```
 * @throws {VeilkitError} `ERR_AUTHENTICATION` for another key, other associated data, or altered bytes; `ERR_INVALID_ARGUMENT`
 */
export function openPayload(key: Uint8Array, sealed: Uint8Array, options: { readonly associatedData: Uint8Array }): Bytes {
	checkOptions(options, "openPayload(options)", ["associatedData"]);
	const associatedData = checkBytes(options.associatedData, "openPayload(options.associatedData)");
	checkKey(key, "openPayload(key)");
	if (checkBytes(sealed, "openPayload(sealed)").length < NONCE_BYTES + TAG_BYTES) throw authenticationFailed();
	try {
		return gcmsiv(key, sealed.subarray(0, NONCE_BYTES), associatedData).decrypt(sealed.subarray(NONCE_BYTES)) as Bytes;
	} catch {
		throw authenticationFailed();
	}
}
