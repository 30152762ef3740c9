/**
 * Zero-concentrated differential privacy: a mechanism is ρ-zCDP if its Rényi divergence of every order α > 1 is at most ρ·α.
 *
 * Sources: Bun, Steinke (2016), Propositions 1.4 and 1.6; conversion: Canonne, Kamath, Steinke (2020), Proposition 12 with
 * δ = min over α of exp((α − 1)(αρ − ε))·(1 − 1/α)^α/(α − 1). Setting the derivative to zero gives, with a = α − 1,
 * ε = (2a + 1)ρ − ln(1 + 1/a) and ln(1/δ) = a²ρ + ln(1 + a): one monotone equation. Every α gives a valid bound, so an inexact a costs
 * tightness, not truth. Bounded range: Cesar, Rogers (2021), Lemma 3.2.
 */

import { checkOptions } from "@veilkit/core";
import { toNumberUp } from "../numeric/double.ts";
import { exp, log, log1p, lower, raise, sqrt } from "../numeric/elementary.ts";
import { divide, multiply, type Rational, rational } from "../numeric/rational.ts";
import { type ExactNumber, readNonNegative } from "../numeric/text.ts";
import { extent, openProbability, positive, read } from "./arguments.ts";

const SLACK = 2 ** -44;

/** The root of an increasing function on a > 0 by bisection of its logarithm. */
function increasingRoot(above: (a: number) => boolean): number {
	let [low, high] = [-700, 700];
	for (let step = 0; step < 60; step++) {
		const middle = (low + high) / 2;
		if (above(exp(middle))) high = middle;
		else low = middle;
	}
	return exp(high);
}

/** ε of ρ and δ at order 1 + a. */
function epsilonAt(rho: number, logDelta: number, a: number): number {
	const size = (1 + a) * rho - (logDelta + log1p(a)) / a - log1p(1 / a);
	return raise(size, SLACK * (1 + 1 / a)) + SLACK * log1p(1 / a);
}

/** The a = α − 1 with a²ρ + ln(1 + a) = ln(1/δ), by Newton from above: the left side is increasing, and started at √(ln(1/δ)/ρ). */
function bestOrder(rho: number, logDelta: number): number {
	let a = Math.min(sqrt(-logDelta / rho), exp(Math.min(-logDelta, 700)));
	for (let step = 0; step < 60; step++) {
		const next = a - (a * a * rho + log1p(a) + logDelta) / (2 * a * rho + 1 / (1 + a));
		if (!(next > 0)) a /= 4;
		else if (next > a * (1 - 2 ** -40) && next < a * (1 + 2 ** -40)) break;
		else a = next;
	}
	return a;
}

/** The least ε with which ρ-zCDP implies (ε, δ)-DP by the conversion above, never below it. */
export function epsilonOfRho(rho: number, delta: number): number {
	if (rho === 0 || rho === Number.POSITIVE_INFINITY) return rho;
	const logDelta = log(delta);
	return Math.max(0, epsilonAt(rho, logDelta, bestOrder(rho, logDelta)));
}

/**
 * The least ε with which ρ-zCDP implies (ε, δ)-DP, rounded up.
 *
 * @param options.rho - ρ ≥ 0
 * @param options.delta - 0 < δ < 1
 *
 * @example
 * ```ts
 * import { zcdpEpsilon } from "@veilkit/dp/accounting";
 * zcdpEpsilon({ rho: 1 / 32, delta: 1e-3 }); // 0.688…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function zcdpEpsilon(options: { readonly rho: number; readonly delta: number }): number {
	const { rho, delta } = read(options, "zcdpEpsilon(options)", { rho: extent, delta: openProbability });
	return epsilonOfRho(rho, delta);
}

/**
 * The least δ with which ρ-zCDP implies (ε, δ)-DP, rounded up.
 *
 * @param options.rho - ρ ≥ 0
 * @param options.epsilon - ε ≥ 0
 *
 * @example
 * ```ts
 * import { zcdpDelta } from "@veilkit/dp/accounting";
 * zcdpDelta({ rho: 0.5, epsilon: 0 }); // 0.5588…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function zcdpDelta(options: { readonly rho: number; readonly epsilon: number }): number {
	const { rho, epsilon } = read(options, "zcdpDelta(options)", { rho: extent, epsilon: extent });
	if (rho === 0 || epsilon === Number.POSITIVE_INFINITY) return 0;
	const a = increasingRoot((candidate) => (2 * candidate + 1) * rho - log1p(1 / candidate) > epsilon);
	const parts = [a * (1 + a) * rho, -a * epsilon, -(1 + a) * log1p(1 / a), -log(a)] as const;
	const size = parts.reduce((sum, part) => sum + (part < 0 ? -part : part), 1);
	return Math.min(1, exp(parts[0] + parts[1] + parts[2] + parts[3] + size * 2 ** -48));
}

/**
 * The greatest ρ with which ρ-zCDP implies (ε, δ)-DP, rounded down.
 *
 * @param options.epsilon - ε > 0
 * @param options.delta - 0 < δ < 1
 *
 * @example
 * ```ts
 * import { zcdpRho } from "@veilkit/dp/accounting";
 * zcdpRho({ epsilon: 1, delta: 1e-6 }); // 0.0178…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function zcdpRho(options: { readonly epsilon: number; readonly delta: number }): number {
	const { epsilon, delta } = read(options, "zcdpRho(options)", { epsilon: positive, delta: openProbability });
	const logDelta = log(delta);
	const rhoAt = (a: number): number => -(logDelta + log1p(a)) / (a * a);
	let rho = rhoAt(increasingRoot((a) => (2 * a + 1) * rhoAt(a) - log1p(1 / a) < epsilon));
	for (let slack = SLACK; epsilonOfRho(rho, delta) > epsilon; slack *= 2) rho = lower(rho, slack);
	return rho;
}

const halfSquare = (value: Rational, divisor: bigint): number => toNumberUp(divide(multiply(value, value), rational(divisor)));

/**
 * ρ of a mechanism that is ε-differentially private: ε²/2, rounded up.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 * @example
 * ```ts
 * import { zcdpOfPure } from "@veilkit/dp/accounting";
 * zcdpOfPure("0.5"); // 0.125
 * ```
 */
export function zcdpOfPure(epsilon: ExactNumber): number {
	return halfSquare(readNonNegative(epsilon, "zcdpOfPure(epsilon)"), 2n);
}

/**
 * ρ of a mechanism of bounded range ε (exponential mechanism, report noisy max with Gumbel noise; **not** permute-and-flip): ε²/8, rounded up.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 * @example
 * ```ts
 * import { zcdpOfBoundedRange } from "@veilkit/dp/accounting";
 * zcdpOfBoundedRange("0.5"); // 0.03125
 * ```
 */
export function zcdpOfBoundedRange(epsilon: ExactNumber): number {
	return halfSquare(readNonNegative(epsilon, "zcdpOfBoundedRange(epsilon)"), 8n);
}

/**
 * ρ of Gaussian or discrete Gaussian noise: sensitivity²/(2σ²), rounded up; infinite where a query can change and nothing is added.
 *
 * @param options.sigma - ≥ 0
 * @param options.l2Sensitivity - ≥ 0
 *
 * @example
 * ```ts
 * import { gaussianRho } from "@veilkit/dp/accounting";
 * gaussianRho({ sigma: 1, l2Sensitivity: 3 }); // 4.5
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function gaussianRho(options: { readonly sigma: ExactNumber; readonly l2Sensitivity: ExactNumber }): number {
	checkOptions(options, "gaussianRho(options)", ["sigma", "l2Sensitivity"]);
	const sigma = readNonNegative(options.sigma, "gaussianRho(options.sigma)");
	const sensitivity = readNonNegative(options.l2Sensitivity, "gaussianRho(options.l2Sensitivity)");
	if (sensitivity.numerator === 0n) return 0;
	return sigma.numerator === 0n ? Number.POSITIVE_INFINITY : halfSquare(divide(sensitivity, sigma), 2n);
}
