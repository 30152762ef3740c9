/**
 * Shuffling: the values of some columns are dealt out anew, in uniformly random order.
 *
 * Hundepool et al., Statistical Disclosure Control (2012), §3.4.2 (data swapping). Columns that are shuffled together stay together. Marginal
 * distributions stay exactly; every relation to the other columns is gone. Leaks the set of values: one that names somebody still does.
 */
import { type Batch, checkOptions, type RandomOptions, type Value } from "@veilkit/core";
import { checkNames, randomOrder, valuesOf, withColumns } from "./column.ts";

/**
 * Deals the rows of some columns out anew.
 *
 * @param batch - the whole table
 * @param columns - the columns that move, together
 *
 * @example
 * ```ts
 * import { createBatch } from "@veilkit/core";
 * import { shuffle } from "@veilkit/pseudonymize/perturb";
 * shuffle(createBatch({ city: ["Oslo", "Lund"], income: [30, 40] }), ["income"]);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_PSEUDONYMIZE_COLUMN_MISSING`
 */
export function shuffle(batch: Batch, columns: readonly string[], options: RandomOptions = {}): Batch {
	checkOptions(options, "shuffle(options)", ["random"]);
	const order = randomOrder(batch.length, options.random);
	const dealt = checkNames(columns, "shuffle(columns)").map((name): [string, Value[]] => {
		const values = valuesOf(batch, name);
		return [name, Array.from(order, (from) => values[from] as Value)];
	});
	return withColumns(batch, Object.fromEntries(dealt));
}
