/**
 * What the IndexedDB store must do wherever it runs: on fake-indexeddb in Node, and in a real browser.
 */
import { indexedDbStore } from "@veilkit/store/indexeddb";
import { describe, expect, test, vi } from "vitest";
import { conforms, keysOf, put, textOf } from "./helpers.ts";

let databases = 0;
const freshName = (): string => `veilkit-test-${databases++}`;

/** Registers the cases. */
export function indexedDbCases(where: string): void {
	conforms(`the IndexedDB store ${where}`, () => {
		const name = freshName();
		indexedDB.deleteDatabase(name);
		return () => indexedDbStore(name);
	});

	describe(`the IndexedDB store ${where}`, () => {
		test("asks for strict durability", async () => {
			const store = await indexedDbStore(freshName());
			const begin = vi.spyOn(IDBDatabase.prototype, "transaction");
			await put(store, "k", "v");
			expect(begin.mock.calls.map(([, mode, options]) => [mode, options?.durability])).toEqual([["readwrite", "strict"]]);
			begin.mockRestore();
			await store.close();
		});

		test("takes back all of a write of which one change fails", async () => {
			const store = await indexedDbStore(freshName());
			await put(store, "a", "kept");
			const version = (await store.get("a"))?.version;
			const realPut = IDBObjectStore.prototype.put;
			const failing = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, value, key) {
				if (key === "c") throw new DOMException("full", "QuotaExceededError");
				return realPut.call(this, value, key);
			});
			const changes = ["a", "b", "c"].map((key) => ({ key, value: new Uint8Array(1) }));
			await expect(store.write(changes)).rejects.toMatchObject({ code: "ERR_STORE_IO", details: { code: "QuotaExceededError" } });
			failing.mockRestore();
			expect(await keysOf(store)).toEqual(["a"]);
			expect((await store.get("a"))?.version).toBe(version);
			await store.close();
		});

		test("lets go of its database when another tab deletes it", async () => {
			const name = freshName();
			const store = await indexedDbStore(name);
			await put(store, "k", "v");
			await new Promise((resolve, reject) => {
				const request = indexedDB.deleteDatabase(name);
				request.onsuccess = resolve;
				request.onerror = reject;
				request.onblocked = reject;
			});
			await expect(store.get("k")).rejects.toMatchObject({ code: "ERR_STORE_CLOSED" });
			const again = await indexedDbStore(name);
			expect(await textOf(again, "k")).toBeUndefined();
			await again.close();
		});

		test("reports a database of another kind or a later format", async () => {
			const name = freshName();
			const other = await new Promise<IDBDatabase>((resolve) => {
				const request = indexedDB.open(name, 2);
				request.onsuccess = () => resolve(request.result);
			});
			other.close();
			await expect(indexedDbStore(name)).rejects.toMatchObject({ code: "ERR_STORE_IO", details: { code: "VersionError" } });
			await expect(indexedDbStore("")).rejects.toMatchObject({ code: "ERR_INVALID_ARGUMENT" });
		});
	});
}
