/**
 * Tables out: batches to CSV or NDJSON bytes, one chunk a batch, produced only when the consumer asks.
 *
 * Written here because columns become text directly; through the rows that csv-stringify takes it costs four times as much. CSV quotes a field only where RFC 4180 requires it, ends lines with LF and writes a missing value as an empty field. NDJSON keeps
 * types; a bigint becomes text, since most JSON parsers would round it. A `Date` is written in ISO 8601. NaN and infinities have no
 * form that reads back, so they are refused.
 */
import { type Batch, type BatchSource, type Bytes, checkArray, checkOneOf, checkOptions, toUtf8, type Value } from "@veilkit/core";
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

/** A format as what stands before each value and after each row, and how a value is written. */
interface Layout {
	readonly prefixes: readonly string[];
	readonly rowEnd: string;
	readonly encode: (value: Exclude<Value, null>) => string;
	readonly missing: string;
}

/** Text of a value that both formats write alike. */
function plainText(value: Exclude<Value, null>): string {
	return value instanceof Date ? value.toISOString() : String(value);
}

function csvLayout(columns: readonly string[], delimiter: string): Layout {
	// Beyond RFC 4180, a byte-order mark is quoted too, lest the first name of a file lose it.
	const special = new RegExp(`["\r\n\ufeff${delimiter.replace(/[\\\]^-]/, "\\$&")}]`);
	return {
		prefixes: columns.map((_, index) => (index === 0 ? "" : delimiter)),
		rowEnd: "\n",
		missing: "",
		encode(value) {
			const text = typeof value === "string" ? value : plainText(value);
			return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
		},
	};
}

function ndjsonLayout(columns: readonly string[]): Layout {
	return {
		prefixes: columns.map((column, index) => `${index === 0 ? "{" : ","}${JSON.stringify(column)}:`),
		rowEnd: "}\n",
		missing: "null",
		encode: (value) => (typeof value === "number" || typeof value === "boolean" ? String(value) : JSON.stringify(plainText(value))),
	};
}

/** The rows of a batch as text; `firstRow` numbers them in errors. */
function encodeBatch(batch: Batch, layout: Layout, options: WriteTableOptions, firstRow: number): string {
	const { columns, name = "output" } = options;
	const data = columns.map((column) => {
		const values = Object.hasOwn(batch.columns, column) ? batch.columns[column] : undefined;
		if (values === undefined) throw tableError("ERR_TABLE_COLUMNS", { name, column }, "missing from a batch");
		return values;
	});
	const { prefixes, rowEnd, missing, encode } = layout;
	let text = "";
	for (let row = 0; row < batch.length; row++) {
		for (let index = 0; index < data.length; index++) {
			const value = data[index]?.[row] ?? null;
			if (typeof value === "number" && !Number.isFinite(value)) {
				throw tableError("ERR_TABLE_NUMBER", { name, row: firstRow + row, column: columns[index] as string }, "NaN or infinite");
			}
			text += prefixes[index] as string;
			text += value === null ? missing : encode(value);
		}
		text += rowEnd;
	}
	return text;
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
	const columns = checkArray(options.columns, "writeTable(options.columns)", { min: 1 }) as readonly string[];
	const format = checkOneOf(options.format, "writeTable(options.format)", TABLE_FORMATS);
	const delimiter = checkDelimiter(options.delimiter ?? ",", "writeTable(options.delimiter)");
	const layout = format === "csv" ? csvLayout(columns, delimiter) : ndjsonLayout(columns);
	if (format === "csv") yield toUtf8(`${columns.map(layout.encode).join(delimiter)}\n`);
	let rows = 0;
	for await (const batch of batches) {
		yield toUtf8(encodeBatch(batch, layout, options, rows + 1));
		rows += batch.length;
	}
}
