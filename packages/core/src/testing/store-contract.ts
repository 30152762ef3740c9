/**
 * Store conformance: what one handle must do on its own.
 */
import { equalBytes } from "../bytes/bytes.ts";
import { toUtf8 } from "../bytes/encoding.ts";
import { ABSENT, type Store } from "../store/store.ts";
import { listAll, must, mustReject, type StoreCase, storeCase } from "./store-case.ts";

const one = Uint8Array.of(1);
const two = Uint8Array.of(2);

async function put(store: Store, key: string, value: Uint8Array = one): Promise<string> {
	const [version] = await store.write([{ key, value }]);
	must(typeof version === "string" && version !== ABSENT && version !== "", "return the new version of a written key");
	return version;
}

const listedKeys = async (store: Store, prefix: string): Promise<string> =>
	(await listAll(store, prefix)).map((entry) => entry.key).join(" ");

const reading: readonly StoreCase[] = [
	storeCase("a key that was never written is undefined", 1, async (open) => {
		const store = await open();
		must((await store.get("nothing")) === undefined, "return undefined for an absent key");
		must((await listAll(store, "")).length === 0, "list nothing while it is empty");
	}),
	storeCase("a written value is read back with its key and version", 1, async (open) => {
		const store = await open();
		const value = Uint8Array.from({ length: 256 }, (_, byte) => byte);
		const version = await put(store, "all-bytes", value);
		const entry = await store.get("all-bytes");
		must(entry !== undefined && equalBytes(entry.value, value), "keep every byte of a value");
		must(entry.key === "all-bytes" && entry.version === version, "return the key and the version that the write returned");
		must(Object.getPrototypeOf(entry.value) === Uint8Array.prototype, "return a plain Uint8Array, not a subclass such as Buffer");
	}),
	storeCase("empty values and values of 1 MiB are kept", 1, async (open) => {
		const store = await open();
		const large = Uint8Array.from({ length: 1 << 20 }, (_, index) => (index * 31 + (index >>> 8)) & 255);
		await put(store, "empty", new Uint8Array(0));
		await put(store, "large", large);
		must((await store.get("empty"))?.value.length === 0, "tell an empty value from an absent one");
		const entry = await store.get("large");
		must(entry !== undefined && equalBytes(entry.value, large), "keep a value of 1 MiB");
	}),
	storeCase("keys differ by case, and may use every allowed character up to 512", 1, async (open) => {
		const store = await open();
		const keys = ["a", "A", "._/@:+=-", "0", "k".repeat(512)];
		for (const [index, key] of keys.entries()) await put(store, key, Uint8Array.of(index));
		for (const [index, key] of keys.entries())
			must((await store.get(key))?.value[0] === index, "keep keys apart that differ in any character");
	}),
	storeCase("changing returned or written bytes does not change the store", 1, async (open) => {
		const store = await open();
		const written = Uint8Array.of(7);
		await put(store, "k", written);
		written.fill(0);
		(await store.get("k"))?.value.fill(0);
		(await listAll(store, "k"))[0]?.value.fill(0);
		must((await store.get("k"))?.value[0] === 7, "own its bytes");
	}),
];

const listing: readonly StoreCase[] = [
	storeCase("a list is ordered by code units", 1, async (open) => {
		const store = await open();
		const keys = ["b", "a/10", "a/2", "Z", "a", "a-b", "_", "a/", "0"];
		await store.write(keys.map((key) => ({ key, value: one })));
		must((await listedKeys(store, "")) === "0 Z _ a a-b a/ a/10 a/2 b", "list keys in the order of their code units");
	}),
	storeCase("a list holds the keys of its prefix and no others", 1, async (open) => {
		const store = await open();
		for (const key of ["a_1", "ab1", "a_", "A_1", "b"]) await put(store, key);
		must((await listedKeys(store, "a_")) === "a_ a_1", "treat the prefix literally, as text, with case");
		must((await listedKeys(store, "%")) === "", "know no wildcard");
		must((await listedKeys(store, "a_1x")) === "", "list nothing under a prefix that no key has");
	}),
	storeCase("a list carries values and versions, and omits deleted keys", 1, async (open) => {
		const store = await open();
		const version = await put(store, "n/1", two);
		await put(store, "n/2");
		await store.write([{ key: "n/2" }]);
		const [entry, ...rest] = await listAll(store, "n/");
		must(rest.length === 0, "forget deleted keys");
		must(entry?.value[0] === 2 && entry.version === version, "list values and versions");
	}),
	storeCase("a long list is complete, and can be left early", 1, async (open) => {
		const store = await open();
		const keys = Array.from({ length: 1500 }, (_, index) => `k/${String(index).padStart(5, "0")}`);
		await store.write(keys.map((key) => ({ key, value: toUtf8(key) })));
		must((await listedKeys(store, "k/")) === keys.join(" "), "list all of 1,500 keys");
		for await (const entry of store.list("k/")) if (entry.key >= "k/00010") break;
		await put(store, "after");
	}),
];

const writing: readonly StoreCase[] = [
	storeCase("every write of a key gives a version it never had, even after a deletion", 1, async (open) => {
		const store = await open();
		const versions = [await put(store, "k"), await put(store, "k"), await put(store, "k", two)];
		must((await store.write([{ key: "k" }]))[0] === ABSENT, 'return "absent" for a deletion');
		must((await store.get("k")) === undefined, "delete a key");
		versions.push(await put(store, "k"), await put(store, "k"));
		must(new Set(versions).size === versions.length, "never use a version twice for a key");
	}),
	storeCase("deleting an absent key and writing no changes succeed", 1, async (open) => {
		const store = await open();
		must((await store.write([{ key: "nothing" }]))[0] === ABSENT, "let an absent key be deleted");
		must((await store.write([])).length === 0, "accept an empty list of changes");
	}),
	storeCase("a condition on the current version holds once", 1, async (open) => {
		const store = await open();
		const first = await put(store, "k");
		const [second] = await store.write([{ key: "k", value: two, ifVersion: first }]);
		must(second !== first, "give a new version to a conditional write");
		const error = await mustReject(
			store.write([{ key: "k", value: one, ifVersion: first }]),
			"ERR_STORE_CONFLICT",
			"refuse a stale version",
		);
		must(error.details["key"] === "k", "name the key of a conflict in the details");
		const entry = await store.get("k");
		must(entry?.value[0] === 2 && entry.version === second, "leave value and version as they were on a conflict");
	}),
	storeCase('"absent" means that the key must not exist', 1, async (open) => {
		const store = await open();
		const [version] = await store.write([{ key: "k", value: one, ifVersion: ABSENT }]);
		await mustReject(
			store.write([{ key: "k", value: two, ifVersion: ABSENT }]),
			"ERR_STORE_CONFLICT",
			"refuse to create a key that exists",
		);
		await mustReject(
			store.write([{ key: "other", value: two, ifVersion: version as string }]),
			"ERR_STORE_CONFLICT",
			"refuse a version of an absent key",
		);
		await store.write([{ key: "k" }]);
		await store.write([{ key: "k", value: two, ifVersion: ABSENT }]);
		must((await store.get("k"))?.value[0] === 2, "create a key again after its deletion");
	}),
	storeCase("a deletion can be conditional", 1, async (open) => {
		const store = await open();
		const stale = await put(store, "k");
		const current = await put(store, "k");
		await mustReject(store.write([{ key: "k", ifVersion: stale }]), "ERR_STORE_CONFLICT", "refuse to delete by a stale version");
		must((await store.get("k")) !== undefined, "keep the key when a conditional deletion is refused");
		await store.write([{ key: "k", ifVersion: current }]);
		must((await store.get("k")) === undefined, "delete by the current version");
	}),
	storeCase("a write applies all of its changes or none, wherever the failing condition stands", 1, async (open) => {
		const store = await open();
		const version = await put(store, "b");
		await put(store, "c");
		const changes = [
			{ key: "a", value: two },
			{ key: "b", value: two, ifVersion: version },
			{ key: "c" },
			{ key: "d", value: two, ifVersion: "no-such-version" },
		];
		for (const order of [changes, changes.toReversed()]) {
			const error = await mustReject(store.write(order), "ERR_STORE_CONFLICT", "refuse a write of which one condition fails");
			must(error.details["key"] === "d", "name the key whose condition failed");
		}
		must((await listedKeys(store, "")) === "b c", "apply no change of a refused write");
		must((await store.get("b"))?.version === version, "keep the versions as they were after a refused write");
		const versions = await store.write(changes.slice(0, 3));
		must((await listedKeys(store, "")) === "a b" && versions[2] === ABSENT, "apply all changes of an accepted write");
		must(
			(await store.get("a"))?.version === versions[0] && (await store.get("b"))?.version === versions[1],
			"return the versions in order",
		);
	}),
	storeCase("malformed changes are refused before anything happens", 1, async (open) => {
		const store = await open();
		const bad: readonly [string, readonly object[]][] = [
			[
				"a key twice",
				[
					{ key: "a", value: one },
					{ key: "a", value: two },
				],
			],
			["an empty key", [{ key: "", value: one }]],
			["a key with a space", [{ key: "a b", value: one }]],
			["a key of 513 characters", [{ key: "k".repeat(513), value: one }]],
			["a value that is not bytes", [{ key: "a", value: "text" }]],
			["a misspelt condition", [{ key: "a", value: one, ifversion: ABSENT }]],
		];
		for (const [what, changes] of bad) {
			const write = store.write([{ key: "good", value: one }, ...(changes as { key: string }[])]);
			await mustReject(write, "ERR_INVALID_ARGUMENT", `refuse ${what}`);
		}
		must((await listAll(store, "")).length === 0, "apply nothing of a malformed write");
	}),
	storeCase("a closed store refuses every call but a second close", 1, async (open) => {
		const store = await open();
		await put(store, "k");
		await store.close();
		await store.close();
		await mustReject(store.get("k"), "ERR_STORE_CLOSED", "refuse to read once it is closed");
		await mustReject(listAll(store, ""), "ERR_STORE_CLOSED", "refuse to list once it is closed");
		await mustReject(store.write([{ key: "k", value: two }]), "ERR_STORE_CLOSED", "refuse to write once it is closed");
	}),
];

/** Reading, listing and writing through one handle. */
export const CONTRACT_CASES: readonly StoreCase[] = [...reading, ...listing, ...writing];
