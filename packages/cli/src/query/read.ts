/**
 * The rows of a query's file, with every number checked to be one.
 *
 * Differential privacy counts what is no number as missing, and must not fail on it; the person who holds the file wants to hear of it. So the
 * file is read once for faults before anything is spent. What that check says is not differentially private: it is for the holder only.
 */
import type { Batch } from "@veilkit/core";
import type { CommandContext } from "../context.ts";
import { displayName, openTable, type TableFlags } from "../io/input.ts";
import { tableError } from "../tables/error.ts";

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** Batches whose cells in the columns `numbers` are numbers or missing. */
export async function* checkNumbers(
	batches: AsyncIterable<Batch>,
	numbers: readonly string[],
	path: string,
): AsyncGenerator<Batch, void, undefined> {
	let rows = 0;
	for await (const batch of batches) {
		for (const column of numbers) {
			const values = batch.columns[column] ?? [];
			for (let index = 0; index < batch.length; index++) {
				const value = values[index] ?? null;
				if (value === null || typeof value === "number" || (typeof value === "string" && NUMBER.test(value))) continue;
				throw tableError(
					"ERR_TABLE_NUMBER",
					{ name: displayName(path), row: rows + index + 1, column },
					"not a number; correct it, or leave the field empty",
				);
			}
		}
		rows += batch.length;
		yield batch;
	}
}

/** Opens the rows of a file anew. */
export async function* readRows(
	path: string,
	numbers: readonly string[],
	flags: TableFlags,
	context: CommandContext,
): AsyncGenerator<Batch, void, undefined> {
	const { batches } = await openTable(path, flags, context);
	yield* checkNumbers(batches, numbers, path);
}

/** Reads a file to its end for the faults in it. */
export async function checkFile(batches: AsyncIterable<Batch>): Promise<void> {
	for await (const _ of batches);
}
