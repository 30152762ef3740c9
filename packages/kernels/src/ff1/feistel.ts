/**
 * The ten rounds of FF1 (SP 800-38G algorithms 7 and 8, step 6), the same for both directions.
 *
 * The halves of the standard change places each round. Left in place instead, even rounds add to the left half and odd rounds to the
 * right one; decryption subtracts in the opposite order. One round function serves both, over all values in lockstep.
 */
import { AES_BLOCK_BYTES, type AesBlocks } from "../aes/blocks.ts";
import type { Ff1Shape } from "./shape.ts";

/** Encryption adds, decryption subtracts. */
export type Direction = "add" | "subtract";

/** The rounds for numeral strings of one shape under one key. */
export interface Feistel {
	/** Transforms every string of `shape.length` numerals in place. */
	run(numerals: Int32Array, direction: Direction): void;
	/** Overwrites what depends on key or values. */
	dispose(): void;
}

/** Rounds of FF1. */
export const ROUNDS = 10;

const UPWARDS: readonly number[] = /* @__PURE__ */ Array.from({ length: ROUNDS }, (_, index) => index);
const DOWNWARDS: readonly number[] = /* @__PURE__ */ [...UPWARDS].reverse();

/** The numbers of the rounds in the order of a direction. */
export function roundOrder(direction: Direction): readonly number[] {
	return direction === "add" ? UPWARDS : DOWNWARDS;
}

/** The state of CBC-MAC after the fixed blocks, xored into the first block of the template: what every round starts from. */
export function chainedTemplate(aes: AesBlocks, shape: Ff1Shape): Uint8Array<ArrayBuffer> {
	const state = new Uint8Array(AES_BLOCK_BYTES);
	for (let start = 0; start < shape.fixed.length; start += AES_BLOCK_BYTES) {
		for (let at = 0; at < AES_BLOCK_BYTES; at++) state[at] = (state[at] as number) ^ (shape.fixed[start + at] as number);
		aes.encryptBlocks(state);
	}
	const chained = shape.template.slice();
	for (let at = 0; at < AES_BLOCK_BYTES; at++) chained[at] = (chained[at] as number) ^ (state[at] as number);
	return chained;
}
