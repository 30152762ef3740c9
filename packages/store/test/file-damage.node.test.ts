import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { isVeilkitError } from "@veilkit/core";
import { fileStore } from "@veilkit/store/file";
import { describe, expect, test } from "vitest";
import { freshPath } from "./folder.ts";
import { keysOf, put, textOf } from "./helpers.ts";

/** A closed store with three small writes, and where its last record starts. */
async function smallFile(): Promise<{ path: string; bytes: Buffer; lastRecord: number }> {
	const path = freshPath();
	const store = await fileStore(path);
	await put(store, "a", "first");
	await put(store, "b", "second");
	const lastRecord = statSync(path).size;
	await put(store, "c", "third");
	await store.close();
	return { path, bytes: readFileSync(path), lastRecord };
}

describe("a torn tail, as a crash in the middle of an append leaves it", () => {
	test("is ignored by reading and cut off by the next write, whichever byte was the last to arrive", async () => {
		const { path, bytes, lastRecord } = await smallFile();
		for (let length = lastRecord; length < bytes.length; length++) {
			writeFileSync(path, bytes.subarray(0, length));
			const store = await fileStore(path);
			expect(await keysOf(store)).toEqual(["a", "b"]);
			expect(statSync(path).size).toBe(length);
			await put(store, "d", "x");
			await store.close();
			const again = await fileStore(path);
			expect(await keysOf(again)).toEqual(["a", "b", "d"]);
			await again.close();
		}
	});

	test("does not hide a record of the same length that takes its place", async () => {
		const { path, lastRecord } = await smallFile();
		const length = statSync(path).size - lastRecord;
		truncateSync(path, lastRecord);
		const reader = await fileStore(path);
		const writer = await fileStore(path);
		// The beginning of a longer record: its length, confirmed, and not enough bytes.
		appendFileSync(path, Buffer.concat([Buffer.from("00010000fffeffff", "hex"), Buffer.alloc(length - 8)]));
		expect(await keysOf(reader)).toEqual(["a", "b"]);
		await put(writer, "c", "third");
		expect(statSync(path).size).toBe(lastRecord + length);
		expect(await keysOf(reader)).toEqual(["a", "b", "c"]);
		await reader.close();
		await writer.close();
	});

	test("is dropped if the file had grown but its bytes had not arrived", async () => {
		const { path, bytes, lastRecord } = await smallFile();
		for (const zeros of [1, 8, 24, 60, 5000]) {
			writeFileSync(path, Buffer.concat([bytes.subarray(0, lastRecord), Buffer.alloc(zeros)]));
			const store = await fileStore(path);
			await put(store, "d", "x");
			expect(await keysOf(store)).toEqual(["a", "b", "d"]);
			await store.close();
		}
	});

	test("may be a whole record with a hole in it, if the lock of a dead writer tells that it crashed", async () => {
		const { path, bytes, lastRecord } = await smallFile();
		bytes.fill(0, bytes.length - 20, bytes.length - 10);
		writeFileSync(path, bytes);
		await expect(fileStore(path)).rejects.toMatchObject({ code: "ERR_STORE_CORRUPT", details: { offset: lastRecord } });
		// An empty lock file is what a power failure leaves of a lock.
		writeFileSync(`${path}.lock`, "");
		const store = await fileStore(path);
		expect(await keysOf(store)).toEqual(["a", "b"]);
		await store.close();
		expect(statSync(path).size).toBe(lastRecord);
	});
});

describe("writes that were flushed together, after a crash", () => {
	test("are dropped together, wherever among them bytes had not arrived", async () => {
		const path = freshPath();
		const store = await fileStore(path);
		await put(store, "a", "kept");
		const start = statSync(path).size;
		const versions = await Promise.all(["b", "c", "c", "d"].map((key, at) => put(store, key, `value ${at}`)));
		expect(versions).toEqual(["2", "3", "4", "5"]);
		await store.close();
		const bytes = readFileSync(path);
		const whole = await fileStore(path);
		expect(await keysOf(whole)).toEqual(["a", "b", "c", "d"]);
		expect(await whole.get("c")).toMatchObject({ version: "4", value: Uint8Array.from(Buffer.from("value 2")) });
		await whole.close();
		for (const value of ["value 0", "value 1", "value 3"]) {
			writeFileSync(path, Buffer.from(bytes).fill(0, bytes.indexOf(value), bytes.indexOf(value) + value.length));
			writeFileSync(`${path}.lock`, "");
			const torn = await fileStore(path);
			expect(await keysOf(torn)).toEqual(["a"]);
			await torn.close();
			expect(statSync(path).size).toBe(start);
		}
	});
});

describe("damage", () => {
	test("of any byte of a file is detected, with the offset of the record", async () => {
		const { path, bytes, lastRecord } = await smallFile();
		await (await fileStore(path)).close();
		for (let offset = 0; offset < bytes.length; offset++) {
			for (const flip of [0x01, 0x80, 0xff]) {
				const damaged = Buffer.from(bytes);
				damaged[offset] = (damaged[offset] as number) ^ flip;
				writeFileSync(path, damaged);
				const error = await fileStore(path).then(
					() => undefined,
					(caught: unknown) => caught,
				);
				expect(isVeilkitError(error, "ERR_STORE_CORRUPT") || isVeilkitError(error, "ERR_UNSUPPORTED"), `byte ${offset}`).toBe(true);
				if (offset >= lastRecord) expect(error).toMatchObject({ details: { offset: lastRecord, file: "test.store" } });
			}
		}
	});

	test("of a record that is left out, repeated or moved is detected", async () => {
		const { path, bytes, lastRecord } = await smallFile();
		const [head, last] = [bytes.subarray(0, lastRecord), bytes.subarray(lastRecord)];
		const first = bytes.subarray(16, 16 + last.length);
		for (const altered of [
			[head, last, last],
			[bytes.subarray(0, 16), last],
			[head, last, first],
		]) {
			writeFileSync(path, Buffer.concat(altered));
			await expect(fileStore(path)).rejects.toMatchObject({ code: "ERR_STORE_CORRUPT" });
		}
	});

	test("that happens while the store is open is reported by every call, not only the first", async () => {
		const { path, bytes } = await smallFile();
		const store = await fileStore(path);
		writeFileSync(path, Buffer.concat([bytes, Buffer.from("not a record, and long enough to be one")]));
		for (let call = 0; call < 2; call++) {
			await expect(store.get("a")).rejects.toMatchObject({ code: "ERR_STORE_CORRUPT", details: { offset: bytes.length } });
			await expect(put(store, "a", "x")).rejects.toMatchObject({ code: "ERR_STORE_CORRUPT" });
		}
		await store.close();
	});

	test("of a value on disk after it was read is not handed out", async () => {
		const { path, bytes } = await smallFile();
		const store = await fileStore(path);
		expect(await textOf(store, "a")).toBe("first");
		bytes[bytes.indexOf("first")] = 0;
		writeFileSync(path, bytes);
		await expect(store.get("a")).rejects.toMatchObject({ code: "ERR_STORE_CORRUPT" });
		expect(await textOf(store, "b")).toBe("second");
		await store.close();
	});

	test("files of another kind and of a later format are told apart", async () => {
		const path = freshPath();
		for (const content of ["", "veilkit", "email,name\nada@example.org,Ada\n"]) {
			writeFileSync(path, content);
			await expect(fileStore(path)).rejects.toMatchObject({ code: "ERR_STORE_CORRUPT", details: { offset: 0 } });
		}
		writeFileSync(path, "veilkit store 2\n");
		await expect(fileStore(path)).rejects.toMatchObject({ code: "ERR_UNSUPPORTED", details: { version: "2" } });
	});

	test("a file that is put back to an older state is read anew", async () => {
		const { path, bytes, lastRecord } = await smallFile();
		const store = await fileStore(path);
		expect(await keysOf(store)).toEqual(["a", "b", "c"]);
		truncateSync(path, lastRecord);
		expect(await keysOf(store)).toEqual(["a", "b"]);
		writeFileSync(path, bytes);
		expect(await keysOf(store)).toEqual(["a", "b", "c"]);
		await store.close();
	});
});
