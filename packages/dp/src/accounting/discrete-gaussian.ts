/**
 * The discrete Gaussian law N_ℤ(0, σ²): P(x) ∝ exp(−x²/2σ²) on the integers, by summation of positive terms; 12 digits.
 *
 * Source: Canonne, Kamath, Steinke (2020), Definition 1 and Theorem 7: adding it to an integer query of sensitivity Δ has
 * δ(ε) = Σ P(x)·(1 − e^(ε − loss(x))) over the x with loss(x) = (2xΔ + Δ²)/(2σ²) > ε, as released value x + Δ against x.
 */
import { checkNumber } from "@veilkit/core";
import { exp, expm1, raise, sqrt } from "../numeric/elementary.ts";
import { count, extent, read } from "./arguments.ts";

/** What is known about one discrete Gaussian law. */
export interface DiscreteGaussianLaw {
	/** Σ exp(−x²/2σ²). */
	readonly normalizer: number;
	/** At most σ². */
	readonly variance: number;
	/** P(x). */
	mass(x: number): number;
}

/** Beyond this many σ the terms are below 2^−80 of the largest. */
const REACH = 11;

/** Sums are formed up to σ = 10^5: some million terms. */
const variance = (value: unknown, path: string): number => checkNumber(value, path, { min: 1e-300, max: 1e10 });

/**
 * The discrete Gaussian law of parameter σ², up to 10^10.
 *
 * @example
 * ```ts
 * import { discreteGaussianLaw } from "@veilkit/dp/accounting";
 * discreteGaussianLaw({ sigma2: 0.25 }).variance; // 0.2150…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function discreteGaussianLaw(options: { readonly sigma2: number }): DiscreteGaussianLaw {
	const { sigma2 } = read(options, "discreteGaussianLaw(options)", { sigma2: variance });
	let [normalizer, squares] = [0, 0];
	for (let x = Math.ceil(REACH * sqrt(1 + sigma2)); x >= 1; x--) {
		const weight = 2 * exp((-x * x) / (2 * sigma2));
		normalizer += weight;
		squares += weight * x * x;
	}
	normalizer += 1;
	return { normalizer, variance: squares / normalizer, mass: (x) => exp((-x * x) / (2 * sigma2)) / normalizer };
}

/**
 * δ at ε of adding discrete Gaussian noise to an integer query, rounded up.
 *
 * @param options.sigma2 - σ², up to 10^10
 * @param options.sensitivity - largest change, an integer ≥ 1
 * @param options.epsilon - ε ≥ 0
 *
 * @example
 * ```ts
 * import { discreteGaussianDelta } from "@veilkit/dp/accounting";
 * discreteGaussianDelta({ sigma2: 1, sensitivity: 1, epsilon: 1 }); // 0.1413…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function discreteGaussianDelta(options: {
	readonly sigma2: number;
	readonly sensitivity: number;
	readonly epsilon: number;
}): number {
	const { sigma2, sensitivity, epsilon } = read(options, "discreteGaussianDelta(options)", {
		sigma2: variance,
		sensitivity: count,
		epsilon: extent,
	});
	if (epsilon === Number.POSITIVE_INFINITY) return 0;
	const law = discreteGaussianLaw({ sigma2 });
	const lossOf = (x: number): number => (sensitivity * (2 * x + sensitivity)) / (2 * sigma2);
	let delta = 0;
	for (let x = Math.ceil((epsilon * sigma2) / sensitivity - sensitivity / 2); ; x++) {
		const loss = lossOf(x);
		if (loss <= epsilon) continue;
		const mass = law.mass(x);
		delta -= mass * expm1(epsilon - loss);
		if (x > 0 && mass <= delta * 2 ** -60) break;
	}
	return Math.min(1, raise(delta, 2 ** -40));
}
