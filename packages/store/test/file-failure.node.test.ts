import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { equalBytes, type Store, toUtf8 } from "@veilkit/core";
import { fileStore } from "@veilkit/store/file";
import { afterEach, describe, expect, test, vi } from "vitest";
import { freshPath } from "./folder.ts";
import { keysOf, put, textOf } from "./helpers.ts";
import { openFiles, systemError } from "./system-calls.ts";

afterEach(() => {
	vi.restoreAllMocks();
});

async function openWithOne(): Promise<{ path: string; store: Store }> {
	const path = freshPath();
	const store = await fileStore(path);
	await put(store, "a", "kept");
	return { path, store };
}

describe("a write that fails", () => {
	test("for want of space leaves the file as it was, although half of the record was written", async () => {
		const { path, store } = await openWithOne();
		const before = readFileSync(path);
		const write = openFiles.write as (this: FileHandle, ...args: unknown[]) => Promise<unknown>;
		vi.spyOn(openFiles, "write").mockImplementationOnce(async function (this: FileHandle, ...args: unknown[]) {
			const [bytes, , length, position] = args as [Uint8Array, number, number, number];
			await write.call(this, bytes, 0, Math.floor(length / 2), position);
			throw systemError("ENOSPC");
		} as never);
		await expect(put(store, "b", "lost")).rejects.toMatchObject({
			code: "ERR_STORE_IO",
			message: 'store file "test.store": no space left on the disk (ENOSPC) while writing it; nothing was written',
			details: { file: "test.store", code: "ENOSPC" },
		});
		expect(readFileSync(path)).toEqual(before);
		await put(store, "c", "after");
		expect(await keysOf(store)).toEqual(["a", "c"]);
		await store.close();
	});

	test("to reach the disk is taken back, for all that wait for the same flush", async () => {
		const { path, store } = await openWithOne();
		const before = readFileSync(path);
		vi.spyOn(openFiles, "datasync").mockRejectedValueOnce(systemError("EIO"));
		const results = await Promise.allSettled([put(store, "b", "lost"), put(store, "c", "lost"), put(store, "d", "lost")]);
		for (const result of results) expect(result).toMatchObject({ status: "rejected", reason: { code: "ERR_STORE_IO" } });
		expect(readFileSync(path)).toEqual(before);
		const second = await fileStore(path);
		expect(await keysOf(second)).toEqual(["a"]);
		await second.close();
		await store.close();
	});

	test("and cannot be taken back says so, and the next call tells what became of it", async () => {
		const { store } = await openWithOne();
		vi.spyOn(openFiles, "datasync").mockRejectedValueOnce(systemError("EIO"));
		vi.spyOn(openFiles, "truncate").mockRejectedValueOnce(systemError("EIO"));
		await expect(put(store, "b", "perhaps")).rejects.toMatchObject({ code: "ERR_STORE_IO", details: { outcome: "unknown" } });
		expect(await textOf(store, "b")).toBe("perhaps");
		await put(store, "c", "after");
		expect(await keysOf(store)).toEqual(["a", "b", "c"]);
		await store.close();
	});

	test("never gives its version to another write", async () => {
		const { store } = await openWithOne();
		vi.spyOn(openFiles, "datasync").mockRejectedValueOnce(systemError("EIO"));
		vi.spyOn(openFiles, "truncate").mockRejectedValueOnce(systemError("EIO"));
		await expect(put(store, "b", "perhaps")).rejects.toMatchObject({ code: "ERR_STORE_IO" });
		const version = (await store.get("b"))?.version;
		expect(await put(store, "b", "next")).not.toBe(version);
		await store.close();
	});
});

describe("opening", () => {
	test("fails with the base name, not the folder, where there is no folder or a folder in place of the file", async () => {
		const path = freshPath();
		await expect(fileStore(join(path, "missing", "x.store"))).rejects.toMatchObject({
			code: "ERR_STORE_IO",
			message: 'store file "x.store": no such file or folder (ENOENT) while opening it',
		});
		mkdirSync(path);
		await expect(fileStore(path)).rejects.toMatchObject({ code: "ERR_STORE_IO", details: { code: "EISDIR" } });
	});

	test("checks its argument", async () => {
		await expect(fileStore("")).rejects.toMatchObject({ code: "ERR_INVALID_ARGUMENT" });
		await expect(fileStore(7 as never)).rejects.toMatchObject({ code: "ERR_INVALID_ARGUMENT" });
	});

	test("creates a file that only its owner can read, with nothing else beside it", async () => {
		const { path, store } = await openWithOne();
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(readdirSync(dirname(path))).toEqual(["test.store"]);
		await store.close();
	});

	test("through a link leads to the same file and lock, and compaction keeps the link", async () => {
		const { path, store } = await openWithOne();
		const link = join(dirname(path), "link.store");
		symlinkSync(path, link);
		const linked = await fileStore(link);
		const large = new Uint8Array(600_000).fill(1);
		await Promise.all([put(store, "n", "1"), put(linked, "m", "1"), put(linked, "large", large), put(store, "large2", large)]);
		await Promise.all([put(linked, "large", "gone"), put(linked, "large2", "gone")]);
		await put(linked, "tick", "");
		expect(statSync(path).size).toBeLessThan(10_000);
		expect(readFileSync(link)).toEqual(readFileSync(path));
		expect(await keysOf(store)).toEqual(["a", "large", "large2", "m", "n", "tick"]);
		await store.close();
		await linked.close();
	});

	test.skipIf(process.getuid?.() === 0)("a file without write permission can be read and refuses writes", async () => {
		const { path, store } = await openWithOne();
		await store.close();
		chmodSync(path, 0o400);
		chmodSync(dirname(path), 0o500);
		const reader = await fileStore(path);
		expect(await textOf(reader, "a")).toBe("kept");
		await expect(put(reader, "a", "x")).rejects.toMatchObject({ code: "ERR_STORE_IO", details: { code: "EACCES" } });
		await reader.close();
		chmodSync(dirname(path), 0o700);
	});
});

describe("compaction", () => {
	const large = new Uint8Array(200_000);

	async function rewriteUntilCompacted(store: Store, path: string): Promise<number> {
		const inode = statSync(path).ino;
		for (let round = 1; round <= 20; round++) {
			await put(store, "large", large.fill(round));
			// Compaction comes after the answer to the write that made it due, and before the next write.
			await put(store, "tick", "");
			if (statSync(path).ino !== inode) return round;
		}
		throw new Error("never compacted");
	}

	test("drops what was replaced, keeps values, versions and permissions, and never uses a version again", async () => {
		const { path, store } = await openWithOne();
		chmodSync(path, 0o640);
		const kept = await store.get("a");
		const deleted = await put(store, "deleted", "x");
		await store.write([{ key: "deleted" }]);
		const round = await rewriteUntilCompacted(store, path);
		expect(statSync(path).size).toBeLessThan(2 * large.length);
		expect(statSync(path).mode & 0o777).toBe(0o640);
		expect(await store.get("a")).toEqual(kept);
		const last = await store.get("large");
		expect(equalBytes(last?.value as Uint8Array, new Uint8Array(large.length).fill(round))).toBe(true);
		await store.write([{ key: "large", ifVersion: last?.version as string }, { key: "a" }]);
		await store.close();
		const again = await fileStore(path);
		const version = await put(again, "deleted", "x");
		expect(Number(version)).toBeGreaterThan(Number(deleted));
		expect(Number(version)).toBeGreaterThan(Number(last?.version));
		await again.close();
	});

	test("is seen by other handles, for reading and for writing", async () => {
		const { path, store } = await openWithOne();
		const other = await fileStore(path);
		const reader = await fileStore(path);
		await rewriteUntilCompacted(store, path);
		await put(other, "b", "after");
		expect(await textOf(reader, "b")).toBe("after");
		expect(await textOf(store, "b")).toBe("after");
		expect(await textOf(reader, "a")).toBe("kept");
		for (const handle of [store, other, reader]) await handle.close();
	});

	test("that fails leaves the file as it is and writing goes on", async () => {
		const { path, store } = await openWithOne();
		const inode = statSync(path).ino;
		vi.spyOn(openFiles, "chmod").mockRejectedValue(systemError("EPERM"));
		for (let round = 1; round <= 12; round++) await put(store, "large", large.fill(round));
		expect(statSync(path).ino).toBe(inode);
		expect(existsSync(`${path}.new`)).toBe(false);
		expect(equalBytes((await store.get("large"))?.value as Uint8Array, large)).toBe(true);
		await store.close();
	});

	test("a list and large reads that are under way survive it", async () => {
		const { path, store } = await openWithOne();
		await put(store, "z", "last");
		const list = store.list("")[Symbol.asyncIterator]();
		expect((await list.next()).value?.key).toBe("a");
		const reading = store.get("a");
		await rewriteUntilCompacted(store, path);
		expect(new TextDecoder().decode((await reading)?.value)).toBe("kept");
		expect([(await list.next()).value?.key, (await list.next()).done]).toEqual(["z", true]);
		await store.close();
	});
});

test("writes that were accepted before a close are finished", async () => {
	const { path, store } = await openWithOne();
	const writes = Array.from({ length: 50 }, (_, index) => store.write([{ key: `k${index}`, value: toUtf8("v") }]));
	await store.close();
	expect(await Promise.all(writes)).toHaveLength(50);
	const again = await fileStore(path);
	expect(await keysOf(again, "k")).toHaveLength(50);
	await again.close();
});
