/**
 * AES-SIV decryption (RFC 5297 §2.7), apart from encryption so that a bundle which only seals does not contain it.
 *
 * The plaintext leaves only after the synthetic vector has been recomputed and compared; otherwise it is overwritten and the one
 * indistinguishable error is thrown. What time may show depends on the block cipher underneath: see `blocks.ts`.
 */
import { authenticationFailed, type Bytes, checkBytes, equalBytes } from "@veilkit/core";
import type { KernelOptions } from "../backend/options.ts";
import { AES_SIV_TAG_BYTES, disposeSiv, expandSiv, keystream, synthesize } from "./siv.ts";

/** Decrypts under one key and one list of associated data. */
export interface AesSivOpener {
	/**
	 * The message of V ‖ C.
	 *
	 * @throws {VeilkitError} `ERR_AUTHENTICATION` for another key, other associated data or altered bytes
	 */
	open(sealed: Uint8Array): Bytes;
	/** Overwrites the key schedules; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
}

/**
 * AES-SIV decryption under one key and one list of associated data.
 *
 * @param key - 32, 48 or 64 bytes, as for sealing
 * @param associatedData - the strings that were given for sealing, in the same order
 *
 * @example
 * ```ts
 * import { createAesSivOpener, createAesSivSealer } from "@veilkit/kernels";
 * const sealed = createAesSivSealer(key, []).sealAll(message, 1);
 * createAesSivOpener(key, []).open(sealed); // message
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_UNSUPPORTED` for a demanded backend that the runtime lacks; `ERR_KEY_DISPOSED` from the
 * result once disposed
 */
export function createAesSivOpener(key: Uint8Array, associatedData: readonly Uint8Array[], options: KernelOptions = {}): AesSivOpener {
	const state = expandSiv({ key, associatedData, options }, "createAesSivOpener");
	return {
		open(sealed) {
			if (checkBytes(sealed, "open(sealed)").length < AES_SIV_TAG_BYTES) throw authenticationFailed();
			const vector = sealed.slice(0, AES_SIV_TAG_BYTES);
			const message = new Uint8Array(sealed.subarray(AES_SIV_TAG_BYTES));
			const stream = keystream(state.cipher, vector, message.length);
			for (let at = 0; at < message.length; at++) message[at] = (message[at] as number) ^ (stream[at] as number);
			if (equalBytes(synthesize(state, message, 1), vector)) return message;
			message.fill(0);
			throw authenticationFailed();
		},
		dispose: () => disposeSiv(state),
	};
}
