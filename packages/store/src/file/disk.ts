/**
 * The steps that must survive a crash at any moment: creating, opening, appending to and compacting a store file.
 *
 * A new file is written beside the old one, flushed, and renamed over it, so a file that has its final name is whole. Whoever opens a file
 * flushes its folder first, so nothing is ever written to a file whose name could vanish.
 */
import { constants, existsSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { equalBytes, VeilkitError } from "@veilkit/core";
import { storeCorrupt, systemCode } from "./io-error.ts";
import { adoptRecord, type Log, newLog, readValue, UNREAD } from "./log.ts";
import { changeSize, encodeRecord, HEADER, type RecordChange } from "./record.ts";

const COMPACTED_RECORD_BYTES = 1 << 20;
/** Below this size a file is left as it is. */
const COMPACT_FROM_BYTES = 1 << 20;

/** Makes the creation or renaming of a file in a folder durable; Windows has no such call. */
async function syncFolder(path: string): Promise<void> {
	if (process.platform === "win32") return;
	const folder = await open(dirname(path), constants.O_RDONLY);
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
	let done = 0;
	while (done < bytes.length) done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
}

/** Writes a whole file and puts it in the place of `path`; the state that is returned has the file open. */
async function replaceFile(path: string, fill: (log: Log) => Promise<void>): Promise<Log> {
	const temporary = `${path}.new`;
	const handle = await open(temporary, "w+", 0o600);
	try {
		await writeAll(handle, HEADER, 0);
		const log = newLog(path, handle, true);
		await fill(log);
		log.size = log.end;
		await handle.sync();
		await rename(temporary, path);
		await syncFolder(path);
		return log;
	} catch (error) {
		await handle.close();
		await rm(temporary, { force: true });
		throw error;
	}
}

/** Creates an empty store file unless there is one; the caller holds the lock. */
export async function createIfAbsent(path: string): Promise<void> {
	if (existsSync(path)) return;
	const log = await replaceFile(path, async () => undefined);
	await log.handle.close();
}

async function openHandle(path: string): Promise<{ handle: FileHandle; writable: boolean }> {
	try {
		return { handle: await open(path, "r+"), writable: true };
	} catch (error) {
		// A copy on read-only media can still be read, as by an auditor; a write then fails at the lock.
		if (!["EACCES", "EPERM", "EROFS"].includes(systemCode(error))) throw error;
		return { handle: await open(path, "r"), writable: false };
	}
}

async function checkHeader(path: string, handle: FileHandle): Promise<void> {
	const header = new Uint8Array(HEADER.length);
	await handle.read(header, 0, header.length, 0);
	if (equalBytes(header, HEADER)) return;
	const file = basename(path);
	const version = /^veilkit store (\d)\n$/.exec(String.fromCharCode(...header))?.[1];
	if (version === undefined) throw storeCorrupt(file, 0, "not a store file");
	throw new VeilkitError("ERR_UNSUPPORTED", `store file "${file}": format version ${version}; this release reads version 1`, {
		details: { file, version },
	});
}

/**
 * Opens a file of which nothing but the header is read yet.
 *
 * @throws {VeilkitError} `ERR_STORE_CORRUPT`; `ERR_UNSUPPORTED` for a format version that this release does not know
 */
export async function openLog(path: string): Promise<Log> {
	const { handle, writable } = await openHandle(path);
	try {
		await checkHeader(path, handle);
		if (writable) await syncFolder(path);
		return newLog(path, handle, writable);
	} catch (error) {
		await handle.close();
		throw error;
	}
}

/** Cuts off what follows the last whole record. */
export async function dropTail(log: Log): Promise<void> {
	await log.handle.truncate(log.end);
	await log.handle.datasync();
	log.size = log.end;
}

/**
 * Appends a record and takes it up in the state once it is durable; if that fails, takes it back from the file.
 *
 * @throws the system error; `ERR_STORE_IO` if the record could not be taken back either
 */
export async function appendRecord(log: Log, record: Uint8Array): Promise<void> {
	try {
		await writeAll(log.handle, record, log.end);
		// Flushes the bytes and the size of the file; only its times may be late.
		await log.handle.datasync();
	} catch (cause) {
		try {
			await dropTail(log);
		} catch {
			// The next call reads the end of the file again and so learns what became of the write.
			log.size = UNREAD;
			const message = `store file "${log.name}": a write failed and could not be undone; read again what it was to change`;
			throw new VeilkitError("ERR_STORE_IO", message, { details: { file: log.name, outcome: "unknown" }, cause });
		}
		throw cause;
	}
	adoptRecord(log, record);
	log.size = log.end;
}

/** Whether more than half of the file is taken by values that were replaced or deleted. */
export function isWasteful(log: Log): boolean {
	return log.end > Math.max(COMPACT_FROM_BYTES, 2 * log.live);
}

async function writeRecord(log: Log, counter: number, changes: readonly RecordChange[]): Promise<void> {
	const record = encodeRecord(counter, changes, log.chain);
	await writeAll(log.handle, record, log.end);
	adoptRecord(log, record);
}

/** Rewrites a file with its current entries only, which keep their versions; the caller holds the lock. */
export async function compactLog(old: Log): Promise<Log> {
	const { mode, uid, gid } = await old.handle.stat();
	return replaceFile(old.path, async (log) => {
		// The file stays with its owner even if another user, such as root, compacts it.
		await log.handle.chown(uid, gid);
		await log.handle.chmod(mode & 0o777);
		let changes: RecordChange[] = [];
		let size = 0;
		for (const [key, entry] of old.entries) {
			changes.push({ key, value: await readValue(old, entry), version: entry.version });
			size += changeSize(key.length, entry.length);
			if (size < COMPACTED_RECORD_BYTES) continue;
			await writeRecord(log, old.counter, changes);
			changes = [];
			size = 0;
		}
		// Written even if empty: it carries the counter on.
		await writeRecord(log, old.counter, changes);
	});
}
