/**
 * Local privacy: what a randomised response costs, and how well frequencies can be estimated from it.
 *
 * Sources: Warner (1965); Wang, Blocki, Li, Jha (2017), "Locally differentially private protocols for frequency estimation", Table 1.
 */

import { checkInteger } from "@veilkit/core";
import { exp, expm1, log, RELATIVE_ERROR, raise } from "../numeric/elementary.ts";
import { positive, probability, read } from "./arguments.ts";

const categoriesOf = (value: unknown, path: string): number => checkInteger(value, path, { min: 2 });

/**
 * ε of k-ary randomised response, rounded up: |ln(p(k − 1)/(1 − p))|, infinite where the truth is always or never told.
 *
 * @param options.categories - k ≥ 2
 * @param options.truth - p: probability of the true answer in total; the others are equally likely
 *
 * @example
 * ```ts
 * import { randomizedResponseEpsilon } from "@veilkit/dp/accounting";
 * randomizedResponseEpsilon({ categories: 2, truth: 0.75 }); // 1.0986…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function randomizedResponseEpsilon(options: { readonly categories: number; readonly truth: number }): number {
	const checks = { categories: categoriesOf, truth: probability };
	const { categories, truth } = read(options, "randomizedResponseEpsilon(options)", checks);
	const loss = log((truth * (categories - 1)) / (1 - truth));
	return raise(loss < 0 ? -loss : loss, 2 * RELATIVE_ERROR);
}

/** n times the variance of a rare value's estimated frequency from n reports, by protocol. */
export interface FrequencyVariances {
	/** Generalised randomised response. */
	readonly grr: number;
	/** Optimised unary encoding; optimised local hashing has the same. */
	readonly oue: number;
	/** Symmetric unary encoding (basic RAPPOR). */
	readonly sue: number;
	/** The real-valued optimum of the number of hash values of optimised local hashing. */
	readonly olhHashValues: number;
}

/**
 * The variances of the frequency oracles, to choose one before anything is collected.
 *
 * @param options.epsilon - ε > 0
 * @param options.domain - number of values, ≥ 2
 *
 * @example
 * ```ts
 * import { frequencyVariances } from "@veilkit/dp/accounting";
 * frequencyVariances({ epsilon: 1, domain: 1024 }).oue; // 3.68…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function frequencyVariances(options: { readonly epsilon: number; readonly domain: number }): FrequencyVariances {
	const { epsilon, domain } = read(options, "frequencyVariances(options)", { epsilon: positive, domain: categoriesOf });
	const [odds, excess, half] = [exp(epsilon), expm1(epsilon), expm1(epsilon / 2)];
	return {
		grr: (domain - 2 + odds) / (excess * excess),
		oue: (4 * odds) / (excess * excess),
		sue: (half + 1) / (half * half),
		olhHashValues: odds + 1,
	};
}
