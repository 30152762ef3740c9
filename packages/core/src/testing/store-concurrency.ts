/**
 * Store conformance: several writers at once, and several handles on one storage.
 */
import { bytesToUint, uintToBytes } from "../bytes/bytes.ts";
import { isVeilkitError } from "../error/veilkit-error.ts";
import { ABSENT, type Store } from "../store/store.ts";
import { listAll, must, type StoreCase, storeCase } from "./store-case.ts";

const INCREMENTS = 20;

/** Adds one to a counter by compare-and-set, again and again until it is accepted. */
async function increment(store: Store, key: string): Promise<void> {
	for (;;) {
		const entry = await store.get(key);
		const next = (entry ? bytesToUint(entry.value) : 0) + 1;
		try {
			await store.write([{ key, value: uintToBytes(next, 4), ifVersion: entry?.version ?? ABSENT }]);
			return;
		} catch (error) {
			if (!isVeilkitError(error, "ERR_STORE_CONFLICT")) throw error;
		}
	}
}

async function incrementRepeatedly(store: Store, key: string): Promise<void> {
	for (let round = 0; round < INCREMENTS; round++) await increment(store, key);
}

async function counter(store: Store, key: string): Promise<number> {
	const entry = await store.get(key);
	return entry ? bytesToUint(entry.value) : 0;
}

/** Whether a write was accepted; other failures than a conflict pass through. */
async function accepted(write: Promise<unknown>): Promise<boolean> {
	try {
		await write;
		return true;
	} catch (error) {
		if (isVeilkitError(error, "ERR_STORE_CONFLICT")) return false;
		throw error;
	}
}

/** Cases about more than one writer. */
export const CONCURRENCY_CASES: readonly StoreCase[] = [
	storeCase("concurrent increments through one handle lose nothing", 1, async (open) => {
		const store = await open();
		await Promise.all(Array.from({ length: 4 }, () => incrementRepeatedly(store, "n")));
		must((await counter(store, "n")) === 4 * INCREMENTS, "accept each version as a condition once");
	}),
	storeCase("of many writes with the same condition exactly one is accepted", 1, async (open) => {
		const store = await open();
		const writes = Array.from({ length: 8 }, (_, index) => store.write([{ key: "k", value: Uint8Array.of(index), ifVersion: ABSENT }]));
		const results = await Promise.all(writes.map(accepted));
		must(results.filter(Boolean).length === 1, "let one of several creations win");
		must((await store.get("k"))?.value[0] === results.indexOf(true), "keep the value of the write it accepted");
	}),
	storeCase("concurrent multi-key writes never mix", 1, async (open) => {
		const store = await open();
		const keys = ["x", "y", "z"];
		await Promise.all(Array.from({ length: 10 }, (_, index) => store.write(keys.map((key) => ({ key, value: Uint8Array.of(index) })))));
		const values = (await listAll(store, "")).map((entry) => entry.value[0]);
		must(values.length === 3 && new Set(values).size === 1, "apply the changes of one write together");
	}),
	storeCase("two handles see each other's writes and versions", 2, async (open) => {
		const [left, right] = [await open(), await open()];
		const [version] = await left.write([{ key: "k", value: Uint8Array.of(1) }]);
		must((await right.get("k"))?.version === version, "show a write to other handles at once");
		must((await listAll(right, "")).length === 1, "list what another handle wrote");
		await right.write([{ key: "k", value: Uint8Array.of(2), ifVersion: version as string }]);
		must(
			!(await accepted(left.write([{ key: "k", value: Uint8Array.of(3), ifVersion: version as string }]))),
			"refuse a version that another handle replaced",
		);
		must((await left.get("k"))?.value[0] === 2, "read what another handle wrote");
		await right.write([{ key: "k" }]);
		must((await left.get("k")) === undefined, "see what another handle deleted");
	}),
	storeCase("concurrent increments through two handles lose nothing", 2, async (open) => {
		const [left, right] = [await open(), await open()];
		await Promise.all([left, right, left, right].map((store) => incrementRepeatedly(store, "n")));
		must((await counter(left, "n")) === 4 * INCREMENTS, "accept each version as a condition once among all handles");
	}),
	storeCase("closing one handle leaves the other working", 2, async (open) => {
		const [left, right] = [await open(), await open()];
		await left.write([{ key: "k", value: Uint8Array.of(1) }]);
		await left.close();
		await right.write([{ key: "k", value: Uint8Array.of(2) }]);
		must((await right.get("k"))?.value[0] === 2, "keep handles independent");
	}),
	storeCase("what was written is there after closing and opening again, and old versions stay used", 2, async (open) => {
		const before = await open();
		const [kept] = await before.write([{ key: "kept", value: Uint8Array.of(1) }]);
		const [first] = await before.write([{ key: "k", value: Uint8Array.of(1) }]);
		const [second] = await before.write([{ key: "k", value: Uint8Array.of(2) }]);
		await before.write([{ key: "k" }]);
		await before.close();
		const after = await open();
		const entry = await after.get("kept");
		must(entry?.value[0] === 1 && entry.version === kept, "keep values and versions over a close");
		must((await after.get("k")) === undefined, "keep deletions over a close");
		const [third] = await after.write([{ key: "k", value: Uint8Array.of(1) }]);
		must(third !== first && third !== second, "never use a version again, even after a deletion and a close");
	}),
];
