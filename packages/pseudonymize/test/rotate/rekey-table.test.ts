import { type Batch, createBatch, memoryStore } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { type RekeySink, rekeyStore, rekeyTable } from "@veilkit/pseudonymize/rotate";
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

/** A sink that does its duty: it refuses runs older than the newest it knows. Fails at the given write, after the rows were appended. */
function listSink(output: string[], failAt = Number.POSITIVE_INFINITY): RekeySink {
	let writes = 0;
	let newest = 0;
	return {
		async resume(mark, run) {
			if (run < newest) throw new Error("a newer runner is at it");
			newest = run;
			output.length = Number(mark ?? 0);
		},
		async write(batch, run) {
			if (run !== newest) throw new Error("a newer runner is at it");
			output.push(...(batch.columns["id"] as readonly string[]));
			if (++writes === failAt) throw new Error("power cut");
			return String(output.length);
		},
	};
}

const renewed = (count: number) => Array.from({ length: count }, (_, n) => `new ${n}`);

/** A promise, and what resolves it. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
	let open = (): void => {};
	const opened = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { opened, open };
}

describe("re-keying a table", () => {
	it("writes every row once, and tells how many changed", async () => {
		const output: string[] = [];
		const result = await rekeyTable(rows(25, 10), { job: "t", store: memoryStore(), rekey, sink: listSink(output) });
		expect(result).toEqual({ records: 25, changed: 25 });
		expect(output).toEqual(renewed(25));
	});

	it.each([1, 2, 3])("goes on after write %i reached the output but not the checkpoint, even from other batches", async (failAt) => {
		const output: string[] = [];
		const store = memoryStore();
		await expect(rekeyTable(rows(25, 10), { job: "t", store, rekey, sink: listSink(output, failAt) })).rejects.toThrow("power cut");
		expect(output.length).toBeGreaterThan(10 * (failAt - 1));
		expect(await rekeyTable(rows(25, 4), { job: "t", store, rekey, sink: listSink(output) })).toEqual({ records: 25, changed: 25 });
		expect(output).toEqual(renewed(25));
		expect(await rekeyTable(rows(25, 4), { job: "t", store, rekey, sink: listSink(output) })).toEqual({ records: 25, changed: 25 });
		expect(output).toHaveLength(25);
	});

	it("fails for one of two runners that claim it at the same moment", async () => {
		const store = memoryStore();
		const run = () => rekeyTable(rows(30, 10), { job: "t", store, rekey, sink: listSink([]) });
		const results = await Promise.allSettled([run(), run()]);
		expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
		expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "ERR_STORE_CONFLICT" } });
	});

	it.each(["resume", "write"] as const)("whose runner is overtaken in %s keeps the output of the one that overtook it", async (place) => {
		const [output, store] = [[] as string[], memoryStore()];
		const shared = listSink(output);
		const [reached, overtaken] = [gate(), gate()];
		const hold = async (): Promise<void> => {
			reached.open();
			await overtaken.opened;
		};
		let writes = 0;
		const held: RekeySink = {
			async resume(mark, run) {
				if (place === "resume") await hold();
				await shared.resume(mark, run);
			},
			async write(batch, run) {
				if (place === "write" && ++writes === 2) await hold();
				return shared.write(batch, run);
			},
		};
		const first = rekeyTable(rows(8, 2), { job: "t", store, rekey, sink: held });
		await reached.opened;
		expect(await rekeyTable(rows(8, 2), { job: "t", store, rekey, sink: shared })).toEqual({ records: 8, changed: 8 });
		overtaken.open();
		await expect(first).rejects.toThrow("a newer runner is at it");
		expect(output).toEqual(renewed(8));
	});

	it("writes every row once, however three runners interleave (200 schedules)", async () => {
		const random = seededRandom(11);
		const pass = async (most: number): Promise<void> => {
			const byte = new Uint8Array(1);
			random.fill(byte);
			for (let turns = (byte[0] as number) % most; turns > 0; turns--) await Promise.resolve();
		};
		let overtaken = 0;
		for (let schedule = 0; schedule < 200; schedule++) {
			const [output, store] = [[] as string[], memoryStore()];
			const shared = listSink(output);
			const sink: RekeySink = {
				resume: (mark, run) => pass(30).then(() => shared.resume(mark, run)),
				write: (batch, run) => pass(30).then(() => shared.write(batch, run)),
			};
			const run = () => pass(200).then(() => rekeyTable(rows(8, 2), { job: "t", store, rekey, sink }));
			const results = await Promise.allSettled([run(), run(), run()]);
			expect(output).toEqual(renewed(8));
			const finished = results.filter(({ status }) => status === "fulfilled");
			expect(finished.length).toBeGreaterThan(0);
			overtaken += results.length - finished.length;
		}
		expect(overtaken).toBeGreaterThan(0);
	});

	it("refuses the name of a job that re-keys records, and leaves the sink alone", async () => {
		const [output, store] = [["kept"], memoryStore()];
		await rekeyStore(store, { job: "t", prefix: "r/", rekey: (entries) => entries.map(({ value }) => value) });
		const run = rekeyTable(rows(3, 3), { job: "t", store, rekey, sink: listSink(output) });
		await expect(run).rejects.toMatchObject({ code: "ERR_INVALID_ARGUMENT", message: expect.stringContaining('"t"') });
		expect(output).toEqual(["kept"]);
	});

	it("refuses a batch with another number of rows", async () => {
		const none = () => createBatch({ id: [] });
		const run = rekeyTable(rows(3, 3), { job: "t", store: memoryStore(), rekey: none, sink: listSink([]) });
		await expect(run).rejects.toMatchObject({ code: "ERR_INVALID_ARGUMENT" });
	});
});
