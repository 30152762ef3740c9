import type { FileHandle } from "node:fs/promises";
import { fileStore } from "@veilkit/store/file";
import { afterEach, describe, expect, test, vi } from "vitest";
import { freshPath } from "./folder.ts";
import { put, textOf } from "./helpers.ts";
import { openFiles } from "./system-calls.ts";

afterEach(() => {
	vi.restoreAllMocks();
});

/** Holds back every flush until `release` is called; `flushed` waits until so many were asked for. */
function holdFlushes(): { flushed(times: number): Promise<void>; release(): void } {
	let release = (): void => undefined;
	const gate = new Promise<void>((resolve) => {
		release = resolve;
	});
	const flush = openFiles.datasync;
	const spy = vi.spyOn(openFiles, "datasync").mockImplementation(async function (this: FileHandle) {
		await gate;
		await flush.call(this);
	});
	return { flushed: (times) => vi.waitFor(() => expect(spy.mock.calls.length).toBe(times), { timeout: 30_000 }), release };
}

const turns = async (count: number): Promise<void> => {
	for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
};

describe("the file store", () => {
	test("resolves a write, and shows it, only once it is flushed", async () => {
		const store = await fileStore(freshPath());
		const held = holdFlushes();
		let resolved = false;
		const write = put(store, "k", "v").then(() => {
			resolved = true;
		});
		await held.flushed(1);
		await turns(5);
		expect(resolved).toBe(false);
		expect(await store.get("k")).toBeUndefined();
		held.release();
		await write;
		expect(await textOf(store, "k")).toBe("v");
		await store.close();
	});

	test("shows what another handle wrote only once it is flushed", async () => {
		const path = freshPath();
		const [writer, reader] = [await fileStore(path), await fileStore(path)];
		const held = holdFlushes();
		const write = put(writer, "k", "v");
		await held.flushed(1);
		let seen = false;
		const read = textOf(reader, "k").then((text) => {
			seen = true;
			return text;
		});
		await held.flushed(2);
		await turns(5);
		expect(seen).toBe(false);
		held.release();
		expect(await read).toBe("v");
		await write;
		await Promise.all([writer.close(), reader.close()]);
	});

	test("finishes the writes that were asked for before it was closed, those of the next flush too", async () => {
		const store = await fileStore(freshPath());
		const held = holdFlushes();
		const first = put(store, "a", "v");
		await held.flushed(1);
		const second = put(store, "b", "v");
		const closed = store.close();
		held.release();
		expect(await Promise.all([first, second, closed])).toEqual(["1", "2", undefined]);
	});

	test("flushes a thousand writes that wait at the same time together", async () => {
		const store = await fileStore(freshPath());
		const flush = vi.spyOn(openFiles, "datasync");
		await Promise.all(Array.from({ length: 1000 }, (_, index) => put(store, `k${index}`, "v")));
		expect(flush.mock.calls.length).toBeLessThanOrEqual(2);
		await store.close();
	});

	test("flushes a new file, and its folder whenever it opens one", async () => {
		const path = freshPath();
		const flush = vi.spyOn(openFiles, "sync");
		const store = await fileStore(path);
		expect(flush.mock.calls.length).toBe(3);
		const other = await fileStore(path);
		expect(flush.mock.calls.length).toBe(4);
		await Promise.all([store.close(), other.close()]);
	});

	test("copies values before it waits", async () => {
		const store = await fileStore(freshPath());
		const value = Uint8Array.of(1);
		const writes = [put(store, "a", value), put(store, "b", value)];
		value.fill(2);
		await Promise.all(writes);
		expect((await store.get("a"))?.value).toEqual(Uint8Array.of(1));
		expect((await store.get("b"))?.value).toEqual(Uint8Array.of(1));
		await store.close();
	});
});
