/**
 * Composition of k uses of one (ε, δ)-differentially private mechanism, and what sampling does to one use.
 *
 * - {@link optimalComposition}: the exact optimum over the grid (k − 2i)·ε, Kairouz, Oh, Viswanath (2015) Theorem 3.3, in log space, since
 *   (1 + e^ε)^k overflows. {@link optimalPerQuery} is its inverse.
 * - {@link advancedComposition}: the closed forms of Dwork, Rothblum, Vadhan (2010; Dwork–Roth Theorem 3.20) and KOV Theorem 3.4.
 * - {@link subsampledEpsilon}: Balle, Barthe, Gaboardi (2018) Theorem 8 (Poisson; without replacement under replace-one).
 */
import { exp, expm1, log, log1p, RELATIVE_ERROR, raise, sqrt } from "../numeric/elementary.ts";
import { count, extent, openProbability, positive, probability, read } from "./arguments.ts";

/** 1 − (1 − δ)^k·(1 − δᵢ), the δ at which k uses are (k − 2i)·ε-DP; rounded up. */
function deltaAtStep(epsilon: number, delta: number, k: number, i: number): number {
	const logNormalizer = k * (epsilon + log1p(exp(-epsilon)));
	let sum = 0;
	let logBinomial = 0;
	for (let l = 0; l < i; l++) {
		sum += exp(logBinomial + (k - l) * epsilon - logNormalizer) * -expm1(2 * (l - i) * epsilon);
		logBinomial += log(k - l) - log(l + 1);
	}
	// A logarithm of up to k·ln 2 with l roundings moves each term by less than this factor.
	const pure = Math.min(1, sum * (1 + k * (i + 4) * (1 + epsilon) * 2 ** -51));
	return -expm1(k * log1p(-delta)) + exp(k * log1p(-delta)) * pure;
}

function optimum(epsilon: number, delta: number, k: number, totalDelta: number): number {
	if (deltaAtStep(epsilon, delta, k, 0) > totalDelta) return Number.POSITIVE_INFINITY;
	let [low, high] = [0, Math.floor(k / 2) + 1];
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (deltaAtStep(epsilon, delta, k, middle) <= totalDelta) low = middle;
		else high = middle;
	}
	return (k - 2 * low) * epsilon;
}

/**
 * The least ε on the grid (k − 2i)·ε that k adaptive uses of an (ε, δ)-DP mechanism have at `totalDelta`; `Infinity` where none does.
 *
 * @param options.epsilon - ε > 0 of one use
 * @param options.delta - δ ≥ 0 of one use
 * @param options.k - uses, ≥ 1
 * @param options.totalDelta - δ of all of them, 0 ≤ δ < 1
 *
 * @example
 * ```ts
 * import { optimalComposition } from "@veilkit/dp/accounting";
 * optimalComposition({ epsilon: 1, delta: 0.001, k: 30, totalDelta: 0.1 }); // 20
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function optimalComposition(options: {
	readonly epsilon: number;
	readonly delta: number;
	readonly k: number;
	readonly totalDelta: number;
}): number {
	const checks = { epsilon: positive, delta: probability, k: count, totalDelta: probability };
	const { epsilon, delta, k, totalDelta } = read(options, "optimalComposition(options)", checks);
	return optimum(epsilon, delta, k, totalDelta);
}

/**
 * The greatest ε of one use so that k uses stay within (totalEpsilon, totalDelta), rounded down; `undefined` where δ alone is too much.
 *
 * @example
 * ```ts
 * import { optimalPerQuery } from "@veilkit/dp/accounting";
 * optimalPerQuery({ totalEpsilon: 30, totalDelta: 0, delta: 0, k: 30 }); // 1
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function optimalPerQuery(options: {
	readonly totalEpsilon: number;
	readonly totalDelta: number;
	readonly delta: number;
	readonly k: number;
}): number | undefined {
	const checks = { totalEpsilon: positive, totalDelta: probability, delta: probability, k: count };
	const { totalEpsilon, totalDelta, delta, k } = read(options, "optimalPerQuery(options)", checks);
	let [low, high] = [totalEpsilon / k, totalEpsilon];
	if (k * low > totalEpsilon) low *= 1 - RELATIVE_ERROR;
	if (optimum(low, delta, k, totalDelta) > totalEpsilon) return undefined;
	for (let step = 0; step < 60 && low < high; step++) {
		const middle = low + (high - low) / 2;
		if (optimum(middle, delta, k, totalDelta) <= totalEpsilon) low = middle;
		else high = middle;
	}
	return low;
}

/** The closed forms of {@link advancedComposition}. */
export interface AdvancedComposition {
	/** Dwork, Rothblum, Vadhan (2010). */
	readonly dworkRothblumVadhan: number;
	/** Kairouz, Oh, Viswanath (2015) Theorem 3.4; never above k·ε. */
	readonly kairouzOhViswanath: number;
}

/**
 * ε of k adaptive uses of an ε-DP mechanism at `deltaPrime`, by the two closed forms, rounded up.
 *
 * @param options.epsilon - ε > 0 of one use
 * @param options.k - uses, ≥ 1
 * @param options.deltaPrime - δ′ that the composition may fail with, 0 < δ′ < 1
 *
 * @example
 * ```ts
 * import { advancedComposition } from "@veilkit/dp/accounting";
 * advancedComposition({ epsilon: 0.01, k: 10_000, deltaPrime: 1e-5 }).kairouzOhViswanath; // 5.298…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function advancedComposition(options: {
	readonly epsilon: number;
	readonly k: number;
	readonly deltaPrime: number;
}): AdvancedComposition {
	const checks = { epsilon: positive, k: count, deltaPrime: openProbability };
	const { epsilon, k, deltaPrime } = read(options, "advancedComposition(options)", checks);
	const plain = epsilon * sqrt(-2 * k * log(deltaPrime));
	const drift = k * epsilon * -expm1(-epsilon) * (1 / (1 + exp(-epsilon)));
	const refined = epsilon * sqrt(2 * k * log(Math.E + (sqrt(k) * epsilon) / deltaPrime));
	return {
		dworkRothblumVadhan: raise(plain + k * epsilon * expm1(epsilon), 8 * RELATIVE_ERROR),
		kairouzOhViswanath: Math.min(raise(k * epsilon, RELATIVE_ERROR), raise(drift + Math.min(plain, refined), 8 * RELATIVE_ERROR)),
	};
}

/**
 * ε of an ε-DP mechanism run on a random sample that holds each unit with probability q: ln(1 + q(e^ε − 1)), rounded up. δ becomes q·δ.
 *
 * @param options.epsilon - ε ≥ 0
 * @param options.rate - q, 0 to 1: Poisson sampling under add/remove, or a fixed share without replacement under replace-one
 *
 * @example
 * ```ts
 * import { subsampledEpsilon } from "@veilkit/dp/accounting";
 * subsampledEpsilon({ epsilon: 2, rate: 0.1 }); // 0.494…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function subsampledEpsilon(options: { readonly epsilon: number; readonly rate: number }): number {
	const { epsilon, rate } = read(options, "subsampledEpsilon(options)", { epsilon: extent, rate: probability });
	if (rate === 0 || epsilon === 0) return 0;
	if (epsilon === Number.POSITIVE_INFINITY) return epsilon;
	return raise(epsilon < 700 ? log1p(rate * expm1(epsilon)) : epsilon + log(rate + (1 - rate) * exp(-epsilon)), 4 * RELATIVE_ERROR);
}
