import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { bytesToUint, equalBytes, type Store } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { fileStore } from "@veilkit/store/file";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { freshPath } from "./folder.ts";
import { keysOf, put } from "./helpers.ts";
import { openFiles } from "./system-calls.ts";

const conditions = process.env["TEST_TARGET"] === "dist" ? [] : ["--conditions=@veilkit/source"];

function startWorker(...args: readonly string[]): ChildProcess {
	const script = join(import.meta.dirname, "file-worker.ts");
	return spawn(process.execPath, [...conditions, "--import", "tsx", script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
}

const exited = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once("exit", resolve));

/** Lets a writer go on until it has acknowledged `count` writes, kills it there and then, and returns all numbers it printed. */
async function killAfter(child: ChildProcess, count: number): Promise<number[]> {
	let text = "";
	child.stdout?.on("data", (chunk: Buffer) => {
		text += chunk;
		if (text.split("\n").length > count) child.kill("SIGKILL");
	});
	await exited(child);
	// A number may itself be cut in the middle.
	return text
		.slice(0, text.lastIndexOf("\n") + 1)
		.split("\n")
		.slice(0, -1)
		.map(Number);
}

async function bytesOf(store: Store, key: string): Promise<Uint8Array> {
	return (await store.get(key))?.value ?? new Uint8Array(0);
}

/** Every acknowledged write is there, and of each pair the halves agree. */
async function checkPairs(store: Store, name: string, acknowledged: readonly number[]): Promise<void> {
	const done = new Set(await keysOf(store, `${name}/done/`));
	for (const number of acknowledged) expect(done).toContain(`${name}/done/${number}`);
	for (let slot = 0; slot < 8; slot++) {
		const left = await bytesOf(store, `${name}/left/${slot}`);
		expect(equalBytes(left, await bytesOf(store, `${name}/right/${slot}`))).toBe(true);
		// The pair belongs to a write whose own mark is there too.
		if (left.length > 0) expect([...done].some((key) => ((Number(key.split("/")[2]) * 7919) % 60_000) + 1 === left.length)).toBe(true);
	}
}

describe("several processes on one file", { timeout: 120_000 }, () => {
	test("add up a counter by compare-and-set and lose nothing", async () => {
		const path = freshPath();
		const workers = [startWorker("count", path, "100"), startWorker("count", path, "100")];
		expect(await Promise.all(workers.map(exited))).toEqual([0, 0]);
		const store = await fileStore(path);
		expect(bytesToUint(await bytesOf(store, "n"))).toBe(200);
		await store.close();
	});

	test("killed at any moment lose no acknowledged write and leave no half of one", async () => {
		const path = freshPath();
		const random = seededRandom(7);
		const acknowledged: number[][] = [];
		for (let round = 0; round < 6; round++) {
			const byte = new Uint8Array(1);
			random.fill(byte);
			acknowledged.push(await killAfter(startWorker("write", path, `w${round}`), 1 + (byte[0] as number)));
			const store = await fileStore(path);
			for (const [index, numbers] of acknowledged.entries()) await checkPairs(store, `w${index}`, numbers);
			await put(store, "between", String(round));
			await store.close();
		}
		expect(existsSync(`${path}.lock`)).toBe(false);
	});

	test("one killed while another writes and a third reads", async () => {
		const path = freshPath();
		const reader = startWorker("read", path, "60");
		const [first, second, status] = await Promise.all([
			killAfter(startWorker("write", path, "a"), 60),
			killAfter(startWorker("write", path, "b"), 150),
			exited(reader),
		]);
		expect(status).toBe(0);
		const store = await fileStore(path);
		await checkPairs(store, "a", first);
		await checkPairs(store, "b", second);
		await store.close();
	});
});

test("a list goes on over all its keys while the file is replaced by another handle", async () => {
	const path = freshPath();
	const reader = await fileStore(path);
	const keys = Array.from({ length: 40 }, (_, at) => `k${String(at).padStart(2, "0")}`);
	// Above the size that is read without a trip through the thread pool.
	for (const key of keys) await put(reader, key, new Uint8Array(70_000));
	const list = reader.list("k")[Symbol.asyncIterator]();
	const listed = [(await list.next()).value?.key];
	const before = statSync(path).ino;
	const writer = await fileStore(path);
	for (let round = 0; statSync(path).ino === before; round++) await put(writer, "waste", new Uint8Array(1 << 20).fill(round));
	await writer.close();
	let reloaded = false;
	const reload = reader.get("k00").then(() => {
		reloaded = true;
	});
	for (let next = await list.next(); !next.done; next = await list.next()) {
		listed.push(next.value.key);
		if (!reloaded) await new Promise((resolve) => setImmediate(resolve));
	}
	await reload;
	expect(listed).toEqual(keys);
	await reader.close();
});

describe("a lock file", () => {
	/** A process that is gone, and one that runs but started at another time than the lock says. */
	const DEAD = [`4194304 1 ${hostname()}`, `1 99999999999 ${hostname()}`, "", "\0\0\0"];

	test("whose owner is dead is taken over, by one of many", async () => {
		const path = freshPath();
		const stores = await Promise.all(Array.from({ length: 4 }, () => fileStore(path)));
		// Slow enough for a second writer, if one were let in, to start from the same state.
		const write = openFiles.write as (this: FileHandle, ...args: unknown[]) => Promise<unknown>;
		const slow = vi.spyOn(openFiles, "write").mockImplementation(async function (this: FileHandle, ...args: unknown[]) {
			await new Promise((resolve) => setTimeout(resolve, 20));
			return write.apply(this, args);
		} as never);
		onTestFinished(() => slow.mockRestore());
		for (const [round, owner] of DEAD.entries()) {
			writeFileSync(`${path}.lock`, owner);
			const change = { key: `k${round}`, value: new Uint8Array(1), ifVersion: "absent" };
			const results = await Promise.allSettled(stores.map((store) => store.write([change])));
			expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
		}
		for (const store of stores) {
			expect(await keysOf(store)).toHaveLength(DEAD.length);
			await store.close();
		}
		expect(readdirSync(dirname(path))).toEqual(["test.store"]);
	});

	test("whose breaker died too is taken over", async () => {
		const path = freshPath();
		for (const suffix of [".lock", ".lock.break", ".lock.break.break"]) writeFileSync(path + suffix, DEAD[0] as string);
		const store = await fileStore(path);
		await put(store, "k", "v");
		await store.close();
		expect(readdirSync(dirname(path))).toEqual(["test.store"]);
	});

	test("that a process died creating is swept away", async () => {
		const path = freshPath();
		writeFileSync(`${path}.lock.claim-4194304-0-0`, DEAD[0] as string);
		await (await fileStore(path)).close();
		expect(readdirSync(dirname(path))).toEqual(["test.store"]);
	});

	test.for([`${process.pid} - ${hostname()}`, "1 1 another-host", "a later format"])(
		"of a live or unknown owner is waited for: %s",
		async (owner) => {
			const path = freshPath();
			const store = await fileStore(path);
			writeFileSync(`${path}.lock`, owner);
			let written = false;
			const write = put(store, "k", "v").then(() => {
				written = true;
			});
			// Readers do not wait, and many turns of the loop later the writer still does.
			for (let turn = 0; turn < 20; turn++) {
				expect(await store.get("k")).toBeUndefined();
				await new Promise((resolve) => setTimeout(resolve, 1));
			}
			expect(written).toBe(false);
			rmSync(`${path}.lock`);
			await write;
			await store.close();
		},
	);
});
