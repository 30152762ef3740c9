/**
 * A table read whole, for work that must see all rows before it says anything about one.
 */
import { type Batch, createBatch, type Value } from "@veilkit/core";
import type { CommandContext } from "../context.ts";
import type { Table } from "../tables/read-table.ts";

/** All rows as one batch. */
export async function readWhole(table: Table, context: CommandContext): Promise<Batch> {
	const columns = new Map<string, Value[]>(table.columns.map((name) => [name, []]));
	// One string for equal texts of a column: comparing a string with itself is much faster than comparing two.
	const known = new Map<Value, Value>();
	for await (const batch of table.batches) {
		context.signal?.throwIfAborted();
		for (const [name, values] of columns) {
			const column = batch.columns[name];
			for (let row = 0; row < batch.length; row++) {
				const value = column?.[row] ?? null;
				const first = known.get(value);
				if (first === undefined) known.set(value, value);
				values.push(first ?? value);
			}
		}
	}
	return createBatch(Object.fromEntries(columns));
}
