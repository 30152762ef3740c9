/**
 * What a sum of doubles adds to its sensitivity, for those who must release one: rounding differs between neighbours.
 *
 * Source: Casacuberta, Shoemate, Vadhan, Wagaman (2022), "Widespread underestimation of sensitivity", §5. This package sums integers
 * exactly and needs none of it.
 */
import { checkNumber, checkOneOf, invalidArgument } from "@veilkit/core";
import { log, RELATIVE_ERROR, raise } from "../numeric/elementary.ts";
import { count, read } from "./arguments.ts";

/**
 * The addition to the sensitivity of a double-precision sum of `size` values clamped to [lower, upper], rounded up.
 *
 * @param options.order - `"sequential"`: one after the other; `"pairwise"`: a balanced tree
 *
 * @example
 * ```ts
 * import { floatSumRelaxation } from "@veilkit/dp/accounting";
 * floatSumRelaxation({ size: 1000, lower: 0, upper: 1, order: "sequential" }); // 4.44e-10
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function floatSumRelaxation(options: {
	readonly size: number;
	readonly lower: number;
	readonly upper: number;
	readonly order: "sequential" | "pairwise";
}): number {
	const orderOf = (value: unknown, path: string) => checkOneOf(value, path, ["sequential", "pairwise"]);
	const checks = { size: count, lower: checkNumber, upper: checkNumber, order: orderOf };
	const { size, lower, upper, order } = read(options, "floatSumRelaxation(options)", checks);
	if (lower > upper) throw invalidArgument("floatSumRelaxation(options.upper)", "a number from lower up");
	const magnitude = Math.max(-lower, upper, 0);
	const depth = (log(size) / Math.LN2) * 2 ** -52;
	const units = order === "sequential" ? size * size * 2 ** -52 : (depth / (1 - depth)) * size;
	return magnitude === 0 ? 0 : raise(2 * units * magnitude, 4 * RELATIVE_ERROR);
}
