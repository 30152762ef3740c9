/**
 * A store in an IndexedDB database of the browser (Indexed Database API 3.0).
 *
 * Every write is one `readwrite` transaction with strict durability. The browser runs such transactions one at a time, for all tabs and
 * workers of an origin, so a condition that is checked in one still holds when it commits. Versions come from a counter in the database.
 *
 * Assumes that the browser keeps the origin's data: unless `navigator.storage.persist()` was granted, it may delete all of it when space
 * runs short, and a user may at any time. Every script of the origin can read and change the database.
 */
import {
	ABSENT,
	type Bytes,
	checkChanges,
	checkString,
	isVeilkitError,
	type Store,
	type StoreChange,
	type StoreEntry,
	storeClosed,
	storeConflict,
	VeilkitError,
} from "@veilkit/core";

const FORMAT = 1;
const ENTRIES = "entries";
const COUNTER = "counter";
/** A page of a list: larger ones save transactions, smaller ones save memory. */
const PAGE_ENTRIES = 100;

interface StoredValue {
	readonly value: Bytes;
	readonly version: number;
}

function result<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}

function committed(transaction: IDBTransaction): Promise<void> {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(transaction.error);
	});
}

function abort(transaction: IDBTransaction): void {
	try {
		transaction.abort();
	} catch {
		// The browser has aborted it already.
	}
}

function storeIo(doing: string, cause: unknown): VeilkitError {
	if (isVeilkitError(cause)) return cause;
	const code = cause instanceof Error ? cause.name : "";
	const reason = code === "QuotaExceededError" ? "the browser grants no more space" : "the browser refused";
	const message = `IndexedDB store: ${reason}${code === "" ? "" : ` (${code})`} while ${doing}`;
	return new VeilkitError("ERR_STORE_IO", message, { details: { code }, cause });
}

function openDatabase(name: string): Promise<IDBDatabase> {
	const request = indexedDB.open(name, FORMAT);
	request.onupgradeneeded = () => {
		request.result.createObjectStore(ENTRIES);
		request.result.createObjectStore(COUNTER);
	};
	return result(request);
}

/** All of a prefix: "\uffff" sorts after every character that a key may have. */
function keysWith(prefix: string, after: string | undefined): IDBKeyRange {
	return IDBKeyRange.bound(after ?? prefix, `${prefix}\uffff`, after !== undefined);
}

function toEntry(key: string, { value, version }: StoredValue): StoreEntry {
	return { key, value, version: String(version) };
}

async function writeAll(transaction: IDBTransaction, changes: readonly StoreChange[]): Promise<readonly string[]> {
	const entries = transaction.objectStore(ENTRIES);
	const counter = transaction.objectStore(COUNTER);
	const stored: (StoredValue | undefined)[] = await Promise.all(changes.map(({ key }) => result(entries.get(key))));
	const conflict = changes.find(
		({ ifVersion }, index) => ifVersion !== undefined && ifVersion !== String(stored[index]?.version ?? ABSENT),
	);
	if (conflict) throw storeConflict(conflict.key);
	const version = ((await result<number | undefined>(counter.get(COUNTER))) ?? 0) + 1;
	counter.put(version, COUNTER);
	return changes.map(({ key, value }) => {
		if (value === undefined) {
			entries.delete(key);
			return ABSENT;
		}
		entries.put({ value, version }, key);
		return String(version);
	});
}

/** Applies the changes and waits until they are durable, or takes all of them back. */
async function complete(transaction: IDBTransaction, changes: readonly StoreChange[]): Promise<readonly string[]> {
	const [commit, written] = await Promise.allSettled([
		committed(transaction),
		writeAll(transaction, changes).catch((error: unknown) => {
			abort(transaction);
			throw error;
		}),
	]);
	if (written.status === "rejected") throw written.reason;
	if (commit.status === "rejected") throw commit.reason;
	return written.value;
}

/**
 * Opens the store in an IndexedDB database, or creates it.
 *
 * @param name - of the database; all tabs and workers of the origin that give the same name share the store
 * @throws {VeilkitError} `ERR_STORE_IO` if the browser refuses, as some do in private windows
 *
 * @example
 * ```ts
 * import { toUtf8 } from "@veilkit/core";
 * import { indexedDbStore } from "@veilkit/store/indexeddb";
 * const store = await indexedDbStore("app");
 * await store.write([{ key: "greeting", value: toUtf8("hello"), ifVersion: "absent" }]);
 * ```
 */
export async function indexedDbStore(name: string): Promise<Store> {
	checkString(name, "indexedDbStore(name)", { minLength: 1 });
	let database: IDBDatabase;
	try {
		database = await openDatabase(name);
	} catch (cause) {
		throw storeIo("opening the database", cause);
	}
	let closed = false;
	const close = (): void => {
		closed = true;
		database.close();
	};
	// Another tab wants to delete or upgrade the database, and waits until this one lets go.
	database.onversionchange = close;

	function begin(mode: "readonly" | "readwrite"): IDBTransaction {
		if (closed) throw storeClosed();
		return database.transaction([ENTRIES, COUNTER], mode, { durability: "strict" });
	}

	async function reading<T>(read: (entries: IDBObjectStore) => Promise<T>): Promise<T> {
		try {
			return await read(begin("readonly").objectStore(ENTRIES));
		} catch (cause) {
			throw storeIo("reading", cause);
		}
	}

	return {
		async get(key) {
			const stored: StoredValue | undefined = await reading((entries) => result(entries.get(key)));
			return stored && toEntry(key, stored);
		},
		async *list(prefix) {
			let after: string | undefined;
			for (;;) {
				const range = keysWith(prefix, after);
				const [keys, values] = await reading((entries) =>
					Promise.all([result(entries.getAllKeys(range, PAGE_ENTRIES)), result<StoredValue[]>(entries.getAll(range, PAGE_ENTRIES))]),
				);
				for (const [index, value] of values.entries()) yield toEntry(keys[index] as string, value);
				if (keys.length < PAGE_ENTRIES) return;
				after = keys.at(-1) as string;
			}
		},
		async write(changes) {
			if (closed) throw storeClosed();
			checkChanges(changes);
			if (changes.length === 0) return [];
			const own = changes.map((change) => (change.value ? { ...change, value: change.value.slice() } : change));
			try {
				return await complete(begin("readwrite"), own);
			} catch (cause) {
				throw storeIo("writing; nothing was written", cause);
			}
		},
		async close() {
			close();
		},
	};
}
