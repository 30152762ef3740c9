/**
 * The normal law on doubles: upper tail, density, Mills ratio and quantile.
 *
 * R(x) = (1 − Φ(x))/φ(x) is smooth and never cancels. On x ≥ 0, (x + 1)·R(x) is a polynomial of degree 25 in (x − 5)/(x + 5): the truncated
 * Chebyshev expansion (method of Shepherd and Laframboise, 1981), computed with 60 digits; what it leaves out is below 2^−56.
 * The bound {@link NORMAL_ERROR} is tested against the BigInt enclosures. erfc(x) = 2(1 − Φ(x√2)).
 */
import { exp, log, log1p, sqrt } from "./elementary.ts";

/** Bound of the relative error of the functions in this file, where the result is a normal double. */
export const NORMAL_ERROR: number = 2 ** -48;

const ONE_OVER_SQRT_TWO_PI = 0.3989422804014327;
const LN_SQRT_TWO_PI = 0.9189385332046728;

const MILLS = Float64Array.of(
	1.1568486282918946,
	-0.2294875382521129,
	0.07778159886873554,
	0.025072179301611947,
	-0.0661776007789934,
	0.061505045841013566,
	-0.038026592187762366,
	0.0163482312692141,
	-0.004201290310663574,
	1.953073289303005e-5,
	0.00045704381820007954,
	-0.0001343747460125513,
	-2.48054584472145e-5,
	2.271112294988288e-5,
	-1.7723438185601556e-7,
	-3.280567012895583e-6,
	3.2197131609042185e-7,
	4.968188503341836e-7,
	-6.738323465177047e-8,
	-8.232321223515427e-8,
	1.0082895646260188e-8,
	1.4010248782442869e-8,
	-1.0846925288860795e-9,
	-2.039456977423449e-9,
	6.288377855498677e-11,
	1.7327578943235103e-10,
);

/** The Mills ratio (1 − Φ(x))/φ(x), x ≥ 0. */
export function millsRatio(x: number): number {
	const t = (x - 5) / (x + 5);
	let sum = 0;
	for (let index = 25; index >= 0; index--) sum = sum * t + (MILLS[index] as number);
	return sum / (x + 1);
}

/** The density φ(x). The square is split, so that its rounding is not magnified by the exponential. */
export function normalDensity(x: number): number {
	const size = x < 0 ? -x : x;
	if (size > 40) return 0;
	const coarse = Math.round(size * 1024) / 1024;
	const rest = size - coarse;
	return ONE_OVER_SQRT_TWO_PI * exp(-coarse * coarse * 0.5) * exp(-rest * (coarse + 0.5 * rest));
}

/** P(N > x) for a standard normal N. */
export function normalTail(x: number): number {
	if (x >= 0) return x > 40 ? 0 : normalDensity(x) * millsRatio(x);
	return 1 - normalTail(-x);
}

/** ln P(N > x); finite far beyond the reach of the tail itself. Absolute error below 2^−48·(1 + x²). */
function logNormalTail(x: number): number {
	if (x < 0) return log1p(-normalTail(-x));
	return -0.5 * x * x - LN_SQRT_TWO_PI + log(millsRatio(x));
}

/** The x with ln P(N > x) = logTail < 0. */
export function normalTailQuantile(logTail: number): number {
	if (logTail > -Math.LN2) {
		const tail = -exp(logTail) + 1;
		return tail <= 0 ? Number.NEGATIVE_INFINITY : -normalTailQuantile(log(tail));
	}
	// ln of the tail is concave and its slope is −1/R(x), so Newton's steps from above the root stay there.
	let x = sqrt(-2 * logTail);
	for (let step = 0; step < 60; step++) {
		const next = x + (logNormalTail(x) - logTail) * millsRatio(x < 0 ? 0 : x);
		if (next >= x) break;
		x = next;
	}
	return x;
}

/** The x with P(N ≤ x) = p, 0 < p < 1. */
export function normalQuantile(p: number): number {
	return p < 0.5 ? -normalTailQuantile(log(p)) : normalTailQuantile(log1p(-p));
}
