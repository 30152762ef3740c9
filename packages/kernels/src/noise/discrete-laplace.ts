/**
 * Exact samples of the discrete Laplace distribution with any rational scale t: P(Z = z) = tanh(1/2t) · e^(−|z|/t) on the integers.
 *
 * Source: Canonne, Kamath, Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithms 1 and 2. Only integers are
 * compared and counted, so the law is the stated one with no error at all, given uniform integers. Proof: docs/proofs/discrete-laplace.md.
 *
 * Parameters below 2^53 run on Numbers whose every intermediate is an integer below 2^53; others run on BigInt. Both follow the same steps
 * and make the same draws. Their number, and so the time, depends on its outcome: draw in batches, never expose the time of one.
 */
import { invalidArgument } from "@veilkit/core";
import type { UniformIntegers } from "./uniform-integers.ts";

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
function bernoulliExp(uniform: UniformIntegers, p: number, q: number): boolean {
	let k = 1;
	while (uniform.chance(1, k) && uniform.chance(p, q)) k++;
	return k % 2 === 1;
}

function bernoulliExpBig(uniform: UniformIntegers, p: bigint, q: bigint): boolean {
	let k = 1;
	while (uniform.chance(1, k) && uniform.chanceBig(p, q)) k++;
	return k % 2 === 1;
}

/** The number of successes of probability 1/e before the first failure. */
function wholeScales(uniform: UniformIntegers): number {
	let count = 0;
	while (bernoulliExp(uniform, 1, 1)) count++;
	return count;
}

/** Scale t/s with both parts below 2^53. */
function numberSampler(t: number, s: number, uniform: UniformIntegers): IntegerSampler {
	return {
		draw() {
			for (;;) {
				const u = uniform.below(t);
				if (!bernoulliExp(uniform, u, t)) continue;
				const v = wholeScales(uniform);
				// u + tv may pass 2^53 with negligible but positive probability; then, and only then, it is divided as BigInt.
				const fits = v <= (Number.MAX_SAFE_INTEGER - u) / t - 1;
				const x = u + t * v;
				const magnitude = fits ? BigInt((x - (x % s)) / s) : (BigInt(u) + BigInt(t) * BigInt(v)) / BigInt(s);
				const negative = uniform.chance(1, 2);
				if (negative && magnitude === 0n) continue;
				return negative ? -magnitude : magnitude;
			}
		},
	};
}

function bigSampler(t: bigint, s: bigint, uniform: UniformIntegers): IntegerSampler {
	return {
		draw() {
			for (;;) {
				const u = uniform.belowBig(t);
				if (!bernoulliExpBig(uniform, u, t)) continue;
				const magnitude = (u + t * BigInt(wholeScales(uniform))) / s;
				const negative = uniform.chance(1, 2);
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
 * @param uniform - where randomness comes from; share one among the samplers of an operation
 *
 * Source: Canonne, Kamath, Steinke (2020), algorithm 2.
 *
 * @example
 * ```ts
 * import { systemRandom } from "@veilkit/core";
 * import { createDiscreteLaplace, createUniformIntegers } from "@veilkit/kernels";
 * const noise = createDiscreteLaplace({ numerator: 3n, denominator: 2n }, createUniformIntegers(systemRandom));
 * 1000n + noise.draw();
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` unless both parts of the scale are positive
 */
export function createDiscreteLaplace(scale: NoiseScale, uniform: UniformIntegers): IntegerSampler {
	const { numerator, denominator } = scale;
	if (numerator <= 0n) throw invalidArgument("createDiscreteLaplace(scale.numerator)", "a positive integer");
	if (denominator <= 0n) throw invalidArgument("createDiscreteLaplace(scale.denominator)", "a positive integer");
	const divisor = greatestCommonDivisor(numerator, denominator);
	const t = numerator / divisor;
	const s = denominator / divisor;
	return t <= SAFE && s <= SAFE ? numberSampler(Number(t), Number(s), uniform) : bigSampler(t, s, uniform);
}
