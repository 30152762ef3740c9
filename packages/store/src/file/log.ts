/**
 * A store file as one handle sees it: the open file, an index of where each value is, and how far the file has been read.
 *
 * Values are not kept in memory. The file only grows, except that its unfinished end may be cut off and that compaction puts another
 * file in its place; both are noticed by comparing the file's identity, its size and the chain value where reading stopped.
 */
import { fstatSync, readSync, statSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { basename } from "node:path";
import { crc32 } from "node:zlib";
import { type Bytes, equalBytes } from "@veilkit/core";
import { storeCorrupt } from "./io-error.ts";
import { CHAIN_BYTES, chain, changeSize, decodeBody, decodeLength, FRAME_BYTES, HEADER, LENGTH_BYTES } from "./record.ts";

/** Where the current value of a key is. */
export interface LogEntry {
	readonly version: number;
	readonly offset: number;
	readonly length: number;
	/** Finds a value that changed on disk after the file was read. */
	readonly crc: number;
}

/** The state of an open file. */
export interface Log {
	readonly path: string;
	readonly name: string;
	readonly handle: FileHandle;
	readonly writable: boolean;
	readonly identity: string;
	readonly entries: Map<string, LogEntry>;
	/** The highest version ever given. */
	counter: number;
	/** Where the last whole record ends. */
	end: number;
	/** The 16 bytes before `end`. */
	chain: Uint8Array;
	/** Size of the file when it was read through to its end, or `UNREAD`. */
	size: number;
	/** Bytes that the changes behind the current entries take. */
	live: number;
	/** Whether values that were deleted still lie in the file. */
	holdsDeleted: boolean;
}

/**
 * What follows the last whole record: nothing; an append that did not finish; a whole record at the very end that fails its check, which
 * may be either; or bytes that no interrupted append leaves.
 */
export type Tail = "none" | "unfinished" | "suspect" | "damaged";

/** The `size` of a log that must be read on whatever the size of its file. */
export const UNREAD = -1;

const WINDOW_BYTES = 1 << 20;
/** Up to this size a read from the page cache takes less time than a trip through the thread pool. */
const SYNC_READ_BYTES = 1 << 16;

const identityOf = (stat: { dev: bigint; ino: bigint }): string => `${stat.dev}:${stat.ino}`;

/** The state of a file of which only the header is known. */
export function newLog(path: string, handle: FileHandle, writable: boolean): Log {
	const identity = identityOf(fstatSync(handle.fd, { bigint: true }));
	const start = { counter: 0, end: HEADER.length, chain: HEADER, size: HEADER.length, live: 0, holdsDeleted: false };
	return { path, name: basename(path), handle, writable, identity, entries: new Map(), ...start };
}

/** Whether the file on disk is as it was read, continues what was read, or is another one. */
export function compareWithDisk(log: Log): "same" | "continued" | "other" {
	const stat = statSync(log.path, { bigint: true });
	if (identityOf(stat) !== log.identity || stat.size < log.end) return "other";
	const before = new Uint8Array(CHAIN_BYTES);
	readSync(log.handle.fd, before, 0, CHAIN_BYTES, log.end - CHAIN_BYTES);
	if (!equalBytes(before, log.chain)) return "other";
	return Number(stat.size) === log.size ? "same" : "continued";
}

/** Adds a whole record, whose chain value is right, to the index. */
export function adoptRecord(log: Log, record: Uint8Array): void {
	const body = record.subarray(LENGTH_BYTES, record.length - CHAIN_BYTES);
	const { counter, changes } = decodeBody(body);
	for (const { key, version, value } of changes) {
		const old = log.entries.get(key);
		if (old) log.live -= changeSize(key.length, old.length);
		if (value === undefined) {
			if (log.entries.delete(key)) log.holdsDeleted = true;
			continue;
		}
		const { start, length } = value;
		const crc = crc32(body.subarray(start, start + length));
		log.entries.set(key, { version, offset: log.end + LENGTH_BYTES + start, length, crc });
		log.live += changeSize(key.length, length);
	}
	log.counter = counter;
	log.chain = record.slice(record.length - CHAIN_BYTES);
	log.end += record.length;
}

type Reader = (offset: number, length: number) => Promise<Uint8Array>;

/** Reads in large steps; gives fewer bytes than asked for only at the end of the file. */
function windowReader(handle: FileHandle, size: number): Reader {
	let window: Uint8Array = new Uint8Array(0);
	let start = 0;
	return async (offset, length) => {
		if (offset < start || offset + length > start + window.length) {
			const target = new Uint8Array(Math.min(size - offset, Math.max(length, WINDOW_BYTES)));
			const { bytesRead } = await handle.read(target, 0, target.length, offset);
			window = target.subarray(0, bytesRead);
			start = offset;
		}
		return window.subarray(offset - start, offset - start + length);
	};
}

async function isZero(read: Reader, from: number, to: number): Promise<boolean> {
	for (let offset = from; offset < to; offset += WINDOW_BYTES) {
		const part = await read(offset, Math.min(WINDOW_BYTES, to - offset));
		if (part.some((byte) => byte !== 0)) return false;
	}
	return true;
}

async function readRecords(log: Log, size: number): Promise<Tail> {
	const read = windowReader(log.handle, size);
	while (log.end < size) {
		const left = size - log.end;
		if (left < FRAME_BYTES) return "unfinished";
		const length = decodeLength(await read(log.end, LENGTH_BYTES));
		// A file that had grown when the power failed, but whose bytes had not arrived, ends in zeros.
		if (length === undefined) return (await isZero(read, log.end, size)) ? "unfinished" : "damaged";
		if (FRAME_BYTES + length > left) return "unfinished";
		const record = await read(log.end, FRAME_BYTES + length);
		const expected = chain(log.chain, record.subarray(0, LENGTH_BYTES + length));
		if (!equalBytes(expected, record.subarray(LENGTH_BYTES + length))) return FRAME_BYTES + length === left ? "suspect" : "damaged";
		adoptRecord(log, record);
	}
	return "none";
}

/** Reads the records from `log.end` on. They are flushed first: what is read is never lost again. */
export async function readOn(log: Log): Promise<Tail> {
	const { size } = await log.handle.stat();
	log.size = UNREAD;
	if (log.writable) await log.handle.datasync();
	const tail = await readRecords(log, size);
	// Another record may take the place of an unfinished one without a change of the size.
	if (tail === "none") log.size = size;
	return tail;
}

/**
 * Reads a value.
 *
 * @throws {VeilkitError} `ERR_STORE_CORRUPT` if it is not what the index promises
 */
export async function readValue(log: Log, entry: LogEntry): Promise<Bytes> {
	const { offset, length } = entry;
	const value = new Uint8Array(length);
	const read =
		length <= SYNC_READ_BYTES
			? readSync(log.handle.fd, value, 0, length, offset)
			: (await log.handle.read(value, 0, length, offset)).bytesRead;
	if (read !== length || crc32(value) !== entry.crc) throw storeCorrupt(log.name, offset, "a value changed after it was read");
	return value;
}
