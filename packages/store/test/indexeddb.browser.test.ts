import { bytesToUint, isVeilkitError } from "@veilkit/core";
import { indexedDbStore } from "@veilkit/store/indexeddb";
import { expect, test } from "vitest";
import { indexedDbCases } from "./indexeddb-cases.ts";

indexedDbCases("in this browser");

test("two threads add up a counter by compare-and-set and lose nothing", async () => {
	const name = "veilkit-test-threads";
	indexedDB.deleteDatabase(name);
	const count = (): Promise<void> =>
		new Promise((resolve, reject) => {
			const worker = new Worker(new URL("./indexeddb-worker.ts", import.meta.url), { type: "module" });
			worker.onmessage = () => resolve();
			worker.onerror = (event) => reject(new Error(event.message));
			worker.postMessage({ name, rounds: 50 });
		});
	await Promise.all([count(), count()]);
	const store = await indexedDbStore(name);
	expect(bytesToUint((await store.get("n"))?.value ?? new Uint8Array(0))).toBe(100);
	await store.close();
	expect(isVeilkitError(await store.get("n").catch((error: unknown) => error), "ERR_STORE_CLOSED")).toBe(true);
});
