/**
 * Collects values column by column until they make a batch.
 */
import type { Batch, Value } from "@veilkit/core";

/** Growing columns. */
export interface ColumnBuffer {
	/** Appends a row, given as one value a column. */
	push(values: readonly Value[]): void;
	/** Rows collected since the last flush. */
	readonly length: number;
	/** The collected rows; the buffer is empty afterwards. */
	flush(): Batch;
}

/** An empty buffer for columns of these names. */
export function createColumnBuffer(names: readonly string[]): ColumnBuffer {
	let columns: Value[][] = names.map(() => []);
	let length = 0;
	return {
		push(values) {
			for (let index = 0; index < columns.length; index++) (columns[index] as Value[]).push(values[index] as Value);
			length++;
		},
		get length() {
			return length;
		},
		flush() {
			const batch = { columns: Object.fromEntries(names.map((name, index) => [name, columns[index] as Value[]])), length };
			columns = names.map(() => []);
			length = 0;
			return batch;
		},
	};
}
