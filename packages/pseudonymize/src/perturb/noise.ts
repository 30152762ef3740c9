/**
 * Additive noise: each number is rounded to a grid and moved by a whole number of its steps from the two-sided geometric distribution.
 *
 * Brand, Microdata Protection through Noise Addition (2002), with integer noise drawn by the exact sampler of `@veilkit/kernels` (Canonne,
 * Kamath, Steinke 2020) in place of a floating-point normal. Noise of mean 0 is independent between rows: means stay unbiased, and the variance
 * grows by 2·(scale·step)² and a little rounding. Leaks the neighbourhood of every number: outliers stay outliers. This masks a column for release beside
 * others; a differentially private statement about it is the business of `@veilkit/dp`.
 */
import { type Batch, checkInteger, checkNumber, checkOptions, invalidArgument, type RandomOptions, systemRandom } from "@veilkit/core";
import { createDiscreteLaplace, createUniformIntegers } from "@veilkit/kernels";
import { checkNames, numbersOf, withColumns } from "./column.ts";

/** Options of {@link addNoise}. */
export interface AddNoiseOptions extends RandomOptions {
	/** The grid to which numbers are rounded, above 0. */
	readonly step: number;
	/** The scale of the noise in steps, a whole number from 1: about its mean absolute size. */
	readonly scale: number;
}

/**
 * Adds independent noise to every number of some columns.
 *
 * @param batch - the table, or any part of it
 * @param columns - numeric columns without missing values
 * @param options - `step`: the grid, in the units of the column; `scale`: the size of the noise, in steps
 *
 * @example
 * ```ts
 * import { createBatch } from "@veilkit/core";
 * import { addNoise } from "@veilkit/pseudonymize/perturb";
 * addNoise(createBatch({ income: [30_100, 41_250] }), ["income"], { step: 100, scale: 20 });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_PSEUDONYMIZE_COLUMN_MISSING`, `ERR_PSEUDONYMIZE_VALUE`
 */
export function addNoise(batch: Batch, columns: readonly string[], options: AddNoiseOptions): Batch {
	checkOptions(options, "addNoise(options)", ["step", "scale", "random"]);
	const step = checkNumber(options.step, "addNoise(options.step)");
	if (step <= 0) throw invalidArgument("addNoise(options.step)", "a number above 0");
	const scale = checkInteger(options.scale, "addNoise(options.scale)", { min: 1 });
	const uniform = createUniformIntegers(options.random ?? systemRandom);
	const noise = createDiscreteLaplace({ numerator: BigInt(scale), denominator: 1n }, uniform);
	const noisy = checkNames(columns, "addNoise(columns)").map((name): [string, Float64Array] => [
		name,
		numbersOf(batch, name).map((value) => (Math.round(value / step) + Number(noise.draw())) * step),
	]);
	return withColumns(batch, Object.fromEntries(noisy));
}
