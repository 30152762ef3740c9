import { createSigner, generateKey, memoryStore, type Signer, type Store, toUtf8 } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { createVerifierKey, formatVerifierKey, openLedger, verifyLedger } from "@veilkit/ledger";
import { describe, expect, test } from "vitest";

const ORIGIN = "shop.example/privacy";
const newSigner = (seed: number) => createSigner(generateKey({ purpose: "sign", random: seededRandom(seed) }));
const signer = newSigner(1);
const open = (store: Store, by: Signer = signer) => openLedger(store, { signer: by, origin: ORIGIN, random: seededRandom(7) });

async function filled(count: number): Promise<Store> {
	const store = memoryStore();
	const ledger = await open(store);
	await ledger.appendAll(Array.from({ length: count }, (_, at) => ({ payload: toUtf8(String(at)), subject: `subject ${at % 5}` })));
	return store;
}

async function flip(store: Store, key: string, at: number): Promise<void> {
	const value = (await store.get(key))?.value ?? expect.fail(key);
	value[at] = (value[at] as number) ^ 1;
	await store.write([{ key, value }]);
}

const codeOf = (promise: Promise<unknown>) =>
	promise.then(
		() => "ok",
		(error: { readonly code?: string }) => error.code,
	);

describe("opening notices damage", () => {
	test("to the checkpoint, the meta record, and any entry of the last bundle", async () => {
		const good = await filled(3);
		expect(await codeOf(open(good))).toBe("ok");
		for await (const { key, value } of good.list("ledger/")) {
			if (/sealed|subject|key/.test(key)) continue;
			for (let at = 0; at < value.length; at += 3) {
				await flip(good, key, at);
				expect(["ERR_LEDGER_CORRUPT", "ERR_LEDGER_KEY"], `${key} byte ${at}`).toContain(await codeOf(open(good)));
				await flip(good, key, at);
			}
		}
		expect(await codeOf(open(good))).toBe("ok");
	}, 60_000);

	test("to the tiles above the last bundle", async () => {
		const store = await filled(300);
		await flip(store, "ledger/tile/1/00000000000000", 5);
		expect(await codeOf(open(store))).toBe("ERR_LEDGER_CORRUPT");
	});

	test("and entries that are missing, swapped, or all gone", async () => {
		const keys = [0, 1, 2].map((at) => `ledger/entry/00000000000000/00${at}`) as [string, string, string];
		const truncated = await filled(3);
		await truncated.write([{ key: keys[2] }]);
		expect(await codeOf(open(truncated))).toBe("ERR_LEDGER_CORRUPT");
		const swapped = await filled(3);
		const values = await Promise.all(keys.map(async (key) => (await swapped.get(key))?.value ?? expect.fail(key)));
		await swapped.write([
			{ key: keys[0], value: values[1] as Uint8Array },
			{ key: keys[1], value: values[0] as Uint8Array },
		]);
		expect(await codeOf(open(swapped))).toBe("ERR_LEDGER_CORRUPT");
	});
});

describe("reading notices damage to older entries", () => {
	async function readAll(store: Store): Promise<number> {
		let count = 0;
		for await (const _ of (await open(store)).entries()) count++;
		return count;
	}

	test("of record, payload, key or tile", async () => {
		const store = await filled(300);
		expect(await readAll(store)).toBe(300);
		for (const prefix of ["ledger/entry/00000000000000/007", "ledger/sealed/", "ledger/key/"]) {
			for await (const { key, value } of store.list(prefix)) {
				await flip(store, key, value.length - 1);
				expect(await codeOf(readAll(store)), key).toBe("ERR_LEDGER_CORRUPT");
				await flip(store, key, value.length - 1);
				break;
			}
		}
		await flip(store, "ledger/tile/0/00000000000000", 0);
		expect(await codeOf((await open(store)).proofFile(1))).toBe("ERR_LEDGER_CORRUPT");
		expect(await codeOf((await open(store)).consistencyProof(100))).toBe("ERR_LEDGER_CORRUPT");
	});
});

test("a hand-over that the old key did not sign is a replaced key", async () => {
	const store = await filled(2);
	const stranger = newSigner(2);
	const verifierKey = formatVerifierKey(createVerifierKey(ORIGIN, signer.publicKey));
	expect(await verifyLedger(store, { verifierKey })).toMatchObject({ ok: true });
	const impostor: Signer = { algorithm: "ed25519", publicKey: signer.publicKey, sign: (message) => stranger.sign(message) };
	await (await open(store, impostor)).handOver(stranger);
	expect(await verifyLedger(store, { verifierKey })).toEqual({ ok: false, reason: "replaced-key", index: 2 });
});

test("no error names a subject or quotes a payload", async () => {
	const store = memoryStore();
	const ledger = await open(store);
	await ledger.append(toUtf8("canary-payload"), { subject: "canary-subject" });
	for await (const { key } of store.list("ledger/sealed/")) await flip(store, key, 30);
	const reading = (async () => {
		for await (const _ of ledger.entries()) expect.fail("read a damaged payload");
	})();
	const error: unknown = await reading.catch((caught: unknown) => caught);
	expect(error).toMatchObject({ code: "ERR_LEDGER_CORRUPT" });
	expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toContain("canary");
});
