/**
 * CSV (RFC 4180) to batches, parsed by csv-parse.
 *
 * What this adds to the parser: strict UTF-8, a checked header, limits on sizes, columns instead of rows, and errors that never quote the
 * input (the parser's own messages do, so they are replaced, not wrapped). Lines end with LF or CRLF. An empty field is a missing value,
 * `null`, quoted or not: CSV cannot tell the two apart reliably. Every other field is text.
 */
import { pipeline, Readable } from "node:stream";
import type { Batch } from "@veilkit/core";
import { type CsvError, type Options as CsvOptions, Parser } from "csv-parse";
import { parse } from "csv-parse/sync";
import { createColumnBuffer } from "./column-buffer.ts";
import { readHead, sniffDelimiter } from "./csv-head.ts";
import { fieldTooLong, LARGEST_FIELDS_PER_ROW, tableError } from "./error.ts";
import type { Table } from "./read-table.ts";
import { checkUtf8 } from "./utf8.ts";

/** How to read a CSV stream; all decided by the caller. */
export interface ReadCsvOptions {
	readonly name: string;
	readonly delimiter: string | undefined;
	readonly batchRows: number;
	readonly maxFieldLength: number;
}

function translate(error: unknown, name: string, columns: readonly string[] | undefined): unknown {
	if (!(error instanceof Error) || !("code" in error) || !("lines" in error)) return error;
	const { code, lines, index, records, record } = error as CsvError & { lines: number; index: number; records: number; record?: unknown[] };
	const column = columns?.[index] ?? index + 1;
	const place = columns === undefined ? { name, line: lines } : { name, row: records, line: lines };
	switch (code) {
		case "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH":
			return tableError("ERR_TABLE_RAGGED", place, `${record?.length ?? "?"} fields where the header has ${columns?.length ?? "?"}`);
		case "CSV_MAX_RECORD_SIZE":
			return tableError(
				"ERR_TABLE_SIZE",
				{ ...place, column },
				"row too long: is a quote not closed? otherwise raise the field limit (--max-field)",
			);
		case "CSV_QUOTE_NOT_CLOSED":
			return tableError("ERR_TABLE_QUOTE", { ...place, column }, "the file ends inside a quoted field");
		default:
			return tableError(
				"ERR_TABLE_QUOTE",
				{ ...place, column },
				'misplaced quote; quote the whole field and double the quotes in it: "a ""b"" c"',
			);
	}
}

/** A lone CR ends no line, so a file that has no LF is one header, whose names would be data. */
const CONTROL = /\p{Cc}/u;
const CONTROL_PROBLEM = "its name holds a line end or another control character; convert the line ends of the file to LF";

function parseHeader(header: Uint8Array, dialect: CsvOptions, name: string): readonly string[] {
	let columns: readonly string[] | undefined;
	try {
		columns = (parse(Buffer.from(header), dialect) as string[][])[0];
	} catch (error) {
		throw translate(error, name, undefined);
	}
	if (columns === undefined) throw tableError("ERR_TABLE_HEADER", { name }, "empty; the first line must name the columns");
	for (const [index, column] of columns.entries()) {
		const place = { name, line: 1, column: index + 1 };
		if (column === "") throw tableError("ERR_TABLE_HEADER", place, "has no name");
		if (CONTROL.test(column)) throw tableError("ERR_TABLE_HEADER", place, CONTROL_PROBLEM);
		const first = columns.indexOf(column);
		if (first !== index) throw tableError("ERR_TABLE_HEADER", place, `has the name of column ${first + 1}`);
	}
	return columns;
}

/** Reads the header at once and the rows on demand. */
export async function readCsv(chunks: AsyncIterable<Uint8Array>, options: ReadCsvOptions): Promise<Table> {
	const { name, batchRows, maxFieldLength } = options;
	const head = await readHead(checkUtf8(chunks, name), maxFieldLength);
	const delimiter = options.delimiter ?? sniffDelimiter(head.header);
	const dialect: CsvOptions = {
		delimiter,
		record_delimiter: ["\r\n", "\n"],
		max_record_size: maxFieldLength * LARGEST_FIELDS_PER_ROW,
	};
	const columns = parseHeader(head.header, dialect, name);

	async function* batches(): AsyncGenerator<Batch, void, undefined> {
		const parser = new Parser(dialect);
		// A failure of either side reaches the loop through the parser; leaving the loop closes both.
		pipeline(Readable.from(head.chunks, { objectMode: false }), parser, () => undefined);
		const buffer = createColumnBuffer(columns);
		const values: (string | null)[] = columns.map(() => null);
		let row = -1;
		try {
			for await (const record of parser as AsyncIterable<readonly string[]>) {
				if (++row === 0) continue;
				for (let index = 0; index < columns.length; index++) {
					const field = record[index] as string;
					if (field.length > maxFieldLength) throw fieldTooLong({ name, row, column: columns[index] as string }, maxFieldLength);
					values[index] = field === "" ? null : field;
				}
				buffer.push(values);
				if (buffer.length === batchRows) yield buffer.flush();
			}
		} catch (error) {
			throw translate(error, name, columns);
		}
		if (buffer.length > 0) yield buffer.flush();
	}
	return { columns, format: "csv", delimiter, batches: batches() };
}
