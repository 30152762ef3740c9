/**
 * Gaussian differential privacy: a mechanism is μ-GDP if telling two neighbours apart is at least as hard as telling N(0,1) from N(μ,1).
 *
 * Source: Dong, Roth, Su (2019): composition (Corollary 3.3), conversion (Corollary 2.13), trade-off (Definition 2.6). Only exact statements:
 * the central-limit approximation of other mechanisms by GDP may under-report and is not offered.
 */
import { checkArray } from "@veilkit/core";
import { log, RELATIVE_ERROR, raise, sqrt } from "../numeric/elementary.ts";
import { NORMAL_ERROR, normalTail, normalTailQuantile } from "../numeric/normal.ts";
import { extent, openProbability, read } from "./arguments.ts";
import { deltaOfMu, epsilonOfMu } from "./gaussian.ts";

/**
 * μ of the composition of Gaussian-private mechanisms: √(Σ μ²), rounded up.
 *
 * @example
 * ```ts
 * import { composeGdp } from "@veilkit/dp/accounting";
 * composeGdp([0.3, 0.4]); // 0.5
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function composeGdp(mus: readonly number[]): number {
	let squares = 0;
	checkArray(mus, "composeGdp(mus)").forEach((value, index) => {
		const mu = extent(value, `composeGdp(mus)[${index}]`);
		squares += mu * mu;
	});
	return squares === 0 ? 0 : raise(sqrt(squares), RELATIVE_ERROR + mus.length * 2 ** -53);
}

/**
 * δ at ε of a μ-GDP mechanism, never below the true value.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 * @example
 * ```ts
 * import { gdpDelta } from "@veilkit/dp/accounting";
 * gdpDelta({ mu: 1, epsilon: 1 }); // 0.1269…
 * ```
 */
export function gdpDelta(options: { readonly mu: number; readonly epsilon: number }): number {
	const { mu, epsilon } = read(options, "gdpDelta(options)", { mu: extent, epsilon: extent });
	return deltaOfMu(mu, epsilon);
}

/**
 * ε at δ of a μ-GDP mechanism, never below the true value.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 * @example
 * ```ts
 * import { gdpEpsilon } from "@veilkit/dp/accounting";
 * gdpEpsilon({ mu: 1, delta: 1e-5 }); // 4.377…
 * ```
 */
export function gdpEpsilon(options: { readonly mu: number; readonly delta: number }): number {
	const { mu, delta } = read(options, "gdpEpsilon(options)", { mu: extent, delta: openProbability });
	return epsilonOfMu(mu, delta);
}

/**
 * The greatest true positive rate of an attacker who may be wrong with probability `falsePositiveRate` about a unit that is absent.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 * @example
 * ```ts
 * import { gdpTruePositiveRate } from "@veilkit/dp/accounting";
 * gdpTruePositiveRate({ mu: 1, falsePositiveRate: 0.1 }); // 0.389…
 * ```
 */
export function gdpTruePositiveRate(options: { readonly mu: number; readonly falsePositiveRate: number }): number {
	const { mu, falsePositiveRate } = read(options, "gdpTruePositiveRate(options)", { mu: extent, falsePositiveRate: openProbability });
	return Math.min(1, raise(normalTail(normalTailQuantile(log(falsePositiveRate)) - mu), NORMAL_ERROR * 16));
}
