/**
 * A source over batches of rows in this process.
 */
import { type BatchSource, checkArray, checkFunction, checkOptions, checkString } from "@veilkit/core";
import { aggregateBatches } from "../engine/aggregate.ts";
import type { Source } from "./source.ts";

/**
 * Rows from batches, as adapters and `batchRows` produce them. They are streamed: memory grows with the number of distinct pairs of a unit and
 * a group, not with rows.
 *
 * @param read - opens the rows from their start; called once per run, after the debit is recorded
 * @param options.columns - the header, where it is known, so that a misspelt column is found before anything is spent
 *
 * @example
 * ```ts
 * import { createBatch } from "@veilkit/core";
 * import { rowsSource } from "@veilkit/dp";
 * rowsSource(() => [createBatch({ customer: ["1", "2"], total: [12.5, 80] })]);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function rowsSource(read: () => BatchSource, options: { readonly columns?: readonly string[] } = {}): Source {
	checkFunction(read, "rowsSource(read)");
	checkOptions(options, "rowsSource(options)", ["columns"]);
	const columns =
		options.columns &&
		checkArray(options.columns, "rowsSource(options.columns)").map((name, index) =>
			checkString(name, `rowsSource(options.columns[${index}])`),
		);
	return { columns, aggregate: (request, operation) => aggregateBatches(read, request, operation) };
}
