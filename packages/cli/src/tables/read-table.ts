/**
 * Tables in, as batches: CSV and NDJSON from any byte stream, a batch at a time, so that memory stays flat however long the table is.
 * Nothing is read ahead of the consumer beyond one chunk; leaving the loop early closes the source.
 */
import { type Batch, checkInteger, checkOneOf, checkOptions, checkString } from "@veilkit/core";
import { readCsv } from "./read-csv.ts";
import { readNdjson } from "./read-ndjson.ts";

/** How rows are written down. */
export type TableFormat = "csv" | "ndjson";

/** Formats by name. */
export const TABLE_FORMATS: readonly TableFormat[] = ["csv", "ndjson"];

/** Options of {@link readTable}. */
export interface ReadTableOptions {
	readonly format: TableFormat;
	/** What messages call the table: usually the file's name. */
	readonly name: string;
	/** One character; found from the header line (`,` `;` tab `|`) unless given. CSV only. */
	readonly delimiter?: string;
	/** Rows a batch; 4096 unless given. */
	readonly batchRows?: number;
	/** Longest field accepted, in UTF-16 code units; 1,048,576 unless given. */
	readonly maxFieldLength?: number;
}

/** A table being read. */
export interface Table {
	/** Column names in the table's order. */
	readonly columns: readonly string[];
	readonly format: TableFormat;
	/** The delimiter in use; CSV only. */
	readonly delimiter?: string;
	/** The rows, once. */
	readonly batches: AsyncIterable<Batch>;
}

/** Checks a delimiter: one character that cannot be confused with a quote, a line end or a digit. */
export function checkDelimiter(value: string, path: string): string {
	return checkString(value, path, {
		minLength: 1,
		maxLength: 1,
		pattern: /^[^"\r\n\p{L}\p{N}]$/u,
		description: "one character, not a quote, a letter or a digit",
	});
}

/**
 * Reads a table from bytes: its column names at once, its rows on demand.
 *
 * CSV follows RFC 4180 with LF or CRLF: every field is text, an empty field (quoted or not) is `null`. In NDJSON values keep their types. UTF-8
 * is required; a byte-order mark is dropped. Errors name file, row, line and column, and never quote a value.
 *
 * @param chunks - the bytes; chunks may be cut anywhere
 * @throws {VeilkitError} `ERR_TABLE_HEADER` (empty, unnamed or equal columns), `ERR_TABLE_RAGGED`, `ERR_TABLE_QUOTE`, `ERR_TABLE_UTF8`,
 * `ERR_TABLE_SIZE`, `ERR_TABLE_JSON`, `ERR_TABLE_NESTED`, `ERR_TABLE_NUMBER`, `ERR_TABLE_COLUMNS`; those of rows come while iterating
 *
 * @example
 * ```ts
 * import { createReadStream } from "node:fs";
 * import { readTable } from "@veilkit/cli/tables";
 * const { columns, batches } = await readTable(createReadStream("customers.csv"), { format: "csv", name: "customers.csv" });
 * for await (const batch of batches) batch.columns["email"];
 * ```
 */
export async function readTable(chunks: AsyncIterable<Uint8Array>, options: ReadTableOptions): Promise<Table> {
	checkOptions(options, "readTable(options)", ["format", "name", "delimiter", "batchRows", "maxFieldLength"]);
	const { delimiter } = options;
	const shared = {
		name: options.name,
		batchRows: checkInteger(options.batchRows ?? 4096, "readTable(options.batchRows)", { min: 1 }),
		maxFieldLength: checkInteger(options.maxFieldLength ?? 1_048_576, "readTable(options.maxFieldLength)", { min: 1, max: 2 ** 28 }),
	};
	if (checkOneOf(options.format, "readTable(options.format)", TABLE_FORMATS) === "ndjson") return readNdjson(chunks, shared);
	return readCsv(chunks, {
		...shared,
		delimiter: delimiter === undefined ? undefined : checkDelimiter(delimiter, "readTable(options.delimiter)"),
	});
}
