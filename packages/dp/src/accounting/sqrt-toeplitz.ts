/**
 * The square-root factorisation of running sums: the matrix of prefix sums is C·C with C lower triangular Toeplitz, c_k = C(2k, k)/4^k.
 *
 * Noise is added to C·x and multiplied by C: its error grows with ln n where independent noise grows with √n. Source: Fichtenberger,
 * Henzinger, Upadhyay (2023), "Constant matters: fine-grained error bound on differentially private continual observation".
 */
import { RELATIVE_ERROR, raise, sqrt } from "../numeric/elementary.ts";
import { count, read } from "./arguments.ts";

/** The factorisation for n steps. */
export interface SqrtToeplitz {
	/** c₀ … c_(n−1), the first column of C. */
	readonly coefficients: Float64Array<ArrayBuffer>;
	/** L2 sensitivity of C·x to one unit that takes part once, rounded up. */
	readonly sensitivity: number;
	/** Standard deviation of the worst running sum, for noise of standard deviation 1 at sensitivity 1; rounded up. */
	readonly maxError: number;
}

/**
 * The square-root factorisation for n steps.
 *
 * @param options.steps - n ≥ 1
 *
 * @example
 * ```ts
 * import { sqrtToeplitz } from "@veilkit/dp/accounting";
 * sqrtToeplitz({ steps: 2 }).maxError; // 1.25
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function sqrtToeplitz(options: { readonly steps: number }): SqrtToeplitz {
	const { steps } = read(options, "sqrtToeplitz(options)", { steps: count });
	const coefficients = new Float64Array(steps);
	let [coefficient, squares] = [1, 0];
	for (let k = 0; k < steps; k++) {
		coefficients[k] = coefficient;
		squares += coefficient * coefficient;
		coefficient *= (2 * k + 1) / (2 * k + 2);
	}
	const slack = RELATIVE_ERROR + 4 * steps * 2 ** -53;
	return { coefficients, sensitivity: raise(sqrt(squares), slack), maxError: raise(squares, slack) };
}
