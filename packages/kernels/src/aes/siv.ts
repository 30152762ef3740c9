/**
 * AES-SIV, deterministic authenticated encryption (RFC 5297), for many messages under one key and one list of associated data.
 *
 * Equal messages give equal ciphertexts: that is the purpose, and it is what leaks, with the length. A nonce, where one is wanted, is the
 * last item of the associated data (§3). The part of S2V that depends on key and associated data alone is computed once. What time may
 * show depends on the block cipher underneath: see `blocks.ts`.
 */
import { type Bytes, checkBytes, checkInteger, invalidArgument } from "@veilkit/core";
import type { KernelOptions } from "../backend/options.ts";
import { viewOf, xorRange } from "../internal/xor.ts";
import { AES_BLOCK_BYTES, type AesBlocks, createAesBlocks } from "./blocks.ts";
import { type CmacSubkeys, cmacAll, cmacSubkeys, double } from "./cmac.ts";

/** Bytes that AES-SIV adds to a message: the synthetic initialisation vector in front. */
export const AES_SIV_TAG_BYTES = 16;

/** Encrypts under one key and one list of associated data. */
export interface AesSivSealer {
	/**
	 * Seals `count` messages of equal length.
	 *
	 * @param messages - the messages, end to end
	 * @returns for each message V ‖ C, 16 bytes longer than the message, end to end
	 */
	sealAll(messages: Uint8Array, count: number): Bytes;
	/** Overwrites the key schedules; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
}

/** The two halves of the key, expanded, and the state of S2V after the associated data. */
export interface AesSivState {
	readonly mac: AesBlocks;
	readonly subkeys: CmacSubkeys;
	readonly cipher: AesBlocks;
	/** D of RFC 5297 §2.4 before the last string. */
	readonly prefix: Uint8Array;
}

/** Overwrites everything that depends on the key. */
export function disposeSiv(state: AesSivState): void {
	state.mac.dispose();
	state.cipher.dispose();
	for (const secret of [state.prefix, state.subkeys.full, state.subkeys.padded]) secret.fill(0);
}

/** What {@link expandSiv} takes. */
export interface SivInput {
	readonly key: Uint8Array;
	readonly associatedData: readonly Uint8Array[];
	readonly options: KernelOptions;
}

/** Expands key and associated data; `path` names the caller in errors. */
export function expandSiv({ key, associatedData, options }: SivInput, path: string): AesSivState {
	if (![32, 48, 64].includes(checkBytes(key, `${path}(key)`).length)) throw invalidArgument(`${path}(key)`, "32, 48 or 64 bytes");
	if (associatedData.length > 126) throw invalidArgument(`${path}(associatedData)`, "at most 126 strings (RFC 5297 §7)");
	const mac = createAesBlocks(key.subarray(0, key.length / 2), options);
	const cipher = createAesBlocks(key.subarray(key.length / 2), options);
	const subkeys = cmacSubkeys(mac);
	const prefix = cmacAll(mac, subkeys, new Uint8Array(AES_BLOCK_BYTES), 1);
	for (const [index, data] of associatedData.entries()) {
		checkBytes(data, `${path}(associatedData[${index}])`);
		xorRange(viewOf(double(prefix)), 0, viewOf(cmacAll(mac, subkeys, data, 1)), 0, AES_BLOCK_BYTES);
	}
	return { mac, subkeys, cipher, prefix };
}

/** S2V (§2.4) of the associated data and each message: 16 bytes a message. */
export function synthesize(state: AesSivState, messages: Uint8Array, count: number): Uint8Array {
	const length = messages.length / count;
	if (length >= AES_BLOCK_BYTES) {
		const masked = messages.slice();
		const [target, mask] = [viewOf(masked), viewOf(state.prefix)];
		for (let end = length; end <= masked.length; end += length) xorRange(target, end - AES_BLOCK_BYTES, mask, 0, AES_BLOCK_BYTES);
		return cmacAll(state.mac, state.subkeys, masked, count);
	}
	const padded = new Uint8Array(count * AES_BLOCK_BYTES);
	const [target, mask] = [viewOf(padded), viewOf(double(state.prefix.slice()))];
	for (let index = 0; index < count; index++) {
		const at = index * AES_BLOCK_BYTES;
		padded.set(messages.subarray(index * length, (index + 1) * length), at);
		padded[at + length] = 0x80;
		xorRange(target, at, mask, 0, AES_BLOCK_BYTES);
	}
	return cmacAll(state.mac, state.subkeys, padded, count);
}

/**
 * The keystream of CTR mode (§2.5) for messages of `length` bytes: whole blocks, end to end, per message.
 *
 * Bits 31 and 63 of the counter are cleared, which is why counting never carries out of its last word.
 */
export function keystream(cipher: AesBlocks, vectors: Uint8Array, length: number): Uint8Array {
	const blocks = Math.ceil(length / AES_BLOCK_BYTES);
	const stream = new Uint8Array((vectors.length / AES_SIV_TAG_BYTES) * blocks * AES_BLOCK_BYTES);
	const [source, target] = [viewOf(vectors), viewOf(stream)];
	for (let from = 0, to = 0; from < vectors.length; from += AES_SIV_TAG_BYTES) {
		const [first, second] = [source.getUint32(from), source.getUint32(from + 4)];
		const [third, counter] = [source.getUint32(from + 8) & 0x7fffffff, source.getUint32(from + 12) & 0x7fffffff];
		for (let block = 0; block < blocks; block++, to += AES_BLOCK_BYTES) {
			target.setUint32(to, first);
			target.setUint32(to + 4, second);
			target.setUint32(to + 8, third);
			target.setUint32(to + 12, counter + block);
		}
	}
	cipher.encryptBlocks(stream);
	return stream;
}

/**
 * AES-SIV encryption under one key and one list of associated data, for batches.
 *
 * @param key - 32, 48 or 64 bytes: the MAC key, then the cipher key
 * @param associatedData - up to 126 strings, authenticated and not encrypted; their order and boundaries count
 *
 * @example
 * ```ts
 * import { createAesSivSealer } from "@veilkit/kernels";
 * const sealer = createAesSivSealer(key, [toUtf8("crm")]);
 * sealer.sealAll(toUtf8("same size!"), 2); // two messages of five bytes -> 2 · (16 + 5) bytes
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_UNSUPPORTED` for a demanded backend that the runtime lacks; `ERR_KEY_DISPOSED` from the
 * result once disposed
 */
export function createAesSivSealer(key: Uint8Array, associatedData: readonly Uint8Array[], options: KernelOptions = {}): AesSivSealer {
	const state = expandSiv({ key, associatedData, options }, "createAesSivSealer");
	return {
		sealAll(messages, count) {
			checkInteger(count, "sealAll(count)", { min: 1 });
			if (messages.length % count !== 0) throw invalidArgument("sealAll(messages)", `${count} messages of equal length`);
			const length = messages.length / count;
			const vectors = synthesize(state, messages, count);
			const stream = keystream(state.cipher, vectors, length);
			const stride = stream.length / count;
			const sealed = new Uint8Array(count * (AES_SIV_TAG_BYTES + length));
			const target = viewOf(sealed);
			const [vector, message, pad] = [viewOf(vectors), viewOf(messages), viewOf(stream)];
			for (let index = 0, to = 0; index < count; index++) {
				xorRange(target, to, vector, index * AES_SIV_TAG_BYTES, AES_SIV_TAG_BYTES);
				to += AES_SIV_TAG_BYTES;
				xorRange(target, to, message, index * length, length);
				xorRange(target, to, pad, index * stride, length);
				to += length;
			}
			return sealed;
		},
		dispose: () => disposeSiv(state),
	};
}
