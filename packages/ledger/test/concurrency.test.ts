import { createSigner, generateKey, isVeilkitError, memoryStore, type Store, toUtf8, VeilkitError } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { openLedger, verifyLedger } from "@veilkit/ledger";
import { describe, expect, test } from "vitest";

const signer = createSigner(generateKey({ purpose: "sign", random: seededRandom(1) }));
const open = (store: Store) => openLedger(store, { signer, origin: "shop.example/privacy" });

/** Counts writes; each takes a turn of the event loop, so that other work comes in between. */
function slowStore(): Store & { writes: number; failNext: boolean } {
	const store = memoryStore();
	return {
		...store,
		writes: 0,
		failNext: false,
		async write(changes) {
			await new Promise((resolve) => setTimeout(resolve, 1));
			if (this.failNext) {
				this.failNext = false;
				throw new VeilkitError("ERR_STORE_IO", "no space");
			}
			this.writes++;
			return store.write(changes);
		},
	};
}

describe("one process", () => {
	test("concurrent appends share writes and keep the order of the calls", async () => {
		const store = slowStore();
		const ledger = await open(store);
		const before = store.writes;
		const receipts = await Promise.all(Array.from({ length: 500 }, (_, at) => ledger.append(toUtf8(String(at)))));
		expect(receipts.map(({ index }) => index)).toEqual(Array.from({ length: 500 }, (_, at) => at));
		expect(store.writes - before).toBeLessThanOrEqual(2);
		expect(await verifyLedger(store)).toMatchObject({ ok: true, size: 500 });
	});

	test("of several appends on one expected size, one wins", async () => {
		const ledger = await open(slowStore());
		await ledger.append(toUtf8("first"));
		const results = await Promise.allSettled([1, 2, 3].map((at) => ledger.append(toUtf8(String(at)), { ifSize: 1 })));
		expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
		for (const result of results.slice(1)) {
			expect(result).toMatchObject({ reason: { code: "ERR_LEDGER_CONFLICT", details: { expected: 1, actual: 2 } } });
		}
		expect(ledger.size).toBe(2);
	});

	test("a write that fails rejects its appends, and the next one works", async () => {
		const store = slowStore();
		const ledger = await open(store);
		await ledger.append(toUtf8("one"), { subject: "Ada" });
		store.failNext = true;
		await expect(ledger.append(toUtf8("two"), { subject: "Bob" })).rejects.toMatchObject({ code: "ERR_STORE_IO" });
		expect(await ledger.append(toUtf8("three"), { subject: "Bob" })).toMatchObject({ index: 1 });
		expect(await verifyLedger(store)).toMatchObject({ ok: true, size: 2 });
	});
});

test("the caller may reuse its buffer at once", async () => {
	const ledger = await open(memoryStore());
	const buffer = toUtf8("one");
	const pending = ledger.append(buffer);
	buffer.fill(0);
	await pending;
	for await (const { payload } of ledger.entries()) expect(payload).toEqual(toUtf8("one"));
});

test("a subject made for an append that failed is not taken for a stored one", async () => {
	const store = memoryStore();
	const ledger = await open(store);
	await ledger.append(toUtf8("Bob's"), { subject: "Bob" });
	const again = await open(store);
	const damaged: { key: string; value: Uint8Array }[] = [];
	for await (const { key, value } of store.list("ledger/key/")) damaged.push({ key, value });
	await store.write(damaged.map(({ key }) => ({ key, value: new Uint8Array(32) })));
	const both = ["Ada", "Bob"].map((subject) => ({ payload: toUtf8("x"), subject }));
	await expect(again.appendAll(both)).rejects.toMatchObject({ code: "ERR_LEDGER_CORRUPT" });
	await store.write(damaged);
	await again.append(toUtf8("Ada's"), { subject: "Ada" });
	expect(await verifyLedger(store)).toMatchObject({ ok: true, size: 2, erased: [] });
});

test("a clock that gives no time is refused before anything is written", async () => {
	const store = memoryStore();
	const ledger = await openLedger(store, { signer, origin: "shop.example/privacy", clock: { now: () => Number.NaN } });
	await expect(ledger.append(toUtf8("x"))).rejects.toMatchObject({ code: "ERR_INVALID_ARGUMENT" });
	expect(await verifyLedger(store)).toMatchObject({ ok: true, size: 0 });
});

describe("two processes on one store", () => {
	test("interleave without losing or doubling anything", async () => {
		const store = slowStore();
		const ledgers = [await open(store), await open(store)];
		const wanted: string[] = [];
		const receipts = await Promise.all(
			Array.from({ length: 60 }, async (_, at) => {
				await new Promise((resolve) => setTimeout(resolve, at % 7));
				wanted.push(String(at));
				return (ledgers[at % 2] as (typeof ledgers)[0]).append(toUtf8(String(at)), at % 3 === 0 ? { subject: `subject ${at % 6}` } : {});
			}),
		);
		expect(new Set(receipts.map(({ index }) => index)).size).toBe(60);
		const again = await open(store);
		const found: string[] = [];
		for await (const { payload } of again.entries()) found.push(new TextDecoder().decode(payload));
		expect(found.sort()).toEqual(wanted.sort());
		expect(await verifyLedger(store)).toMatchObject({ ok: true, size: 60 });
	});

	test("ifSize holds across them", async () => {
		const store = memoryStore();
		const [one, two] = [await open(store), await open(store)];
		await one.append(toUtf8("one"));
		expect(two.size).toBe(0);
		await expect(two.append(toUtf8("two"), { ifSize: 0 })).rejects.toMatchObject({ code: "ERR_LEDGER_CONFLICT" });
		expect(two.size).toBe(1);
		expect(await two.append(toUtf8("two"), { ifSize: 1 })).toMatchObject({ index: 1 });
		await one.refresh();
		expect(one.size).toBe(2);
	});

	test("a subject erased by one is a new subject for the other", async () => {
		const store = memoryStore();
		const [one, two] = [await open(store), await open(store)];
		await one.append(toUtf8("1"), { subject: "Ada" });
		await two.eraseSubject("Ada");
		await one.append(toUtf8("2"), { subject: "Ada" });
		const payloads: (string | undefined)[] = [];
		for await (const { payload } of one.entries()) payloads.push(payload && new TextDecoder().decode(payload));
		expect(payloads).toEqual([undefined, "2"]);
		expect(await verifyLedger(store)).toMatchObject({ ok: true, erased: [0] });
	});

	test("both may start the ledger", async () => {
		const store = slowStore();
		const [one, two] = await Promise.all([open(store), open(store)]);
		await Promise.all([one.append(toUtf8("1")), two.append(toUtf8("2"))]);
		expect(await verifyLedger(store)).toMatchObject({ ok: true, size: 2 });
	});

	test("a store that was set back under an open ledger is refused", async () => {
		const store = memoryStore();
		const one = await open(store);
		const entries: { key: string; value: Uint8Array }[] = [];
		for await (const { key, value } of store.list("")) entries.push({ key, value });
		await one.append(toUtf8("1"));
		await store.write(entries);
		let code: string | undefined;
		await one.append(toUtf8("2")).catch((error: unknown) => {
			if (isVeilkitError(error)) code = error.code;
		});
		expect(code).toBe("ERR_LEDGER_CORRUPT");
	});

	test("a verification while others write finds no fault that is not there", async () => {
		const store = memoryStore();
		const ledger = await open(store);
		await ledger.appendAll(Array.from({ length: 300 }, (_, at) => ({ payload: toUtf8(String(at)), subject: `subject ${at % 9}` })));
		const [verdict] = await Promise.all([
			verifyLedger(store),
			ledger.eraseSubject("subject 1"),
			ledger.append(toUtf8("x"), { subject: "new" }),
		]);
		expect(verdict).toMatchObject({ ok: true });
	});
});
