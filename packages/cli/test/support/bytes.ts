/** Byte streams for tests. */

import { type ReadTableOptions, readTable } from "@veilkit/cli/tables";
import { concatBytes, fromUtf8, toUtf8 } from "@veilkit/core";

/** A stream of the given chunks. */
export async function* streamOf(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array, void, undefined> {
	for (const chunk of chunks) yield typeof chunk === "string" ? toUtf8(chunk) : chunk;
}

/** Everything a stream yields, as one byte string. */
export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	for await (const chunk of chunks) parts.push(chunk);
	return concatBytes(...parts);
}

/** Everything a stream yields, as text. */
export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
	return fromUtf8(await bytesOf(chunks));
}

/** A whole table in memory: column names and rows of values. */
export async function tableOf(
	chunks: AsyncIterable<Uint8Array>,
	options: Partial<ReadTableOptions> = {},
): Promise<{ readonly columns: readonly string[]; readonly rows: unknown[][] }> {
	const { columns, batches } = await readTable(chunks, { format: "csv", name: "people.csv", ...options });
	const rows: unknown[][] = [];
	for await (const batch of batches) {
		for (let row = 0; row < batch.length; row++) rows.push(columns.map((column) => batch.columns[column]?.[row]));
	}
	return { columns, rows };
}
