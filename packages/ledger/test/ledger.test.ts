import { createSigner, fromUtf8, generateKey, isVeilkitError, memoryStore, toUtf8 } from "@veilkit/core";
import { manualClock, seededRandom } from "@veilkit/core/testing";
import {
	createVerifierKey,
	formatVerifierKey,
	type Ledger,
	openLedger,
	parseCheckpoint,
	verifyCheckpoint,
	verifyConsistency,
	verifyInclusion,
	verifyReceipt,
} from "@veilkit/ledger";
import { describe, expect, test } from "vitest";

const ORIGIN = "shop.example/privacy";
const newSigner = (seed: number) => createSigner(generateKey({ purpose: "sign", random: seededRandom(seed) }));
const signer = newSigner(1);
const pinned = formatVerifierKey(createVerifierKey(ORIGIN, signer.publicKey));
const open = (store = memoryStore(), by = signer) =>
	openLedger(store, { signer: by, origin: ORIGIN, clock: manualClock("2026-11-24T12:00:00Z"), random: seededRandom(7) });

async function texts(ledger: Ledger): Promise<readonly (string | undefined)[]> {
	const out: (string | undefined)[] = [];
	for await (const { payload } of ledger.entries()) out.push(payload && fromUtf8(payload));
	return out;
}

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
	try {
		await promise;
		return undefined;
	} catch (error) {
		if (isVeilkitError(error)) return error.code;
		throw error;
	}
}

describe("appending", () => {
	test("gives consecutive receipts, and entries read back in order", async () => {
		const ledger = await open();
		const first = await ledger.append(toUtf8("one"));
		const second = await ledger.append(toUtf8("two"), { subject: "Ada" });
		expect(first).toMatchObject({ index: 0, size: 1 });
		expect(second).toMatchObject({ index: 1, size: 2 });
		expect(JSON.parse(JSON.stringify(second))).toEqual(second);
		expect(await texts(ledger)).toEqual(["one", "two"]);
	});

	test("survives reopening at every size around the bundle limits", async () => {
		const store = memoryStore();
		const ledger = await open(store);
		for (const size of [1, 255, 256, 257, 511, 512, 700]) {
			await ledger.appendAll(Array.from({ length: size - ledger.size }, (_, at) => ({ payload: toUtf8(`${ledger.size + at}`) })));
			const again = await open(store);
			expect(again.size).toBe(size);
			expect(await again.checkpoint()).toBe(await ledger.checkpoint());
		}
		expect(await texts(await open(store))).toEqual(Array.from({ length: 700 }, (_, at) => String(at)));
	}, 60_000);

	test("appendAll of nothing is nothing", async () => {
		const ledger = await open();
		expect(await ledger.appendAll([])).toEqual([]);
		expect(ledger.size).toBe(0);
	});

	test("reads any range", async () => {
		const ledger = await open();
		await ledger.appendAll(Array.from({ length: 600 }, (_, at) => ({ payload: toUtf8(String(at)) })));
		const seen: number[] = [];
		for await (const { index } of ledger.entries({ from: 250, to: 520 })) seen.push(index);
		expect(seen).toEqual(Array.from({ length: 270 }, (_, at) => 250 + at));
	});

	test("refuses unknown options and bad payloads", async () => {
		const ledger = await open();
		expect(await codeOf(ledger.append(toUtf8("x"), { sujbect: "Ada" } as never))).toBe("ERR_INVALID_ARGUMENT");
		expect(await codeOf(ledger.append("x" as never))).toBe("ERR_INVALID_ARGUMENT");
		expect(await codeOf(ledger.append(toUtf8("x"), { subject: "" }))).toBe("ERR_INVALID_ARGUMENT");
		expect(ledger.size).toBe(0);
	});

	test("after close it is refused, and what was pending is done", async () => {
		const ledger = await open();
		const pending = ledger.append(toUtf8("one"));
		await ledger.close();
		expect(await pending).toMatchObject({ index: 0 });
		expect(await codeOf(ledger.append(toUtf8("two")))).toBe("ERR_LEDGER_CLOSED");
	});
});

describe("checkpoints and proofs", () => {
	test("the checkpoint verifies with the pinned key and states the size", async () => {
		const ledger = await open();
		await ledger.appendAll([{ payload: toUtf8("one") }, { payload: toUtf8("two") }]);
		const verdict = verifyCheckpoint(await ledger.checkpoint(), [pinned]);
		expect(verdict).toMatchObject({ ok: true, checkpoint: { origin: ORIGIN, size: 2 } });
	});

	test("inclusion and consistency proofs verify across tile limits", async () => {
		const ledger = await open();
		await ledger.appendAll(Array.from({ length: 600 }, (_, at) => ({ payload: toUtf8(String(at)) })));
		const { root, size } = parseCheckpoint(await ledger.checkpoint());
		for (const index of [0, 1, 255, 256, 511, 512, 599]) {
			const p = await ledger.inclusionProof(index);
			expect(p).toMatchObject({ root, size });
			expect(verifyInclusion(p.proof, p)).toBe(true);
		}
		for (const from of [1, 255, 256, 300, 512, 599, 600]) {
			const p = await ledger.consistencyProof(from);
			expect(p).toMatchObject({ toRoot: root, to: size });
			expect(verifyConsistency(p.proof, p)).toBe(true);
		}
	});

	test("a receipt verifies offline, and only for its own entry, ledger and key", async () => {
		const ledger = await open();
		const receipts = await ledger.appendAll(["a", "b", "c"].map((text) => ({ payload: toUtf8(text), subject: text })));
		const [receipt, other] = receipts as readonly [(typeof receipts)[0], (typeof receipts)[0]];
		const proofFile = await ledger.proofFile(receipt.index);
		expect(verifyReceipt(receipt, proofFile, pinned)).toMatchObject({ ok: true, size: 3, leaf: { index: 0, kind: "data" } });
		expect(verifyReceipt(other, proofFile, pinned)).toEqual({ ok: false, reason: "other-entry" });
		const stranger = formatVerifierKey(createVerifierKey(ORIGIN, newSigner(2).publicKey));
		expect(verifyReceipt(receipt, proofFile, stranger)).toEqual({ ok: false, reason: "unsigned" });
		for (let at = 0; at < proofFile.length; at++) {
			const changed = `${proofFile.slice(0, at)}${proofFile[at] === "A" ? "B" : "A"}${proofFile.slice(at + 1)}`;
			expect(verifyReceipt(receipt, changed, pinned).ok).toBe(false);
		}
	}, 60_000);
});

describe("the signer", () => {
	test("another signer or origin cannot open the ledger", async () => {
		const store = memoryStore();
		await (await open(store)).append(toUtf8("one"));
		expect((await open(store)).size).toBe(1);
		expect(await codeOf(open(store, newSigner(2)))).toBe("ERR_LEDGER_KEY");
		expect(await codeOf(openLedger(store, { signer, origin: "shop.example/other" }))).toBe("ERR_LEDGER_KEY");
	});

	test("a hand-over moves it to the new one", async () => {
		const store = memoryStore();
		const ledger = await open(store);
		await ledger.append(toUtf8("one"));
		const next = newSigner(2);
		expect(await ledger.handOver(next)).toMatchObject({ index: 1, size: 2 });
		await ledger.append(toUtf8("two"));
		expect(await codeOf(open(store))).toBe("ERR_LEDGER_KEY");
		const again = await open(store, next);
		expect(await texts(again)).toEqual(["one", "two"]);
		expect(again.size).toBe(3);
	});
});
