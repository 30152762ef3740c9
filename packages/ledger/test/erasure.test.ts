import { createSigner, fromUtf8, generateKey, memoryStore, type Store, toUtf8 } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { createVerifierKey, formatVerifierKey, openLedger, verifyInclusion, verifyLedger, verifyReceipt } from "@veilkit/ledger";
import { describe, expect, test } from "vitest";

const ORIGIN = "shop.example/privacy";
const signer = createSigner(generateKey({ purpose: "sign", random: seededRandom(1) }));
const pinned = formatVerifierKey(createVerifierKey(ORIGIN, signer.publicKey));
const open = (store: Store) => openLedger(store, { signer, origin: ORIGIN, random: seededRandom(7) });

async function dump(store: Store): Promise<ReadonlyMap<string, Uint8Array>> {
	const all = new Map<string, Uint8Array>();
	for await (const { key, value } of store.list("")) all.set(key, value);
	return all;
}

async function payloads(store: Store): Promise<readonly (string | undefined)[]> {
	const out: (string | undefined)[] = [];
	for await (const { payload } of (await open(store)).entries()) out.push(payload && fromUtf8(payload));
	return out;
}

function contains(haystack: Uint8Array, needle: Uint8Array): boolean {
	return Array.from(haystack, (_, at) => at).some((at) => needle.every((byte, offset) => haystack[at + offset] === byte));
}

describe("erasure", () => {
	test("makes the subject's payloads unreadable, and only those", async () => {
		const store = memoryStore();
		const ledger = await open(store);
		await ledger.append(toUtf8("Ada 1"), { subject: "Ada" });
		await ledger.append(toUtf8("Bob 1"), { subject: "Bob" });
		await ledger.append(toUtf8("plain"));
		await ledger.append(toUtf8("Ada 2"), { subject: "Ada" });
		expect(await payloads(store)).toEqual(["Ada 1", "Bob 1", "plain", "Ada 2"]);
		expect(await ledger.eraseSubject("Ada")).toMatchObject({ index: 4 });
		expect(await payloads(store)).toEqual([undefined, "Bob 1", "plain", undefined]);
		expect(await verifyLedger(store, { verifierKey: pinned })).toMatchObject({ ok: true, erased: [0, 3] });
	});

	test("leaves every proof valid, those of the erased entries included", async () => {
		const ledger = await open(memoryStore());
		const receipts = await ledger.appendAll(["Ada", "Bob", "Ada"].map((subject) => ({ payload: toUtf8("x"), subject })));
		const before = await Promise.all(receipts.map(({ index }) => ledger.proofFile(index)));
		const since = await ledger.checkpoint();
		await ledger.eraseSubject("Ada");
		for (const [at, receipt] of receipts.entries()) {
			expect(verifyReceipt(receipt, before[at] as string, pinned)).toMatchObject({ ok: true });
			expect(verifyReceipt(receipt, await ledger.proofFile(receipt.index), pinned)).toMatchObject({ ok: true });
			const p = await ledger.inclusionProof(receipt.index);
			expect(verifyInclusion(p.proof, p)).toBe(true);
		}
		expect(since).not.toBe(await ledger.checkpoint());
	});

	test("destroys key, ciphertexts and the way from the name to the entries", async () => {
		const store = memoryStore();
		const ledger = await open(store);
		await ledger.append(toUtf8("Ada's"), { subject: "Ada" });
		const before = [...(await dump(store)).keys()].filter((key) => /\/(subject|key|sealed)\//.test(key));
		expect(before).toHaveLength(3);
		await ledger.eraseSubject("Ada");
		const after = await dump(store);
		expect(before.filter((key) => after.has(key))).toEqual([]);
	});

	test("of someone unknown records nothing", async () => {
		const ledger = await open(memoryStore());
		expect(await ledger.eraseSubject("Ada")).toBeUndefined();
		expect(ledger.size).toBe(0);
	});

	test("in the same write as the entry leaves the entry erased", async () => {
		const store = memoryStore();
		const ledger = await open(store);
		const [, receipt] = await Promise.all([ledger.append(toUtf8("Ada's"), { subject: "Ada" }), ledger.eraseSubject("Ada")]);
		expect(receipt).toMatchObject({ index: 1, size: 2 });
		expect(await payloads(store)).toEqual([undefined]);
		expect(await verifyLedger(store)).toMatchObject({ ok: true, erased: [0] });
	});

	test("a subject who comes back starts anew", async () => {
		const store = memoryStore();
		const ledger = await open(store);
		await ledger.append(toUtf8("before"), { subject: "Ada" });
		await ledger.eraseSubject("Ada");
		await ledger.append(toUtf8("after"), { subject: "Ada" });
		expect(await payloads(store)).toEqual([undefined, "after"]);
		expect(await verifyLedger(store)).toMatchObject({ ok: true, erased: [0] });
	});

	test("undone from a backup is found", async () => {
		const store = memoryStore();
		const ledger = await open(store);
		await ledger.append(toUtf8("Ada's"), { subject: "Ada" });
		const backup = await dump(store);
		await ledger.eraseSubject("Ada");
		expect(await verifyLedger(store)).toMatchObject({ ok: true });
		for (const kind of ["key", "sealed"]) {
			const [key, value] = [...backup].find(([name]) => name.startsWith(`ledger/${kind}/`)) ?? ["", new Uint8Array(0)];
			await store.write([{ key, value }]);
			expect(await verifyLedger(store)).toEqual({ ok: false, reason: "erasure-undone", index: 1 });
			await store.write([{ key }]);
		}
	});

	test("a payload that vanished without an erasure is found", async () => {
		const store = memoryStore();
		const ledger = await open(store);
		await ledger.append(toUtf8("Ada's"), { subject: "Ada" });
		for (const key of (await dump(store)).keys()) if (/\/(subject|key|sealed)\//.test(key)) await store.write([{ key }]);
		expect(await verifyLedger(store)).toEqual({ ok: false, reason: "missing-payload", index: 0 });
	});
});

test("names and payloads of subjects are nowhere in the clear", async () => {
	const store = memoryStore();
	const ledger = await open(store);
	await ledger.append(toUtf8("canary-payload"), { subject: "canary-name" });
	await ledger.append(toUtf8("visible-payload"));
	const all = [...(await dump(store))];
	const found = (text: string) => all.some(([key, value]) => key.includes(text) || contains(value, toUtf8(text)));
	expect(found("visible-payload")).toBe(true);
	expect(found("canary-payload")).toBe(false);
	expect(found("canary-name")).toBe(false);
});
