/**
 * Exact samples of the discrete Laplace distribution with any rational scale t: P(Z = z) = tanh(1/2t) · e^(−|z|/t) on the integers.
 *
 * Source: Canonne, Kamath, Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithms 1 and 2. Only integers are
 * compared and counted, so the law is the stated one with no error at all, given uniform words. Proof: docs/proofs/discrete-laplace.md.
 *
 * Parameters below 2^53 run on Numbers whose every intermediate is an integer below 2^53; others run on BigInt. Both follow the same steps
 * and read the same words. The number of words, and so the time, of a draw depends on its outcome: draw in batches, never expose the time of one.
 */
import { invalidArgument } from "@veilkit/core";
import { type RandomWords, uniformBelow, uniformBelowBig } from "./random-words.ts";

/** A positive rational. */
export interface NoiseScale {
	readonly numerator: bigint;
	readonly denominator: bigint;
}

/** A sampler of one integer-valued law. */
export interface IntegerSampler {
	/** One exact, independent sample. */
	draw(): bigint;
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Whether an event of probability e^(−p/q) happens, 0 ≤ p ≤ q (algorithm 1 for γ ≤ 1).
 *
 * A trial of probability p/(qk) is made as two independent ones, 1/k and p/q, so that no product can leave the safe integers.
 */
function bernoulliExp(words: RandomWords, p: number, q: number): boolean {
	let k = 1;
	while (uniformBelow(words, k) === 0 && uniformBelow(words, q) < p) k++;
	return k % 2 === 1;
}

function bernoulliExpBig(words: RandomWords, p: bigint, q: bigint): boolean {
	let k = 1;
	while (uniformBelow(words, k) === 0 && uniformBelowBig(words, q) < p) k++;
	return k % 2 === 1;
}

/** The number of successes of probability 1/e before the first failure. */
function wholeScales(words: RandomWords): number {
	let count = 0;
	while (bernoulliExp(words, 1, 1)) count++;
	return count;
}

/** Scale t/s with both parts below 2^53. */
function numberSampler(t: number, s: number, words: RandomWords): IntegerSampler {
	return {
		draw() {
			for (;;) {
				const u = uniformBelow(words, t);
				if (!bernoulliExp(words, u, t)) continue;
				const v = wholeScales(words);
				// u + tv may pass 2^53 with negligible but positive probability; then, and only then, it is divided as BigInt.
				const fits = v <= (Number.MAX_SAFE_INTEGER - u) / t - 1;
				const x = u + t * v;
				const magnitude = fits ? BigInt((x - (x % s)) / s) : (BigInt(u) + BigInt(t) * BigInt(v)) / BigInt(s);
				const negative = uniformBelow(words, 2) === 1;
				if (negative && magnitude === 0n) continue;
				return negative ? -magnitude : magnitude;
			}
		},
	};
}

function bigSampler(t: bigint, s: bigint, words: RandomWords): IntegerSampler {
	return {
		draw() {
			for (;;) {
				const u = uniformBelowBig(words, t);
				if (!bernoulliExpBig(words, u, t)) continue;
				const magnitude = (u + t * BigInt(wholeScales(words))) / s;
				const negative = uniformBelow(words, 2) === 1;
				if (negative && magnitude === 0n) continue;
				return negative ? -magnitude : magnitude;
			}
		},
	};
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
	let [x, y] = [a, b];
	while (y !== 0n) [x, y] = [y, x % y];
	return x;
}

/**
 * A sampler of the discrete Laplace distribution.
 *
 * @param scale - t = numerator / denominator, positive; the standard deviation is close to √2·t
 * @param words - where randomness comes from; share one pool among the samplers of an operation
 *
 * Source: Canonne, Kamath, Steinke (2020), algorithm 2.
 *
 * @example
 * ```ts
 * import { systemRandom } from "@veilkit/core";
 * import { createDiscreteLaplace, createRandomWords } from "@veilkit/kernels";
 * const noise = createDiscreteLaplace({ numerator: 3n, denominator: 2n }, createRandomWords(systemRandom));
 * 1000n + noise.draw();
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` unless both parts of the scale are positive
 */
export function createDiscreteLaplace(scale: NoiseScale, words: RandomWords): IntegerSampler {
	const { numerator, denominator } = scale;
	if (numerator <= 0n) throw invalidArgument("createDiscreteLaplace(scale.numerator)", "a positive integer");
	if (denominator <= 0n) throw invalidArgument("createDiscreteLaplace(scale.denominator)", "a positive integer");
	const divisor = greatestCommonDivisor(numerator, denominator);
	const t = numerator / divisor;
	const s = denominator / divisor;
	return t <= SAFE && s <= SAFE ? numberSampler(Number(t), Number(s), words) : bigSampler(t, s, words);
}
