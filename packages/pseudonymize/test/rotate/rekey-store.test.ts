import { encodeCbor, fromUtf8, memoryStore, type Store, type StoreEntry, toUtf8 } from "@veilkit/core";
import { rekeyStore, rekeyTable } from "@veilkit/pseudonymize/rotate";
import { describe, expect, it, vi } from "vitest";

/** A store with `count` records `old <n>`. */
async function filled(count: number): Promise<Store> {
	const store = memoryStore();
	await store.write(Array.from({ length: count }, (_, n) => ({ key: `r/${String(n).padStart(4, "0")}`, value: toUtf8(`old ${n}`) })));
	return store;
}

async function textsOf(store: Store): Promise<readonly string[]> {
	const texts: string[] = [];
	for await (const { value } of store.list("r/")) texts.push(fromUtf8(value));
	return texts;
}

/** Not idempotent on purpose: a record that is re-keyed twice becomes "newnew 7" and is seen. */
const rekey = (entries: readonly StoreEntry[]) => entries.map(({ value }) => toUtf8(fromUtf8(value).replace(/old|(?<=new)/, "new")));
const JOB = { job: "j", prefix: "r/", rekey, batchSize: 7 } as const;
const renewed = (count: number) => Array.from({ length: count }, (_, n) => `new ${n}`);

describe("a re-key job", () => {
	it("gives every record its new value, and tells how far it is", async () => {
		const store = await filled(100);
		const onProgress = vi.fn();
		expect(await rekeyStore(store, { ...JOB, onProgress })).toEqual({ records: 100, changed: 100 });
		expect(await textsOf(store)).toEqual(renewed(100));
		expect(onProgress).toHaveBeenLastCalledWith({ phase: "rekey", done: 100 });
	});

	it("that is finished does nothing when it is run again; one of another name visits all records again", async () => {
		const store = await filled(20);
		await rekeyStore(store, JOB);
		expect(await rekeyStore(store, JOB)).toEqual({ records: 20, changed: 20 });
		expect(await textsOf(store)).toEqual(renewed(20));
		const unchanged = await rekeyStore(store, { ...JOB, job: "check", rekey: (entries) => entries.map(({ value }) => value) });
		expect(unchanged).toEqual({ records: 20, changed: 0 });
	});

	it.each([0, 1, 2, 5])("that failed after %i batches goes on where it stood", async (batches) => {
		const store = await filled(50);
		let calls = 0;
		const failing = (entries: readonly StoreEntry[]) => {
			if (calls++ === batches) throw new Error("power cut");
			return rekey(entries);
		};
		await expect(rekeyStore(store, { ...JOB, rekey: failing })).rejects.toThrow("power cut");
		expect((await textsOf(store)).filter((text) => text.startsWith("new"))).toHaveLength(7 * batches);
		expect(await rekeyStore(store, JOB)).toEqual({ records: 50, changed: 50 });
		expect(await textsOf(store)).toEqual(renewed(50));
	});

	it("leaves what another writer wrote in the middle, and re-keys what it wrote", async () => {
		const store = await filled(14);
		let disturbed = false;
		const result = await rekeyStore(store, {
			...JOB,
			async rekey(entries) {
				if (!disturbed) await store.write([{ key: "r/0003", value: toUtf8("old 3 (edited)") }, { key: "r/0005" }]);
				disturbed = true;
				return rekey(entries);
			},
		});
		const expected = renewed(14).map((text) => (text === "new 3" ? "new 3 (edited)" : text));
		expect(await textsOf(store)).toEqual(expected.filter((text) => text !== "new 5"));
		expect(result).toEqual({ records: 13, changed: 13 });
	});

	it("run twice at the same time does everything once", async () => {
		const store = await filled(60);
		const slow = async (entries: readonly StoreEntry[]) => {
			await new Promise((resolve) => setTimeout(resolve, 1));
			return rekey(entries);
		};
		const results = await Promise.all([1, 2, 3].map(() => rekeyStore(store, { ...JOB, rekey: slow })));
		expect(results).toEqual(Array.from({ length: 3 }, () => ({ records: 60, changed: 60 })));
		expect(await textsOf(store)).toEqual(renewed(60));
	});

	it("stops on an abort, at a batch, and goes on later", async () => {
		const store = await filled(30);
		const controller = new AbortController();
		let calls = 0;
		const aborting = async (entries: readonly StoreEntry[]) => {
			if (++calls === 2) controller.abort(new Error("enough"));
			await new Promise((resolve) => setTimeout(resolve, 10)); // longer than a slice
			return rekey(entries);
		};
		await expect(rekeyStore(store, { ...JOB, rekey: aborting, signal: controller.signal })).rejects.toThrow("enough");
		expect((await textsOf(store)).filter((text) => text.startsWith("new"))).toHaveLength(14);
		await rekeyStore(store, JOB);
		expect(await textsOf(store)).toEqual(renewed(30));
	});

	it.each(["cut off", "finished"])("that is %s on one prefix is refused on another, and on a table", async (state) => {
		const store = await filled(20);
		await store.write([{ key: "a/0", value: toUtf8("old a") }]);
		let calls = 0;
		const failing = (entries: readonly StoreEntry[]) => {
			if (state === "cut off" && ++calls === 2) throw new Error("power cut");
			return rekey(entries);
		};
		await rekeyStore(store, { ...JOB, rekey: failing }).catch(() => {});
		const refused = { code: "ERR_INVALID_ARGUMENT", message: expect.stringContaining('"j"') };
		await expect(rekeyStore(store, { ...JOB, prefix: "a/" })).rejects.toMatchObject(refused);
		const sink = { resume: vi.fn(), write: vi.fn() };
		await expect(rekeyTable([], { job: "j", store, rekey: (batch) => batch, sink })).rejects.toMatchObject(refused);
		expect(sink.resume).not.toHaveBeenCalled();
		expect(await rekeyStore(store, JOB)).toEqual({ records: 20, changed: 20 });
		expect(await textsOf(store)).toEqual(renewed(20));
	});

	it("started on two prefixes at the same time is refused on the one that comes second", async () => {
		const store = await filled(20);
		await store.write([{ key: "a/0", value: toUtf8("old a") }]);
		const results = await Promise.allSettled([rekeyStore(store, JOB), rekeyStore(store, { ...JOB, prefix: "a/" })]);
		expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
		expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "ERR_INVALID_ARGUMENT" } });
	});

	it("refuses what cannot be right", async () => {
		const store = await filled(1);
		const refused = { code: "ERR_INVALID_ARGUMENT" };
		await expect(rekeyStore(store, { ...JOB, prefix: "" })).rejects.toMatchObject(refused);
		await expect(rekeyStore(store, { ...JOB, job: "a/b" })).rejects.toMatchObject(refused);
		await expect(rekeyStore(store, { ...JOB, rekey: () => [] })).rejects.toMatchObject(refused);
		await expect(rekeyStore(store, { ...JOB, batchsize: 2 } as never)).rejects.toMatchObject(refused);
		const unbound = encodeCbor([1, null, 0, 0, false]); // version 1, which knew no kind and prefix
		const unplaced = encodeCbor([2, "records", "r/", 0, null, -1, 0, false]);
		for (const value of [toUtf8("nonsense"), unbound, unplaced]) {
			await store.write([{ key: "rekey/j", value }]);
			await expect(rekeyStore(store, JOB)).rejects.toMatchObject({ code: "ERR_FORMAT" });
		}
	});
});
