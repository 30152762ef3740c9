/**
 * Uniform 32-bit words and exact uniform integers, from a pool that is filled in fixed blocks.
 *
 * A block of 16 KiB costs about as much as a request for a few bytes, so no request to the platform depends on what is drawn from
 * the pool. A word is erased from the pool when it is handed out. How many words a sampler uses does depend on its outcome (every
 * sampler here rejects): see the caveat on time in the README.
 */
import type { RandomSource } from "@veilkit/core";

/** A stream of uniform, independent 32-bit words. */
export interface RandomWords {
	/** The next word, 0 ≤ word < 2^32. */
	next(): number;
}

const BLOCK_WORDS = 4096;

/**
 * A pool of words over a random source; use one pool for all draws of one operation.
 *
 * @example
 * ```ts
 * import { systemRandom } from "@veilkit/core";
 * import { createRandomWords, uniformBelow } from "@veilkit/kernels";
 * uniformBelow(createRandomWords(systemRandom), 6) + 1; // a fair die
 * ```
 */
export function createRandomWords(random: RandomSource): RandomWords {
	const block = new Uint32Array(BLOCK_WORDS);
	const bytes = new Uint8Array(block.buffer);
	let used = BLOCK_WORDS;
	return {
		next() {
			if (used === BLOCK_WORDS) {
				random.fill(bytes);
				used = 0;
			}
			const word = block[used] as number;
			block[used++] = 0;
			return word;
		},
	};
}

/**
 * An exactly uniform integer in [0, bound): the high bits of as many words as the bound needs, drawn again while they reach it.
 *
 * Each value of bits(bound − 1) bits is equally likely, and those below the bound stay so after rejection. Less than half are rejected.
 *
 * @param bound - 1 ≤ bound ≤ 2^53; for 1 no word is drawn
 */
export function uniformBelow(words: RandomWords, bound: number): number {
	if (bound <= 0x1_0000_0000) {
		const shift = Math.clz32(bound - 1);
		// A shift by 32 is a shift by 0 in ECMAScript, so the bound 1 cannot go through the loop.
		if (shift === 32) return 0;
		for (;;) {
			const value = words.next() >>> shift;
			if (value < bound) return value;
		}
	}
	const highBits = 32 - Math.clz32(Math.floor((bound - 1) / 0x1_0000_0000));
	const lowSpan = 1 << highBits;
	for (;;) {
		// The 32 + highBits high bits of two words, below 2^53.
		const value = words.next() * lowSpan + (words.next() >>> (32 - highBits));
		if (value < bound) return value;
	}
}

/**
 * {@link uniformBelow} for bounds of any size; on the same words it gives the same result.
 *
 * @param bound - 1 ≤ bound
 */
export function uniformBelowBig(words: RandomWords, bound: bigint): bigint {
	const bits = bound === 1n ? 0 : (bound - 1n).toString(2).length;
	const count = Math.ceil(bits / 32);
	const surplus = BigInt(32 * count - bits);
	for (;;) {
		let value = 0n;
		for (let index = 0; index < count; index++) value = (value << 32n) | BigInt(words.next());
		value >>= surplus;
		if (value < bound) return value;
	}
}
