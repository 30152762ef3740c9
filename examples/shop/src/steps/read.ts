/**
 * The shop's tables as batches of columns; an empty field is `null`.
 */
import { createReadStream } from "node:fs";
import { readTable } from "@veilkit/cli/tables";
import type { Batch } from "@veilkit/core";

/** The rows of a table of the shop. */
export async function* readShop(table: "customers" | "orders"): AsyncGenerator<Batch, void, undefined> {
	const file = new URL(`../../data/${table}.csv`, import.meta.url);
	const { batches } = await readTable(createReadStream(file), { format: "csv", name: `${table}.csv` });
	yield* batches;
}
