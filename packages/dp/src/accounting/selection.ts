/**
 * Private selection by repetition: run an ε-DP mechanism a random number of times, release the best answer.
 *
 * Source: Papernot, Steinke (2022), "Hyperparameter tuning with Rényi differential privacy", Corollary 3: repetitions from a truncated
 * negative binomial law of shape η cost (2 + η)·ε, whatever their mean; η = 1 is the geometric law, η = 0 the logarithmic. Liu, Talwar (2019).
 */
import { checkNumber } from "@veilkit/core";
import { RELATIVE_ERROR, raise } from "../numeric/elementary.ts";
import { extent, read } from "./arguments.ts";

/**
 * ε of releasing the best of a random number of runs, rounded up.
 *
 * @param options.epsilon - ε ≥ 0 of one run
 * @param options.shape - η ≥ 0 of the negative binomial law
 *
 * @example
 * ```ts
 * import { repeatAndSelectEpsilon } from "@veilkit/dp/accounting";
 * repeatAndSelectEpsilon({ epsilon: 1, shape: 1 }); // 3
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function repeatAndSelectEpsilon(options: { readonly epsilon: number; readonly shape: number }): number {
	const shapeOf = (value: unknown, path: string): number => checkNumber(value, path, { min: 0 });
	const { epsilon, shape } = read(options, "repeatAndSelectEpsilon(options)", { epsilon: extent, shape: shapeOf });
	return epsilon === 0 ? 0 : raise((2 + shape) * epsilon, RELATIVE_ERROR);
}
