/**
 * HMAC-SHA-256 message by message, from the states after the inner and the outer key block: the twin that runs everywhere.
 *
 * Nothing is allocated per message. Time depends on message lengths only.
 */
import { BLOCK_BYTES, compress, STATE_WORDS } from "./sha256.ts";

/** Bytes of one tag. */
export const HMAC_SHA256_BYTES = 32;

/**
 * Writes the tags of `offsets.length − 1` messages. The signature that both implementations have.
 *
 * @param midstates - 8 words of the inner, then 8 of the outer state
 */
export type TagAll = (midstates: Int32Array, messages: Uint8Array, offsets: Uint32Array, tags: Uint8Array) => void;

/** A block as sixteen big-endian words. */
export function loadBlock(w: Int32Array, bytes: Uint8Array, start: number): void {
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

/** The tags, one after the other. */
export const tagAllTwin: TagAll = (midstates, messages, offsets, tags) => {
	const inner = midstates.subarray(0, STATE_WORDS);
	const outer = midstates.subarray(STATE_WORDS);
	const state = new Int32Array(STATE_WORDS);
	const w = new Int32Array(64);
	for (let index = 0; index + 1 < offsets.length; index++) {
		state.set(inner);
		absorbMessage(state, w, messages, offsets[index] as number, offsets[index + 1] as number);
		w.fill(0, 8, 15);
		w.set(state);
		w[8] = 0x80000000;
		w[15] = 8 * (BLOCK_BYTES + HMAC_SHA256_BYTES);
		state.set(outer);
		compress(state, w);
		storeState(tags, index * HMAC_SHA256_BYTES, state);
	}
	state.fill(0);
	w.fill(0);
};
