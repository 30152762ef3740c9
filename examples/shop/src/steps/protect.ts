/**
 * Step 1: the customer table in, its safe release out.
 */
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { writeTable } from "@veilkit/cli/tables";
import { type Batch, generateKey, keyRing, type RandomOptions, rowsOf, type Value } from "@veilkit/core";
import { bindPolicy } from "@veilkit/pseudonymize";
import type { Release, Sample } from "../findings.ts";
import { releasePolicy } from "./policy.ts";

/** Rows worth showing: a Greek name, quotes within a name, and a customer whose second account has the address in capitals. */
const SAMPLE_ROWS = [36, 52, 65, 99] as const;

const show = (value: Value | undefined): string => String(value ?? "").trim();

function pick(batch: Batch, columns: readonly string[]): readonly (readonly string[])[] {
	const rows = [...rowsOf(batch)];
	return SAMPLE_ROWS.map((row) => columns.map((column) => show(rows[row]?.[column])));
}

function createSample(before: Batch, after: Batch): Sample {
	const { columns } = releasePolicy;
	const names = Object.keys(columns);
	return {
		columns: Object.entries(columns).map(([name, { treatment }]) => ({ name, treatment })),
		before: pick(before, names),
		after: pick(after, names),
	};
}

/** Accounts whose token another account has too. */
function countShared(tokens: readonly Value[]): number {
	const seen = new Map<Value, number>();
	for (const token of tokens) seen.set(token, (seen.get(token) ?? 0) + 1);
	return tokens.filter((token) => (seen.get(token) ?? 0) > 1).length;
}

/** Writes customers.safe.csv and returns its rows with what is worth telling about them. */
export async function protectCustomers(
	customers: readonly Batch[],
	options: { readonly out: string } & RandomOptions,
): Promise<{ readonly release: Release; readonly safe: readonly Batch[] }> {
	const { out, ...random } = options;
	// In production the key ring comes from a key file or a vault; here it lives as long as the demo.
	const keys = keyRing({ primary: generateKey({ purpose: "pseudonymize", ...random }) });
	using bound = bindPolicy(releasePolicy, { keys });

	const safe: Batch[] = [];
	for await (const batch of bound.batches(customers, { validate: true })) safe.push(batch);
	const file = createWriteStream(join(out, "customers.safe.csv"));
	await pipeline(Readable.from(writeTable(safe, { format: "csv", columns: bound.columns })), file);

	const emails = safe.flatMap((batch) => [...(batch.columns["email"] ?? [])]);
	const sample = createSample(customers[0] as Batch, safe[0] as Batch);
	return { release: { customers: emails.length, sharedTokens: countShared(emails), sample }, safe };
}
