import { createSigner, fromHex, importKey, memoryStore, toHex, toUtf8 } from "@veilkit/core";
import { manualClock, seededRandom } from "@veilkit/core/testing";
import {
	createVerifierKey,
	formatVerifierKey,
	leafHash,
	openLedger,
	parseCheckpoint,
	parseNote,
	parseProofFile,
	parseVerifierKey,
	verifyCheckpoint,
	verifyLedger,
	verifyNote,
	verifyReceipt,
} from "@veilkit/ledger";
import { describe, expect, test } from "vitest";
import golden from "../vectors/golden-v1.json" with { type: "json" };
import published from "../vectors/signed-note.json" with { type: "json" };

describe("published notes", () => {
	test.each(published.notes)("$id verifies with its key", ({ note, verifierKey }) => {
		const key = parseVerifierKey(verifierKey);
		expect(formatVerifierKey(key)).toBe(verifierKey);
		expect(verifyNote(note, [key])).toMatchObject({ ok: true, text: note.slice(0, note.lastIndexOf("\n\n") + 1) });
	});

	test.each(published.notes)(
		"$id with any character changed does not",
		({ note, verifierKey }) => {
			const key = parseVerifierKey(verifierKey);
			for (let at = 0; at < note.length; at++) {
				const changed = `${note.slice(0, at)}${note[at] === "x" ? "y" : "x"}${note.slice(at + 1)}`;
				expect(verifyNote(changed, [key]).ok).toBe(false);
			}
		},
		60_000,
	);
});

describe("the frozen ledger of format version 1", () => {
	const signerOf = (byte: number) =>
		createSigner(importKey(new Uint8Array(32).fill(byte), { purpose: "sign", version: byte - 6, createdAt: 0 }));
	const content = Object.entries(golden.store).map(([key, value]) => ({ key, value: fromHex(value) }));

	async function storeOf() {
		const store = memoryStore();
		await store.write(content);
		return store;
	}

	test("is written byte for byte", async () => {
		const store = memoryStore();
		const clock = manualClock("2026-11-24T12:00:00Z");
		const ledger = await openLedger(store, { signer: signerOf(7), origin: golden.origin, clock, random: seededRandom(1) });
		await ledger.appendAll([{ payload: toUtf8("plain") }, { payload: toUtf8("sealed"), subject: "Ada" }]);
		await ledger.append(toUtf8("sealed, then erased"), { subject: "Bob" });
		await ledger.eraseSubject("Bob");
		await ledger.handOver(signerOf(8));
		const written: Record<string, string> = {};
		for await (const { key, value } of store.list("")) written[key] = toHex(value);
		expect(written).toEqual(golden.store);
		expect(await ledger.checkpoint()).toBe(golden.checkpoint);
		expect(await ledger.proofFile(1)).toBe(golden.proofFile1);
	});

	test("is read and verified", async () => {
		const store = await storeOf();
		expect(formatVerifierKey(createVerifierKey(golden.origin, signerOf(7).publicKey))).toBe(golden.verifierKey);
		expect(await verifyLedger(store, { verifierKey: golden.verifierKey })).toMatchObject({ ok: true, size: 5, erased: [2] });
		const ledger = await openLedger(store, { signer: signerOf(8), origin: golden.origin });
		const payloads: (string | undefined)[] = [];
		for await (const { payload } of ledger.entries()) payloads.push(payload && new TextDecoder().decode(payload));
		expect(payloads).toEqual(["plain", "sealed", undefined]);
	});

	test("its checkpoint and proof file verify", () => {
		const newKey = formatVerifierKey(createVerifierKey(golden.origin, signerOf(8).publicKey));
		expect(verifyCheckpoint(golden.checkpoint, [newKey])).toMatchObject({ ok: true, checkpoint: { size: 5 } });
		expect(parseCheckpoint(golden.checkpoint)).toMatchObject({ origin: golden.origin, size: 5, extensions: [] });
		expect(parseNote(golden.checkpoint).signatures).toHaveLength(1);
		const { extra = new Uint8Array(0), index } = parseProofFile(golden.proofFile1);
		const receipt = { index, size: 2, leafHash: toHex(leafHash(extra)) };
		expect(receipt.index).toBe(1);
		expect(verifyReceipt(receipt, golden.proofFile1, newKey)).toMatchObject({ ok: true, size: 5, leaf: { index: 1, kind: "data" } });
		expect(verifyReceipt(receipt, golden.proofFile1, golden.verifierKey)).toEqual({ ok: false, reason: "unsigned" });
	});
});
