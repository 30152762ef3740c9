import { type Batch, batchRows, createBatch, rowsOf, type Value } from "@veilkit/core";
import { bindPolicy, definePolicy, drop, generalize, keep, shiftDate, token } from "@veilkit/pseudonymize";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

const text = fc.string({ unit: "binary", maxLength: 80 });
const day = fc.date({ min: new Date("0100-01-01"), max: new Date("9000-01-01"), noInvalidDate: true }).map((date) => date.toISOString());

const rows = fc.array(
	fc.record({
		id: text,
		email: fc.option(text),
		born: fc.option(day),
		zip: fc.option(text),
		total: fc.option(fc.integer()),
		land: fc.constantFrom("NO", "SE"),
		note: fc.option(text),
	}),
	{ minLength: 1, maxLength: 20 },
);

const Row = v.object({
	id: v.string(),
	email: v.nullable(v.string()),
	born: v.nullable(v.string()),
	zip: v.nullable(v.string()),
	total: v.nullable(v.number()),
	land: v.string(),
	note: v.nullable(v.string()),
});

const release = bindPolicy(
	definePolicy(Row, {
		id: token.hmac({ domain: "analytics", canonical: "nfc" }),
		email: token.siv({ domain: "crm", canonical: "email" }),
		born: shiftDate({ by: "id", maxDays: 90 }),
		zip: generalize.prefix(3),
		total: generalize.bucket(100),
		land: keep,
		note: drop,
	}),
	{ keys: fixedRing(1) },
);

const NAMES = Object.keys(Row.entries);

async function collect(batches: AsyncIterable<Batch>): Promise<Record<string, Value>[]> {
	const all: Record<string, Value>[] = [];
	for await (const batch of batches) all.push(...rowsOf(batch));
	return all;
}

function streamOf(batches: AsyncGenerator<Batch>): ReadableStream<Batch> {
	return new ReadableStream({
		async pull(controller) {
			const { done, value } = await batches.next();
			if (done) controller.close();
			else controller.enqueue(value);
		},
	});
}

describe("row, batch, batches and transform", () => {
	it("release the same, however the source is cut", async () => {
		await fc.assert(
			fc.asyncProperty(rows, fc.integer({ min: 1, max: 7 }), async (table, size) => {
				const byRow = table.map((row) => release.row(row));
				const whole = createBatch(Object.fromEntries(NAMES.map((name) => [name, table.map((row) => row[name as keyof typeof row])])));
				expect([...rowsOf(release.batch(whole))]).toEqual(byRow);
				expect(await collect(release.batches(batchRows(table, NAMES, { size })))).toEqual(byRow);
				expect(await collect(release.batches(batchRows(table, NAMES, { size }), { validate: true }))).toEqual(byRow);
				expect(await collect(streamOf(batchRows(table, NAMES, { size })).pipeThrough(release.transform()))).toEqual(byRow);
			}),
		);
	});

	it("report progress, and stop with the reason of an abort", async () => {
		const source = Array.from({ length: 3 }, () =>
			createBatch(Object.fromEntries(NAMES.map((name) => [name, ["1", "2"].map((id) => (name === "id" ? id : null))]))),
		);
		const seen: number[] = [];
		await collect(release.batches(source, { onProgress: ({ done }) => seen.push(done) }));
		expect(seen.at(-1)).toBe(6);
		await expect(collect(release.batches(source, { signal: AbortSignal.abort("enough") }))).rejects.toBe("enough");
	});
});
