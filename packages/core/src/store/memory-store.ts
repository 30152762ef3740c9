/**
 * A store in memory: for tests, for short-lived processes, and as the reference that other adapters are compared with.
 *
 * Nothing survives the process. A write is one synchronous step, hence atomic.
 */
import { ABSENT, checkChanges, type Store, type StoreEntry, storeClosed, storeConflict } from "./store.ts";

/**
 * Opens an empty store in memory.
 *
 * @example
 * ```ts
 * import { memoryStore, toUtf8 } from "@veilkit/core";
 * const store = memoryStore();
 * const [version] = await store.write([{ key: "greeting", value: toUtf8("hello") }]);
 * await store.write([{ key: "greeting", value: toUtf8("hi"), ifVersion: version }]);
 * ```
 */
export function memoryStore(): Store {
	const entries = new Map<string, StoreEntry>();
	let writes = 0;
	let closed = false;

	function assertOpen(): void {
		if (closed) throw storeClosed();
	}

	return {
		async get(key) {
			assertOpen();
			const entry = entries.get(key);
			return entry && { ...entry, value: entry.value.slice() };
		},
		async *list(prefix) {
			assertOpen();
			const keys = [...entries.keys()].filter((key) => key.startsWith(prefix)).sort();
			for (const key of keys) {
				const entry = entries.get(key);
				if (entry) yield { ...entry, value: entry.value.slice() };
			}
		},
		async write(changes) {
			assertOpen();
			checkChanges(changes);
			for (const { key, ifVersion } of changes) {
				if (ifVersion !== undefined && (entries.get(key)?.version ?? ABSENT) !== ifVersion) throw storeConflict(key);
			}
			writes++;
			return changes.map(({ key, value }) => {
				if (value === undefined) {
					entries.delete(key);
					return ABSENT;
				}
				const version = String(writes);
				entries.set(key, { key, value: value.slice() as StoreEntry["value"], version });
				return version;
			});
		},
		async close() {
			closed = true;
		},
	};
}
