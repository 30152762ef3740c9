/**
 * Input files by name, `-` for standard input.
 */
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { addAbortSignal } from "node:stream";
import { abortable, type CommandContext } from "../context.ts";
import { fileError } from "../error/usage.ts";
import { readTable, type Table, type TableFormat } from "../tables/read-table.ts";

/** Options of commands that read a table, as commander gives them. */
export interface TableFlags {
	readonly format?: TableFormat;
	readonly delimiter?: string;
	readonly maxField?: number;
}

const CHUNK_BYTES = 262_144;

/** What messages call a file. */
export function displayName(path: string): string {
	return path === "-" ? "standard input" : path;
}

/** The format that a file's extension tells, if it does. */
export function formatOf(path: string): TableFormat | undefined {
	const extension = extname(path).toLowerCase();
	if (extension === ".ndjson" || extension === ".jsonl") return "ndjson";
	return extension === ".csv" ? "csv" : undefined;
}

/** The bytes of a file. An abort ends the stream with an error. */
function openBytes(path: string, context: CommandContext): AsyncIterable<Uint8Array> {
	const { stdin, signal, opened } = context;
	if (path === "-") return signal ? addAbortSignal(signal, stdin) : stdin;
	const file = createReadStream(path, { highWaterMark: CHUNK_BYTES, ...abortable(context) });
	opened.add(file);
	return file;
}

/** Opens a table: its column names at once, its rows on demand. */
export async function openTable(path: string, flags: TableFlags, context: CommandContext): Promise<Table> {
	if (path !== "-" && (await stat(path)).isDirectory()) throw fileError(path, "is a folder, not a table");
	return readTable(openBytes(path, context), {
		name: displayName(path),
		format: flags.format ?? formatOf(path) ?? "csv",
		...(flags.delimiter !== undefined && { delimiter: flags.delimiter }),
		...(flags.maxField !== undefined && { maxFieldLength: flags.maxField }),
	});
}

/**
 * A JSON file.
 *
 * @throws {VeilkitError} `ERR_CLI_FILE` if it is not JSON; the parser's message would quote the file
 */
export async function readJson(path: string): Promise<unknown> {
	const text = await readFile(path, "utf8");
	try {
		return JSON.parse(text);
	} catch {
		throw fileError(path, "not valid JSON");
	}
}

/** The name of a data set, from its file. */
export function datasetName(path: string): string | undefined {
	return path === "-" ? undefined : basename(path, extname(path));
}
