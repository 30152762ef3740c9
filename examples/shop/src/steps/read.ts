/**
 * The shop's tables as batches of columns; an empty field is `null`. They are small, so they are read once and kept.
 */
import { createReadStream } from "node:fs";
import { readTable } from "@veilkit/cli/tables";
import type { Batch } from "@veilkit/core";

/** The data of the shop. */
export interface Shop {
	readonly customers: readonly Batch[];
	readonly orders: readonly Batch[];
}

async function readAll(table: keyof Shop): Promise<readonly Batch[]> {
	const file = new URL(`../../data/${table}.csv`, import.meta.url);
	const { batches } = await readTable(createReadStream(file), { format: "csv", name: `${table}.csv` });
	const all: Batch[] = [];
	for await (const batch of batches) all.push(batch);
	return all;
}

/** Reads both tables. */
export async function readShop(): Promise<Shop> {
	return { customers: await readAll("customers"), orders: await readAll("orders") };
}
