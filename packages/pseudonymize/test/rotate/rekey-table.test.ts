import { type Batch, createBatch, memoryStore } from "@veilkit/core";
import { type RekeySink, rekeyTable } from "@veilkit/pseudonymize/rotate";
import { describe, expect, it } from "vitest";

function* rows(count: number, size: number): Generator<Batch> {
	for (let start = 0; start < count; start += size) {
		const numbers = Array.from({ length: Math.min(size, count - start) }, (_, n) => start + n);
		yield createBatch({ id: numbers.map((n) => `old ${n}`), n: Float64Array.from(numbers) });
	}
}

const rekey = (batch: Batch): Batch => ({
	...batch,
	columns: { ...batch.columns, id: (batch.columns["id"] as readonly string[]).map((text) => text.replace("old", "new")) },
});

/** A sink whose writes after the mark are lost, or fail at the given one. */
function listSink(output: string[], failAt = Number.POSITIVE_INFINITY): RekeySink {
	let writes = 0;
	return {
		async resume(mark) {
			output.length = Number(mark ?? 0);
		},
		async write(batch) {
			output.push(...(batch.columns["id"] as readonly string[]));
			if (++writes === failAt) throw new Error("power cut");
			return String(output.length);
		},
	};
}

describe("re-keying a table", () => {
	it("writes every row once, and tells how many changed", async () => {
		const output: string[] = [];
		const result = await rekeyTable(rows(25, 10), { job: "t", store: memoryStore(), rekey, sink: listSink(output) });
		expect(result).toEqual({ records: 25, changed: 25 });
		expect(output).toEqual(Array.from({ length: 25 }, (_, n) => `new ${n}`));
	});

	it.each([1, 2, 3])("goes on after write %i reached the output but not the checkpoint, even from other batches", async (failAt) => {
		const output: string[] = [];
		const store = memoryStore();
		await expect(rekeyTable(rows(25, 10), { job: "t", store, rekey, sink: listSink(output, failAt) })).rejects.toThrow("power cut");
		expect(output.length).toBeGreaterThan(10 * (failAt - 1));
		expect(await rekeyTable(rows(25, 4), { job: "t", store, rekey, sink: listSink(output) })).toEqual({ records: 25, changed: 25 });
		expect(output).toEqual(Array.from({ length: 25 }, (_, n) => `new ${n}`));
		expect(await rekeyTable(rows(25, 4), { job: "t", store, rekey, sink: listSink(output) })).toEqual({ records: 25, changed: 25 });
		expect(output).toHaveLength(25);
	});

	it("fails for the second of two runners", async () => {
		const store = memoryStore();
		const run = () => rekeyTable(rows(30, 10), { job: "t", store, rekey, sink: listSink([]) });
		const results = await Promise.allSettled([run(), run()]);
		expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
		expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "ERR_STORE_CONFLICT" } });
	});

	it("refuses a batch with another number of rows", async () => {
		const none = () => createBatch({ id: [] });
		const run = rekeyTable(rows(3, 3), { job: "t", store: memoryStore(), rekey: none, sink: listSink([]) });
		await expect(run).rejects.toMatchObject({ code: "ERR_INVALID_ARGUMENT" });
	});
});
