/**
 * Tables out: batches to CSV (by csv-stringify) or NDJSON bytes, one chunk a batch, produced only when the consumer asks.
 *
 * CSV quotes a field only where RFC 4180 requires it, ends lines with LF and writes a missing value as an empty field. NDJSON keeps
 * types; a bigint becomes text, since most JSON parsers would round it. A `Date` is written in ISO 8601. NaN and infinities have no
 * form that reads back, so they are refused.
 */
import { type Batch, type BatchSource, type Bytes, checkOneOf, checkOptions, toUtf8, type Value } from "@veilkit/core";
import { stringify } from "csv-stringify/sync";
import { tableError } from "./error.ts";
import { checkDelimiter, TABLE_FORMATS, type TableFormat } from "./read-table.ts";

/** Options of {@link writeTable}. */
export interface WriteTableOptions {
	readonly format: TableFormat;
	/** The columns to write, in order; a batch that lacks one is refused. */
	readonly columns: readonly string[];
	/** What messages call the table; `output` unless given. */
	readonly name?: string;
	/** One character; `,` unless given. CSV only. */
	readonly delimiter?: string;
}

/** Values of a batch row by row, in the order of `columns`. */
function* recordsOf(batch: Batch, columns: readonly string[], name: string, firstRow: number): Generator<Value[], void, undefined> {
	const data = columns.map((column) => {
		const values = batch.columns[column];
		if (values === undefined) throw tableError("ERR_TABLE_COLUMNS", { name, column }, "missing from a batch");
		return values;
	});
	for (let row = 0; row < batch.length; row++) {
		yield data.map((values, index) => {
			const value = values[row] ?? null;
			if (typeof value === "number" && !Number.isFinite(value)) {
				throw tableError("ERR_TABLE_NUMBER", { name, row: firstRow + row, column: columns[index] as string }, "NaN or infinite");
			}
			if (typeof value === "bigint") return value.toString();
			return value instanceof Date ? value.toISOString() : value;
		});
	}
}

/**
 * A table as bytes.
 *
 * @param batches - the rows
 * @throws {VeilkitError} `ERR_TABLE_COLUMNS` for a batch without one of the columns, `ERR_TABLE_NUMBER` for NaN and infinities
 *
 * @example
 * ```ts
 * import { createBatch } from "@veilkit/core";
 * import { writeTable } from "@veilkit/cli/tables";
 * const batch = createBatch({ id: ["1", "2"], country: ["NO", null] });
 * for await (const bytes of writeTable([batch], { format: "csv", columns: ["id", "country"] })) process.stdout.write(bytes);
 * ```
 */
export async function* writeTable(batches: BatchSource, options: WriteTableOptions): AsyncGenerator<Bytes, void, undefined> {
	checkOptions(options, "writeTable(options)", ["format", "columns", "name", "delimiter"]);
	const { columns, name = "output" } = options;
	const format = checkOneOf(options.format, "writeTable(options.format)", TABLE_FORMATS);
	const delimiter = checkDelimiter(options.delimiter ?? ",", "writeTable(options.delimiter)");
	const csv = (records: Value[][]): Bytes => toUtf8(stringify(records, { delimiter, cast: { boolean: String } }));
	let rows = 0;
	if (format === "csv") yield csv([[...columns]]);
	for await (const batch of batches) {
		const records = [...recordsOf(batch, columns, name, rows + 1)];
		rows += batch.length;
		if (format === "csv") yield csv(records);
		else
			yield toUtf8(
				records
					.map((record) => `${JSON.stringify(Object.fromEntries(columns.map((column, index) => [column, record[index]])))}\n`)
					.join(""),
			);
	}
}
