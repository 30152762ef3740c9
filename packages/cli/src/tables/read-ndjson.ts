/**
 * NDJSON (one JSON object a line) to batches.
 *
 * Values keep their types: text, numbers, booleans, null. The first row names the columns; a name it lacks is refused in any later row, so
 * that nothing is dropped unseen. Nested values are refused with their place. Integers beyond 2^53 are refused too: JSON.parse would
 * round them, and two different identifiers would become one. Blank lines are skipped. JSON.parse's messages quote the input, so they
 * are replaced.
 */
import { type Batch, fromUtf8, type Value } from "@veilkit/core";
import { createColumnBuffer } from "./column-buffer.ts";
import { fieldTooLong, LARGEST_FIELDS_PER_ROW, tableError } from "./error.ts";
import type { Table } from "./read-table.ts";
import { checkUtf8 } from "./utf8.ts";

/** How to read an NDJSON stream; all decided by the caller. */
export interface ReadNdjsonOptions {
	readonly name: string;
	readonly batchRows: number;
	readonly maxFieldLength: number;
}

type JsonObject = Readonly<Record<string, unknown>>;

interface NumberedRow {
	readonly row: JsonObject;
	readonly line: number;
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>, options: ReadNdjsonOptions): AsyncGenerator<string[], void, undefined> {
	const limit = options.maxFieldLength * LARGEST_FIELDS_PER_ROW;
	let line = 1;
	let rest = "";
	for await (const bytes of checkUtf8(chunks, options.name)) {
		const lines = (rest + fromUtf8(bytes)).split("\n");
		rest = lines.pop() as string;
		if (lines.length > 0) yield lines;
		line += lines.length;
		if (rest.length > limit)
			throw tableError("ERR_TABLE_SIZE", { name: options.name, line }, "line too long; raise the field limit (--max-field)");
	}
	if (rest !== "") yield [rest];
}

function parseLine(text: string, name: string, line: number): JsonObject {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw tableError("ERR_TABLE_JSON", { name, line }, "not JSON");
	}
	if (typeof value !== "object" || value === null || Array.isArray(value))
		throw tableError("ERR_TABLE_JSON", { name, line }, "not a JSON object");
	return value as JsonObject;
}

function checkValue(value: unknown, options: ReadNdjsonOptions, line: number, column: string): Value {
	const place = { name: options.name, line, column };
	switch (typeof value) {
		case "string":
			if (value.length > options.maxFieldLength) throw fieldTooLong(place, options.maxFieldLength);
			return value;
		case "number":
			if (Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)) return value;
			throw tableError("ERR_TABLE_NUMBER", place, "number too large to be exact; write it as a string");
		case "boolean":
			return value;
		case "object":
			if (value === null) return null;
			throw tableError("ERR_TABLE_NESTED", place, "nested value; flatten it into columns of its own");
		default:
			return null;
	}
}

async function* rowsOf(
	chunks: AsyncIterable<Uint8Array>,
	options: ReadNdjsonOptions,
): AsyncGenerator<readonly NumberedRow[], void, undefined> {
	let line = 0;
	for await (const lines of linesOf(chunks, options)) {
		const rows: NumberedRow[] = [];
		for (const text of lines) {
			line++;
			if (text.trim() !== "") rows.push({ row: parseLine(text, options.name, line), line });
		}
		if (rows.length > 0) yield rows;
	}
}

/** Reads the names of the first row at once and the rows on demand. */
export async function readNdjson(chunks: AsyncIterable<Uint8Array>, options: ReadNdjsonOptions): Promise<Table> {
	const { name, batchRows } = options;
	const groups = rowsOf(chunks, options);
	const first = await groups.next();
	const columns = first.done === true ? [] : Object.keys(first.value[0]?.row ?? {});
	if (columns.length === 0) throw tableError("ERR_TABLE_HEADER", { name }, "empty; the first row must name the columns");

	async function* all(): AsyncGenerator<readonly NumberedRow[], void, undefined> {
		if (first.done !== true) yield first.value;
		yield* groups;
	}
	async function* batches(): AsyncGenerator<Batch, void, undefined> {
		const buffer = createColumnBuffer(columns);
		for await (const rows of all()) {
			for (const { row, line } of rows) {
				const present = columns.filter((column) => Object.hasOwn(row, column)).length;
				const extra = Object.keys(row).length - present;
				if (extra > 0)
					throw tableError(
						"ERR_TABLE_COLUMNS",
						{ name, line },
						`${extra} names more than in the first row; name every column there, with null where it is missing`,
					);
				buffer.push(columns.map((column) => (Object.hasOwn(row, column) ? checkValue(row[column], options, line, column) : null)));
				if (buffer.length === batchRows) yield buffer.flush();
			}
		}
		if (buffer.length > 0) yield buffer.flush();
	}
	return { columns, format: "ndjson", batches: batches() };
}
