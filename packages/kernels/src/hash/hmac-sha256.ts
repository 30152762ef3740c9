/**
 * HMAC-SHA-256 (RFC 2104, FIPS 198-1) of many short messages under one key.
 *
 * The states after the inner and the outer key block are computed once, so a message of up to 55 bytes costs two compressions
 * instead of four, and nothing is allocated per message. Time depends on message lengths only; engines give no guarantee of
 * constant time. The midstates are as sensitive as the key: `dispose` overwrites them (best effort).
 */
import { type Bytes, checkBytes, invalidArgument } from "@veilkit/core";
import { keyDisposed } from "../internal/disposed.ts";
import { BLOCK_BYTES, compress, INITIAL_STATE, STATE_WORDS } from "./sha256.ts";

/** Bytes of one tag. */
export const HMAC_SHA256_BYTES = 32;

/** HMAC-SHA-256 under one key. */
export interface HmacSha256 {
	/**
	 * The tags of `offsets.length − 1` messages, 32 bytes each, end to end.
	 *
	 * @param messages - the messages, end to end
	 * @param offsets - where each starts, ascending; one more entry than messages, the last being where the last one ends
	 */
	tagAll(messages: Uint8Array, offsets: Uint32Array): Bytes;
	/** Overwrites the key's midstates; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
}

function midstate(blockKey: Uint8Array, mask: number, w: Int32Array): Int32Array {
	const state = INITIAL_STATE.slice();
	loadBlock(
		w,
		blockKey.map((byte) => byte ^ mask),
		0,
	);
	compress(state, w);
	return state;
}

function loadBlock(w: Int32Array, bytes: Uint8Array, start: number): void {
	for (let word = 0, at = start; word < 16; word++, at += 4) {
		w[word] =
			((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
	}
}

/** The bytes after the last full block, then 0x80 and zeros; the length is added by the caller where it fits. */
function loadTail(w: Int32Array, bytes: Uint8Array, start: number, end: number): void {
	w.fill(0, 0, 16);
	let at = 0;
	for (let index = start; index < end; index++, at++) {
		w[at >> 2] = (w[at >> 2] as number) | ((bytes[index] as number) << (24 - 8 * (at & 3)));
	}
	w[at >> 2] = (w[at >> 2] as number) | (0x80 << (24 - 8 * (at & 3)));
}

/** Absorbs a message and its padding (FIPS 180-4 §5.1.1) after one block that is already in the state. */
function absorbMessage(state: Int32Array, w: Int32Array, bytes: Uint8Array, start: number, end: number): void {
	let at = start;
	for (; end - at >= BLOCK_BYTES; at += BLOCK_BYTES) {
		loadBlock(w, bytes, at);
		compress(state, w);
	}
	loadTail(w, bytes, at, end);
	if (end - at > BLOCK_BYTES - 9) {
		compress(state, w);
		w.fill(0, 0, 16);
	}
	const total = BLOCK_BYTES + end - start;
	w[14] = Math.floor(total / 2 ** 29);
	w[15] = total << 3;
	compress(state, w);
}

function storeState(out: Uint8Array, start: number, state: Int32Array): void {
	for (let word = 0, at = start; word < STATE_WORDS; word++, at += 4) {
		const value = state[word] as number;
		out[at] = value >>> 24;
		out[at + 1] = value >>> 16;
		out[at + 2] = value >>> 8;
		out[at + 3] = value;
	}
}

function checkOffsets(messages: Uint8Array, offsets: Uint32Array): void {
	let previous = 0;
	for (const offset of offsets) {
		if (offset < previous) throw invalidArgument("tagAll(offsets)", "ascending positions");
		previous = offset;
	}
	if (previous > messages.length) throw invalidArgument("tagAll(offsets)", `positions up to the message length ${messages.length}`);
}

/**
 * HMAC-SHA-256 under one key, for batches.
 *
 * @param key - up to 64 bytes, copied into two hash states; longer keys are to be hashed by the caller, which nothing here needs
 *
 * @example
 * ```ts
 * import { createHmacSha256 } from "@veilkit/kernels";
 * const hmac = createHmacSha256(key);
 * hmac.tagAll(Uint8Array.of(1, 2, 3), Uint32Array.of(0, 1, 3)); // the tags of [1] and [2, 3], 64 bytes
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_KEY_DISPOSED` from the result once disposed
 */
export function createHmacSha256(key: Uint8Array): HmacSha256 {
	if (checkBytes(key, "createHmacSha256(key)").length > BLOCK_BYTES) throw invalidArgument("createHmacSha256(key)", "at most 64 bytes");
	const w = new Int32Array(64);
	const blockKey = new Uint8Array(BLOCK_BYTES);
	blockKey.set(key);
	const inner = midstate(blockKey, 0x36, w);
	const outer = midstate(blockKey, 0x5c, w);
	blockKey.fill(0);
	const state = new Int32Array(STATE_WORDS);
	let disposed = false;

	function tag(messages: Uint8Array, start: number, end: number): void {
		state.set(inner);
		absorbMessage(state, w, messages, start, end);
		w.fill(0, 8, 15);
		w.set(state);
		w[8] = 0x80000000;
		w[15] = 8 * (BLOCK_BYTES + HMAC_SHA256_BYTES);
		state.set(outer);
		compress(state, w);
	}

	return {
		tagAll(messages, offsets) {
			if (disposed) throw keyDisposed("HMAC-SHA-256");
			checkOffsets(messages, offsets);
			const count = Math.max(0, offsets.length - 1);
			const tags = new Uint8Array(count * HMAC_SHA256_BYTES);
			for (let index = 0; index < count; index++) {
				tag(messages, offsets[index] as number, offsets[index + 1] as number);
				storeState(tags, index * HMAC_SHA256_BYTES, state);
			}
			return tags;
		},
		dispose() {
			disposed = true;
			for (const secret of [inner, outer, state, w]) secret.fill(0);
		},
	};
}
