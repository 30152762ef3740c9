import { type Batch, batchRows, createBatch, type Row, rowsOf } from "@veilkit/core";
import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { rejectionOf, thrownBy } from "../support/errors.ts";

async function collect(source: AsyncIterable<Batch>): Promise<Batch[]> {
	const batches: Batch[] = [];
	for await (const batch of source) batches.push(batch);
	return batches;
}

describe("createBatch", () => {
	test("keeps the types of its columns", () => {
		const batch = createBatch({ country: ["NO", null], total: Float64Array.of(10, 20) });
		expect(batch.length).toBe(2);
		expectTypeOf(batch.columns.total).toEqualTypeOf<Float64Array<ArrayBuffer>>();
		expect(createBatch({}).length).toBe(0);
	});

	test("names the first column whose length differs", () => {
		expect(thrownBy(() => createBatch({ a: [1], b: [1], c: [] }), "ERR_INVALID_ARGUMENT").message).toBe(
			"createBatch(columns.c): expected 1 rows like the first column",
		);
	});
});

describe("batchRows", () => {
	test("gathers rows in order, whatever the batch size, from arrays and from async sources", async () => {
		const cell = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
		const rows = fc.array(fc.record({ a: cell, b: cell }), { maxLength: 40 });
		for (const [list, size] of fc.sample(fc.tuple(rows, fc.integer({ min: 1, max: 12 })), { numRuns: 100, seed: 5 })) {
			async function* source(): AsyncGenerator<Row> {
				yield* list;
			}
			const batches = await collect(batchRows(source(), ["a", "b"], { size }));
			expect(batches.flatMap((batch) => [...rowsOf(batch)])).toEqual(list);
			expect(batches.slice(0, -1).every((batch) => batch.length === size)).toBe(true);
			expect(await collect(batchRows(list, ["a", "b"], { size }))).toEqual(batches);
		}
	});

	test("takes the named columns only, and null for what is missing", async () => {
		const [batch] = await collect(batchRows([{ a: 1, extra: 2 }, { a: undefined }], ["a", "b"]));
		expect(batch).toEqual({ columns: { a: [1, null], b: [null, null] }, length: 2 });
	});

	test("yields nothing for no rows, and stops its source when it is left early", async () => {
		expect(await collect(batchRows([], ["a"]))).toEqual([]);
		let stopped = false;
		function* endless(): Generator<Row> {
			try {
				for (;;) yield { a: 1 };
			} finally {
				stopped = true;
			}
		}
		for await (const _ of batchRows(endless(), ["a"], { size: 3 })) break;
		expect(stopped).toBe(true);
	});

	test("refuses a bad size, an unknown option and a name twice", async () => {
		await rejectionOf(collect(batchRows([], ["a"], { size: 0 })), "ERR_INVALID_ARGUMENT");
		await rejectionOf(collect(batchRows([], ["a"], { sise: 1 } as object)), "ERR_INVALID_ARGUMENT");
		await rejectionOf(collect(batchRows([], ["a", "a"])), "ERR_INVALID_ARGUMENT");
	});

	test("is not led astray by a column called __proto__", async () => {
		const rows = [JSON.parse('{"__proto__": "x", "constructor": "y"}') as Row, {}];
		const [batch] = await collect(batchRows(rows, ["__proto__", "constructor"]));
		expect(Object.entries((batch as Batch).columns)).toEqual([
			["__proto__", ["x", null]],
			["constructor", ["y", null]],
		]);
		expect(Object.entries([...rowsOf(batch as Batch)][0] as Row)).toEqual([
			["__proto__", "x"],
			["constructor", "y"],
		]);
	});
});
