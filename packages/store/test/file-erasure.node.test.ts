import { readFileSync, statSync } from "node:fs";
import { fileStore } from "@veilkit/store/file";
import { afterEach, describe, expect, test, vi } from "vitest";
import { freshPath } from "./folder.ts";
import { keysOf, put, textOf } from "./helpers.ts";
import { openFiles, systemError } from "./system-calls.ts";

afterEach(() => {
	vi.restoreAllMocks();
});

/** A value that can be searched for in the file. */
const CANARY = "canary-4711";
const holds = (path: string, text = CANARY): boolean => readFileSync(path).includes(text);

describe("a deleted value", () => {
	test("is gone from the file, with its key, once the handle that deleted it is closed", async () => {
		const path = freshPath();
		const store = await fileStore(path);
		await put(store, "kept", "stays");
		const last = await put(store, "personal", CANARY);
		await store.write([{ key: "personal" }]);
		expect(holds(path)).toBe(true);
		await store.close();
		expect(holds(path)).toBe(false);
		expect(holds(path, "personal")).toBe(false);
		const again = await fileStore(path);
		expect(await textOf(again, "kept")).toBe("stays");
		expect(Number(await put(again, "personal", "new"))).toBeGreaterThan(Number(last) + 1);
		await again.close();
	});

	test("leaves no earlier version of itself, and takes one rewriting of the file only", async () => {
		const path = freshPath();
		const store = await fileStore(path);
		await put(store, "personal", `${CANARY} before`);
		await put(store, "personal", "after");
		await store.write([{ key: "personal" }]);
		const other = await fileStore(path);
		await put(other, "b", "v");
		await store.close();
		expect(holds(path)).toBe(false);
		const { ino } = statSync(path);
		await other.close();
		expect(statSync(path).ino).toBe(ino);
	});

	test("that an interrupted process left is gone once the next writer is closed; a reader changes nothing", async () => {
		const path = freshPath();
		const interrupted = await fileStore(path);
		await put(interrupted, "personal", CANARY);
		await interrupted.write([{ key: "personal" }]);
		const reader = await fileStore(path);
		expect(await keysOf(reader)).toEqual([]);
		await reader.close();
		expect(holds(path)).toBe(true);
		const writer = await fileStore(path);
		await put(writer, "a", "v");
		await writer.close();
		expect(holds(path)).toBe(false);
		expect(await textOf(interrupted, "a")).toBe("v");
		await interrupted.close();
	});

	test("that cannot be taken out of the file makes the close say so", async () => {
		const path = freshPath();
		const store = await fileStore(path);
		await put(store, "personal", CANARY);
		await store.write([{ key: "personal" }]);
		vi.spyOn(openFiles, "chmod").mockRejectedValueOnce(systemError("EPERM"));
		await expect(store.close()).rejects.toMatchObject({
			code: "ERR_STORE_IO",
			message: 'store file "test.store": not permitted (EPERM) while closing it; it still holds deleted values',
		});
		expect(holds(path)).toBe(true);
	});
});

test("a file from which nothing was deleted is not rewritten on close", async () => {
	const path = freshPath();
	const store = await fileStore(path);
	const { ino } = statSync(path);
	await put(store, "a", "before");
	await put(store, "a", "after");
	await store.write([{ key: "never-there" }]);
	await store.close();
	expect(statSync(path).ino).toBe(ino);
});
