/**
 * A store in one file.
 *
 * Every write is part of one record at the end of an append-only log, so it is there as a whole or not at all, and is flushed before it
 * resolves. Writes that wait at the same time share a record and its flush. Processes take turns through a lock file; each first reads
 * on what others appended. Reading needs no lock. Once most of the file is waste it is rewritten beside itself and renamed; so it is
 * when a handle that wrote is closed and the file still holds deleted values.
 *
 * Assumes a local file system that keeps what it flushed. Keys and values lie in the file as they are: who can read the file
 * (mode 0600: its owner) can read them.
 */
import { basename } from "node:path";
import { type Bytes, checkChanges, checkString, invalidArgument, type Store, type StoreChange, storeClosed } from "@veilkit/core";
import { appendRecord, compactLog, isWasteful } from "./disk.ts";
import { planGroup, takeGroup, type WaitingWrite } from "./group.ts";
import { storeIo } from "./io-error.ts";
import { type LogEntry, readValue } from "./log.ts";
import { recordSize } from "./record.ts";
import { openSharedLog, type SharedLog } from "./shared-log.ts";

const MAX_WRITE_BYTES = 1 << 30;

/** Checks the changes and copies the values, which the caller may change while the write waits. */
function takeChanges(changes: readonly StoreChange[]): Pick<WaitingWrite, "changes" | "size"> {
	checkChanges(changes);
	const size = recordSize(changes);
	if (size > MAX_WRITE_BYTES) throw invalidArgument("store.write(changes)", `at most ${MAX_WRITE_BYTES} bytes in one write`);
	return { changes: changes.map((change) => (change.value ? { ...change, value: change.value.slice() } : { ...change })), size };
}

interface Committer {
	/** Puts a write in the queue. */
	commit(write: WaitingWrite): void;
	/** Takes deleted values out of a file that was written to; the caller has waited for its writes. */
	forget(): Promise<void>;
}

/** Writes groups one after the other for as long as writes are waiting. */
function createCommitter(shared: SharedLog, toStoreError: (cause: unknown) => unknown): Committer {
	const waiting: WaitingWrite[] = [];
	let running = false;
	let wrote = false;
	/** After a compaction that failed, as for want of space, the size from which it is tried again. */
	let compactFrom = 0;

	const compact = async (): Promise<void> => shared.replace(await compactLog(shared.log));

	async function tryToCompact(): Promise<void> {
		try {
			await compact();
		} catch {
			// Nothing is lost: the file stays as it is, only larger than it need be.
			compactFrom = 2 * shared.log.end;
		}
	}

	async function commitGroup(): Promise<void> {
		const group = takeGroup(waiting);
		try {
			const { record, answers } = planGroup(shared.log, group);
			if (record) {
				wrote = true;
				await appendRecord(shared.log, record);
			}
			for (const [index, answer] of answers.entries()) {
				if (answer instanceof Error) group[index]?.reject(answer);
				else group[index]?.resolve(answer);
			}
		} catch (cause) {
			for (const { reject } of group) reject(toStoreError(cause));
			return;
		}
		if (shared.log.end >= compactFrom && isWasteful(shared.log)) await tryToCompact();
	}

	async function run(): Promise<void> {
		running = true;
		while (waiting.length > 0) {
			try {
				await shared.exclusively(commitGroup);
			} catch (cause) {
				for (const { reject } of waiting.splice(0)) reject(toStoreError(cause));
			}
		}
		running = false;
	}

	return {
		commit(write) {
			waiting.push(write);
			if (!running) void run();
		},
		async forget() {
			if (!wrote || !shared.log.holdsDeleted) return;
			await shared.exclusively(async () => {
				// Another process may have done it.
				if (shared.log.holdsDeleted) await compact();
			});
		},
	};
}

/**
 * Opens the store in a file, or creates it.
 *
 * Deleted values leave the file at the latest on `close()`, which rejects with `ERR_STORE_IO` if it cannot take them out.
 *
 * @param path - the file; beside it stands `<path>.lock` while a process writes
 * @throws {VeilkitError} `ERR_STORE_IO` if the file cannot be opened or created; `ERR_STORE_CORRUPT` with the offset of the damage;
 * `ERR_UNSUPPORTED` if a newer release wrote it
 *
 * @example
 * ```ts
 * import { toUtf8 } from "@veilkit/core";
 * import { fileStore } from "@veilkit/store/file";
 * const store = await fileStore("./app.store");
 * const [version] = await store.write([{ key: "greeting", value: toUtf8("hello") }]); // on disk once this resolves
 * await store.write([{ key: "greeting", value: toUtf8("hi"), ifVersion: version }]);
 * await store.close();
 * ```
 */
export async function fileStore(path: string): Promise<Store> {
	const name = basename(checkString(path, "fileStore(path)", { minLength: 1 }));
	const attempt = async <T>(doing: string, action: () => Promise<T>): Promise<T> => {
		try {
			return await action();
		} catch (cause) {
			throw storeIo(name, doing, cause);
		}
	};
	const shared = await attempt("while opening it", () => openSharedLog(path));
	const { commit, forget } = createCommitter(shared, (cause) => storeIo(name, "while writing it; nothing was written", cause));
	const pending = new Set<Promise<unknown>>();
	let closed: Promise<void> | undefined;

	async function finish(): Promise<void> {
		await Promise.allSettled(pending);
		try {
			await attempt("while closing it; it still holds deleted values", forget);
		} finally {
			await shared.close();
		}
	}

	async function refresh(): Promise<void> {
		if (closed) throw storeClosed();
		await attempt("while reading it", () => shared.refresh());
		if (closed) throw storeClosed();
	}
	const read = (entry: LogEntry): Promise<Bytes> => attempt("while reading it", () => readValue(shared.log, entry));

	return {
		async get(key) {
			await refresh();
			const entry = shared.log.entries.get(key);
			return entry && { key, value: await read(entry), version: String(entry.version) };
		},
		async *list(prefix) {
			await refresh();
			const keys = [...shared.log.entries.keys()].filter((key) => key.startsWith(prefix)).sort();
			for (const key of keys) {
				if (closed) throw storeClosed();
				const entry = shared.log.entries.get(key);
				if (entry) yield { key, value: await read(entry), version: String(entry.version) };
			}
		},
		async write(changes) {
			if (closed) throw storeClosed();
			const taken = takeChanges(changes);
			if (changes.length === 0) return [];
			const done = new Promise<readonly string[]>((resolve, reject) => commit({ ...taken, resolve, reject }));
			pending.add(done);
			return done.finally(() => pending.delete(done));
		},
		close() {
			closed ??= finish();
			return closed;
		},
	};
}
