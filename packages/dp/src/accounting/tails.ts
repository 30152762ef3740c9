/**
 * Tails of the continuous Laplace and normal laws: half widths of intervals, quantiles, and the thresholds of private key selection.
 *
 * One release rule: released iff noisy value > threshold (or ≥: the laws are continuous). A unit that alone makes up a key's value of
 * `contribution` shows it with probability p = P(contribution + Z > T); over `maxGroups` keys δ = 1 − (1 − p)^maxGroups.
 * Source: Wilson et al. (2020) §3; Google, "Delta for thresholding". Half widths and thresholds are never too small, δ never too low.
 */
import { checkNumber } from "@veilkit/core";
import { exp, expm1, log, log1p, RELATIVE_ERROR, raise } from "../numeric/elementary.ts";
import { NORMAL_ERROR, normalQuantile, normalTail, normalTailQuantile } from "../numeric/normal.ts";
import { count, openProbability, positive, probability, read } from "./arguments.ts";

const SLACK = 16 * NORMAL_ERROR;

/** A law of noise with its scale: standard deviation σ of the normal, scale b of Laplace (standard deviation b·√2). */
export type ContinuousNoise = { readonly law: "laplace"; readonly scale: number } | { readonly law: "gaussian"; readonly sigma: number };

function sizeOf(noise: ContinuousNoise, path: string): number {
	if (noise.law === "laplace") return read(noise, path, { law: () => "laplace" as const, scale: positive }).scale;
	return read(noise, path, { law: () => "gaussian" as const, sigma: positive }).sigma;
}

/** The z with P(Z > z) = p for Laplace of scale 1, from p and from ln(1 − p). */
function laplaceTailQuantile(logTail: number, logRest: number): number {
	return logTail <= logRest ? -(logTail + Math.LN2) : logRest + Math.LN2;
}

function tail(noise: ContinuousNoise, z: number): number {
	if (noise.law === "gaussian") return normalTail(z);
	return z >= 0 ? exp(-z) / 2 : 1 - exp(z) / 2;
}

/**
 * The half width of a 1 − alpha interval around a noisy value: the w with P(|Z| > w) = alpha, rounded up.
 *
 * @param options.alpha - the allowed probability of a miss, 0 < alpha < 1
 *
 * @example
 * ```ts
 * import { noiseHalfWidth } from "@veilkit/dp/accounting";
 * noiseHalfWidth({ law: "gaussian", sigma: 1 }, { alpha: 0.05 }); // 1.9599…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function noiseHalfWidth(noise: ContinuousNoise, options: { readonly alpha: number }): number {
	const size = sizeOf(noise, "noiseHalfWidth(noise)");
	const { alpha } = read(options, "noiseHalfWidth(options)", { alpha: openProbability });
	return raise(size * (noise.law === "laplace" ? -log(alpha) : normalTailQuantile(log(alpha) - Math.LN2)), SLACK);
}

/**
 * The x with P(Z ≤ x) = p, to 13 digits.
 *
 * @param options.p - 0 < p < 1
 *
 * @example
 * ```ts
 * import { noiseQuantile } from "@veilkit/dp/accounting";
 * noiseQuantile({ law: "laplace", scale: 4 }, { p: 0.9 }); // 6.4377…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function noiseQuantile(noise: ContinuousNoise, options: { readonly p: number }): number {
	const size = sizeOf(noise, "noiseQuantile(noise)");
	const { p } = read(options, "noiseQuantile(options)", { p: openProbability });
	return size * (noise.law === "laplace" ? laplaceTailQuantile(log1p(-p), log(p)) : normalQuantile(p));
}

/**
 * The threshold that keeps the probability of showing a key of one unit at δ, rounded up: `Infinity` for δ = 0.
 *
 * @param options.delta - δ of the threshold alone, 0 ≤ δ ≤ 1; the noise spends its own on top
 * @param options.contribution - the most one unit adds to a key
 * @param options.maxGroups - the most keys one unit reaches, ≥ 1
 *
 * @example
 * ```ts
 * import { noiseThreshold } from "@veilkit/dp/accounting";
 * noiseThreshold({ law: "laplace", scale: 2 }, { delta: 0.02, contribution: 1, maxGroups: 1 }); // 7.4377…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function noiseThreshold(
	noise: ContinuousNoise,
	options: { readonly delta: number; readonly contribution: number; readonly maxGroups: number },
): number {
	const size = sizeOf(noise, "noiseThreshold(noise)");
	const checks = { delta: probability, contribution: positive, maxGroups: count };
	const { delta, contribution, maxGroups } = read(options, "noiseThreshold(options)", checks);
	const logRest = log1p(-delta) / maxGroups;
	const logTail = log(-expm1(logRest));
	const z = noise.law === "laplace" ? laplaceTailQuantile(logTail, logRest) : normalTailQuantile(logTail);
	return Number.isFinite(z) ? raise(contribution + raise(size * z, SLACK), 2 ** -52) : z;
}

/**
 * δ of releasing keys above a threshold, rounded up.
 *
 * @param options.threshold - T: a key is shown iff its noisy value is greater
 *
 * @example
 * ```ts
 * import { noiseThresholdDelta } from "@veilkit/dp/accounting";
 * noiseThresholdDelta({ law: "laplace", scale: 1 }, { threshold: 10, contribution: 1, maxGroups: 1 }); // 0.0000617…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function noiseThresholdDelta(
	noise: ContinuousNoise,
	options: { readonly threshold: number; readonly contribution: number; readonly maxGroups: number },
): number {
	const size = sizeOf(noise, "noiseThresholdDelta(noise)");
	const checks = { threshold: checkNumber, contribution: positive, maxGroups: count };
	const { threshold, contribution, maxGroups } = read(options, "noiseThresholdDelta(options)", checks);
	const z = (threshold - contribution) / size;
	const shown = Math.min(1, raise(tail(noise, z), SLACK + (z < 0 ? -z : z) * (1 + (z < 0 ? -z : z)) * RELATIVE_ERROR));
	return Math.min(1, raise(-expm1(maxGroups * log1p(-shown)), SLACK));
}
