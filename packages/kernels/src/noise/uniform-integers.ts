/**
 * Exactly uniform integers, from a pool of random words that is filled in fixed blocks.
 *
 * A block of 16 KiB costs about as much as a request for a few bytes, so no request to the platform depends on what is drawn from
 * the pool. A word is erased from the pool when it is handed out. How many words a draw uses does depend on their values (some are rejected):
 * see the caveat on time in the README.
 */
import type { RandomSource } from "@veilkit/core";

/** Independent, exactly uniform integers: all that the samplers of this package ask of randomness. */
export interface UniformIntegers {
	/**
	 * Uniform in [0, bound).
	 *
	 * @param bound - an integer, 1 ≤ bound ≤ 2^53; for 1 nothing is drawn
	 */
	below(bound: number): number;
	/** The same for bounds of any size; where both apply, both give the same from the same words. */
	belowBig(bound: bigint): bigint;
	/** An event of probability p/q exactly, 0 ≤ p ≤ q ≤ 2^53. */
	chance(p: number, q: number): boolean;
	/** The same for parts of any size. */
	chanceBig(p: bigint, q: bigint): boolean;
}

const BLOCK_WORDS = 4096;
const WORD = 0x1_0000_0000;

/**
 * Uniform integers over a random source; use one for all draws of an operation.
 *
 * A draw takes the high bits of as many 32-bit words as the bound needs, and is repeated while the result reaches the bound: each value of
 * that many bits is equally likely, and those below the bound stay so after rejection. Fewer than half are rejected.
 *
 * @example
 * ```ts
 * import { systemRandom } from "@veilkit/core";
 * import { createUniformIntegers } from "@veilkit/kernels";
 * createUniformIntegers(systemRandom).below(6) + 1; // a fair die
 * ```
 */
export function createUniformIntegers(random: RandomSource): UniformIntegers {
	const block = new Uint32Array(BLOCK_WORDS);
	const bytes = new Uint8Array(block.buffer);
	let used = BLOCK_WORDS;

	function next(): number {
		if (used === BLOCK_WORDS) {
			random.fill(bytes);
			used = 0;
		}
		const word = block[used] as number;
		block[used++] = 0;
		return word;
	}

	function below(bound: number): number {
		if (bound === 1) return 0;
		if (bound <= WORD) {
			const surplus = Math.clz32(bound - 1);
			for (;;) {
				const value = next() >>> surplus;
				if (value < bound) return value;
			}
		}
		const highBits = 32 - Math.clz32(Math.floor((bound - 1) / WORD));
		for (;;) {
			// The 32 + highBits high bits of two words, below 2^53.
			const value = next() * (1 << highBits) + (next() >>> (32 - highBits));
			if (value < bound) return value;
		}
	}

	function belowBig(bound: bigint): bigint {
		const bits = bound === 1n ? 0 : (bound - 1n).toString(2).length;
		const count = Math.ceil(bits / 32);
		const surplus = BigInt(32 * count - bits);
		for (;;) {
			let value = 0n;
			for (let index = 0; index < count; index++) value = (value << 32n) | BigInt(next());
			value >>= surplus;
			if (value < bound) return value;
		}
	}

	return { below, belowBig, chance: (p, q) => below(q) < p, chanceBig: (p, q) => belowBig(q) < p };
}
