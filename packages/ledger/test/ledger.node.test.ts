import { spawn } from "node:child_process";
import { createPublicKey, verify } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSigner, fromUtf8, importKey, memoryStore, toBase64Url, toUtf8 } from "@veilkit/core";
import { openLedger, parseNote, verifyLedger } from "@veilkit/ledger";
import { fileStore } from "@veilkit/store/file";
import { afterAll, beforeAll, expect, test } from "vitest";

const signer = createSigner(importKey(new Uint8Array(32).fill(7), { purpose: "sign", version: 1, createdAt: 0 }));
let folder = "";

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "veilkit-ledger-"));
});
afterAll(async () => {
	await rm(folder, { recursive: true, force: true });
});

function runAppender(path: string, name: string, count: number): Promise<number | null> {
	const script = fileURLToPath(new URL("./support/append-process.ts", import.meta.url));
	const child = spawn(process.execPath, ["--import", "tsx", "--conditions=@veilkit/source", script, path, name, String(count)], {
		stdio: "inherit",
	});
	return new Promise((resolve) => child.on("exit", resolve));
}

test("two processes append to one file, in turn and completely", async () => {
	const path = join(folder, "shared.ledger");
	expect(await Promise.all([runAppender(path, "one", 15), runAppender(path, "two", 15)])).toEqual([0, 0]);
	const store = await fileStore(path);
	expect(await verifyLedger(store)).toMatchObject({ ok: true, size: 30 });
	const ledger = await openLedger(store, { signer, origin: "shop.example/privacy" });
	const texts: string[] = [];
	for await (const { payload } of ledger.entries()) texts.push(payload ? fromUtf8(payload) : "");
	for (const name of ["one", "two"]) {
		expect(texts.filter((text) => text.startsWith(name))).toEqual(Array.from({ length: 15 }, (_, at) => `${name} ${at}`));
	}
	await store.close();
}, 120_000);

test("a checkpoint's signature verifies with an independent Ed25519", async () => {
	const ledger = await openLedger(memoryStore(), { signer, origin: "shop.example/privacy" });
	await ledger.append(toUtf8("entry"));
	const { text, signatures } = parseNote(await ledger.checkpoint());
	const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: toBase64Url(signer.publicKey) }, format: "jwk" });
	const signature = signatures[0]?.signature ?? new Uint8Array(0);
	expect(verify(null, toUtf8(text), key, signature)).toBe(true);
	expect(verify(null, toUtf8(`${text}x`), key, signature)).toBe(false);
});
