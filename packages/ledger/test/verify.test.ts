import { createSigner, generateKey, memoryStore, type Store, toUtf8 } from "@veilkit/core";
import { manualClock, seededRandom } from "@veilkit/core/testing";
import { createVerifierKey, formatVerifierKey, openLedger, verifyLedger } from "@veilkit/ledger";
import { describe, expect, test } from "vitest";

const ORIGIN = "shop.example/privacy";
const newSigner = (seed: number) => createSigner(generateKey({ purpose: "sign", random: seededRandom(seed) }));
const signer = newSigner(1);
const keyOf = (by: typeof signer) => formatVerifierKey(createVerifierKey(ORIGIN, by.publicKey));
const pinned = keyOf(signer);
const open = (store: Store, by = signer) =>
	openLedger(store, { signer: by, origin: ORIGIN, clock: manualClock("2026-11-24T12:00:00Z"), random: seededRandom(7) });
const plain = (count: number, from = 0) => Array.from({ length: count }, (_, at) => ({ payload: toUtf8(`entry ${from + at}`) }));

/** All values of a store, to be changed or put back. */
async function contentOf(store: Store): Promise<Map<string, Uint8Array>> {
	const content = new Map<string, Uint8Array>();
	for await (const { key, value } of store.list("")) content.set(key, value);
	return content;
}

async function storeOf(content: ReadonlyMap<string, Uint8Array>): Promise<Store> {
	const store = memoryStore();
	if (content.size > 0) await store.write([...content].map(([key, value]) => ({ key, value })));
	return store;
}

/** A small ledger with all kinds of entries: plain, of two subjects, erased, handed over. */
async function variedLedger(): Promise<{ readonly store: Store; readonly current: typeof signer }> {
	const store = memoryStore();
	const ledger = await open(store);
	await ledger.append(toUtf8("plain"));
	await ledger.append(toUtf8("Ada's"), { subject: "Ada" });
	await ledger.append(toUtf8("Bob's"), { subject: "Bob" });
	await ledger.append(toUtf8("Ada's, too"), { subject: "Ada" });
	await ledger.eraseSubject("Bob");
	const current = newSigner(2);
	await ledger.handOver(current);
	await ledger.append(toUtf8("after"));
	return { store, current };
}

describe("a sound ledger", () => {
	test("is accepted, and the verdict says whose word was taken", async () => {
		const { store, current } = await variedLedger();
		expect(await verifyLedger(store)).toMatchObject({ ok: true, key: "self-asserted", size: 7, erased: [2], verifierKey: keyOf(current) });
		for (const verifierKey of [pinned, keyOf(current)]) {
			expect(await verifyLedger(store, { verifierKey })).toMatchObject({ ok: true, key: "pinned" });
		}
	});

	test("is accepted empty, and with every earlier checkpoint", async () => {
		const store = memoryStore();
		const ledger = await open(store);
		const checkpoints = [await ledger.checkpoint()];
		for (const count of [1, 254, 1, 1, 300]) {
			await ledger.appendAll(plain(count));
			checkpoints.push(await ledger.checkpoint());
		}
		for (const since of checkpoints)
			expect(await verifyLedger(store, { verifierKey: pinned, since })).toMatchObject({ ok: true, size: 557 });
	});

	test("a store without a ledger has none", async () => {
		expect(await verifyLedger(memoryStore())).toEqual({ ok: false, reason: "missing" });
	});
});

describe("tampering is found", () => {
	test("any flipped byte of any stored value", async () => {
		const { store } = await variedLedger();
		const content = await contentOf(store);
		const kinds = new Set<string>();
		for (const [key, value] of content) {
			kinds.add(key.split("/")[1] as string);
			for (let at = 0; at < value.length; at++) {
				const changed = value.slice();
				changed[at] = (changed[at] as number) ^ (1 << (at % 8));
				const verdict = await verifyLedger(await storeOf(new Map([...content, [key, changed]])), { verifierKey: pinned });
				if (verdict.ok) expect.fail(`byte ${at} of ${key}`);
			}
		}
		expect([...kinds].sort()).toEqual(["checkpoint", "entry", "key", "meta", "sealed", "subject"]);
	}, 60_000);

	test("any flipped byte of a tile, at its place", async () => {
		const store = memoryStore();
		await (await open(store)).appendAll(plain(513));
		const content = await contentOf(store);
		const tiles = [...content].filter(([key]) => key.startsWith("ledger/tile/"));
		expect(tiles.map(([key, { length }]) => [key.slice(-16), length])).toEqual([
			["0/00000000000000", 8192],
			["0/00000000000001", 8192],
			["1/00000000000000", 64],
		]);
		for (const [key, value] of tiles) {
			for (const at of [0, 31, 32, value.length - 1]) {
				const changed = value.slice();
				changed[at] = (changed[at] as number) ^ 1;
				const verdict = await verifyLedger(await storeOf(new Map([...content, [key, changed]])));
				expect(verdict).toEqual({ ok: false, reason: "altered-tile", index: key.endsWith("0/00000000000001") ? 256 : 0 });
			}
		}
	});

	test("any value taken away", async () => {
		const { store } = await variedLedger();
		const content = await contentOf(store);
		for (const key of content.keys()) {
			const rest = new Map(content);
			rest.delete(key);
			expect((await verifyLedger(await storeOf(rest), { verifierKey: pinned })).ok, key).toBe(false);
		}
	});

	test("a key of no slot, whatever its name", async () => {
		const { store } = await variedLedger();
		expect(await verifyLedger(store)).toMatchObject({ ok: true });
		for (const name of ["zz", "abc", "", "00".repeat(32)]) {
			await store.write([{ key: `ledger/key/${name}`, value: new Uint8Array(32) }]);
			expect(await verifyLedger(store)).toEqual({ ok: false, reason: "malformed" });
			await store.write([{ key: `ledger/key/${name}` }]);
		}
	});

	test("any two entries swapped", async () => {
		const store = memoryStore();
		await (await open(store)).appendAll(plain(5));
		const content = await contentOf(store);
		const keys = [...content.keys()].filter((key) => key.startsWith("ledger/entry/"));
		for (let a = 0; a < 5; a++) {
			for (let b = a + 1; b < 5; b++) {
				const [keyA, keyB] = [keys[a] as string, keys[b] as string];
				const swapped = new Map([...content, [keyA, content.get(keyB) as Uint8Array], [keyB, content.get(keyA) as Uint8Array]] as const);
				expect(await verifyLedger(await storeOf(swapped))).toEqual({ ok: false, reason: "reordered", index: a });
			}
		}
	});

	test("truncation, at the place", async () => {
		const store = memoryStore();
		await (await open(store)).appendAll(plain(5));
		const content = await contentOf(store);
		content.delete("ledger/entry/00000000000000/004");
		expect(await verifyLedger(await storeOf(content))).toEqual({ ok: false, reason: "truncated", index: 4 });
	});

	test("an old checkpoint over newer entries", async () => {
		const store = memoryStore();
		const ledger = await open(store);
		await ledger.appendAll(plain(2));
		const old = await ledger.checkpoint();
		await ledger.append(toUtf8("third"));
		await store.write([{ key: "ledger/checkpoint", value: toUtf8(old) }]);
		expect(await verifyLedger(store)).toEqual({ ok: false, reason: "rollback", index: 2 });
	});

	test("the whole store rolled back: with an earlier checkpoint only", async () => {
		const store = memoryStore();
		const ledger = await open(store);
		await ledger.appendAll(plain(2));
		const old = await storeOf(await contentOf(store));
		await ledger.append(toUtf8("third"));
		const since = await ledger.checkpoint();
		expect(await verifyLedger(store, { verifierKey: pinned, since })).toMatchObject({ ok: true });
		expect(await verifyLedger(old, { verifierKey: pinned })).toMatchObject({ ok: true });
		expect(await verifyLedger(old, { verifierKey: pinned, since })).toEqual({ ok: false, reason: "rollback", index: 2 });
	});

	test("two branches of one ledger", async () => {
		const store = memoryStore();
		await (await open(store)).appendAll(plain(2));
		const other = await storeOf(await contentOf(store));
		const [one, two] = [await open(store), await open(other)];
		await one.append(toUtf8("one"));
		await two.append(toUtf8("two"));
		const since = await one.checkpoint();
		expect(await verifyLedger(store, { verifierKey: pinned, since })).toMatchObject({ ok: true });
		expect(await verifyLedger(other, { verifierKey: pinned, since })).toEqual({ ok: false, reason: "fork" });
	});

	test("entries rewritten consistently, without the key", async () => {
		const [store, forged] = [memoryStore(), memoryStore()];
		await (await open(store)).appendAll(plain(2));
		await (await open(forged)).appendAll(plain(2, 5));
		const [content, entries] = [await contentOf(store), await contentOf(forged)];
		for (const [key, value] of entries) if (key.startsWith("ledger/entry/")) content.set(key, value);
		expect(await verifyLedger(await storeOf(content))).toEqual({ ok: false, reason: "rewritten" });
	});

	test("a replaced key: a ledger of another's making, and a checkpoint signed by another", async () => {
		const stranger = newSigner(9);
		const [store, theirs] = [memoryStore(), memoryStore()];
		await (await open(store)).appendAll(plain(2));
		await (await open(theirs, stranger)).appendAll(plain(2));
		expect(await verifyLedger(theirs)).toMatchObject({ ok: true, key: "self-asserted" });
		expect(await verifyLedger(theirs, { verifierKey: pinned })).toEqual({ ok: false, reason: "replaced-key" });
		const content = await contentOf(store);
		content.set("ledger/checkpoint", (await contentOf(theirs)).get("ledger/checkpoint") as Uint8Array);
		expect(await verifyLedger(await storeOf(content))).toEqual({ ok: false, reason: "replaced-key" });
	});

	test("a checkpoint that is not this ledger's", async () => {
		const store = memoryStore();
		await (await open(store)).appendAll(plain(2));
		const since = await (await open(memoryStore(), newSigner(9))).checkpoint();
		for (const foreign of [since, "", "nonsense"]) {
			expect(await verifyLedger(store, { since: foreign })).toEqual({ ok: false, reason: "foreign-checkpoint" });
		}
	});
});
