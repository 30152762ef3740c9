/**
 * Optimal private key selection: the greatest probability of showing a key that n units have, under (ε, δ).
 *
 * π(0) = 0 and π(n) = min(e^ε·π(n − 1) + δ, 1 − e^−ε·(1 − π(n − 1) − δ), 1), in closed form: the first rule up to n₁, the second up to n₂,
 * then certainty. Source: Desfontaines, Voss, Gipson, Mandayam (2022), "Differentially private partition selection", Theorem 1.
 */
import { checkInteger } from "@veilkit/core";
import { exp, expm1, log, log1p } from "../numeric/elementary.ts";
import { count, openProbability, positive, read } from "./arguments.ts";

/** Where the optimal selection changes its rule. */
export interface SelectionCrossovers {
	/** The last n of the first rule. */
	readonly first: number;
	/** The last n of the second rule: beyond it a key is always shown. */
	readonly second: number;
}

const firstCrossover = (epsilon: number, delta: number): number => {
	const x = -expm1(-epsilon);
	return 1 + Math.floor(log1p((x * (1 - delta)) / (delta * (2 - x))) / epsilon);
};

const byFirstRule = (epsilon: number, delta: number, n: number): number =>
	n === 0 ? 0 : delta * exp((n - 1) * epsilon) * (expm1(-n * epsilon) / expm1(-epsilon));

/**
 * Where the optimal key selection changes its rule.
 *
 * @param options.epsilon - ε > 0 for one key
 * @param options.delta - 0 < δ < 1 for one key
 *
 * @example
 * ```ts
 * import { selectionCrossovers } from "@veilkit/dp/accounting";
 * selectionCrossovers({ epsilon: 0.5, delta: 0.02 }); // { first: 6, second: 11 }
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function selectionCrossovers(options: { readonly epsilon: number; readonly delta: number }): SelectionCrossovers {
	const { epsilon, delta } = read(options, "selectionCrossovers(options)", { epsilon: positive, delta: openProbability });
	const first = firstCrossover(epsilon, delta);
	const rest = (1 - byFirstRule(epsilon, delta, first)) / delta;
	const logRatio = epsilon < 1 ? log1p(expm1(epsilon) * rest) : epsilon + log(exp(-epsilon) - expm1(-epsilon) * rest);
	return { first, second: first + Math.floor(logRatio / epsilon) };
}

/**
 * The probability with which optimal key selection shows a key that `units` privacy units have, to 12 digits.
 *
 * @param options.epsilon - ε > 0 of the whole selection
 * @param options.delta - 0 < δ < 1 of the whole selection
 * @param options.maxGroups - the most keys one unit reaches; each key gets (ε, δ)/maxGroups
 * @param options.units - ≥ 0
 *
 * @example
 * ```ts
 * import { selectionProbability } from "@veilkit/dp/accounting";
 * selectionProbability({ epsilon: 0.5, delta: 0.02, maxGroups: 1, units: 6 }); // 0.5884…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function selectionProbability(options: {
	readonly epsilon: number;
	readonly delta: number;
	readonly maxGroups: number;
	readonly units: number;
}): number {
	const units = (value: unknown, path: string): number => checkInteger(value, path, { min: 0 });
	const given = read(options, "selectionProbability(options)", { epsilon: positive, delta: openProbability, maxGroups: count, units });
	const [epsilon, delta] = [given.epsilon / given.maxGroups, given.delta / given.maxGroups];
	const first = firstCrossover(epsilon, delta);
	if (given.units <= first) return byFirstRule(epsilon, delta, given.units);
	const decay = (given.units - first) * epsilon;
	return Math.min(1, -expm1(-decay) * (1 + delta / expm1(epsilon)) + exp(-decay) * byFirstRule(epsilon, delta, first));
}
