/**
 * A store file that several processes share: readers read on when it grew, writers take turns.
 */
import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createExclusive } from "../internal/exclusive.ts";
import { createIfAbsent, dropTail, openLog } from "./disk.ts";
import { storeCorrupt, systemCode } from "./io-error.ts";
import { sweepClaims, takeLock } from "./lock.ts";
import { compareWithDisk, type Log, readOn, type Tail } from "./log.ts";

/** A file kept up to date with what other processes write. */
export interface SharedLog {
	/** The state as of the last `refresh`, or of the write that is under way. */
	readonly log: Log;
	/** Takes up everything that was written to the file before the call. */
	refresh(): Promise<void>;
	/** Runs an action while no other handle or process can write, on the newest state. */
	exclusively(action: () => Promise<void>): Promise<void>;
	/** Puts the state of a file that took the place of this one. */
	replace(next: Log): Promise<void>;
	/** Closes the file after everything that was asked for before. */
	close(): Promise<void>;
}

/** The path without links, so that all names of a file lead to the same lock. */
function realPath(path: string): string {
	try {
		return realpathSync(path);
	} catch (error) {
		if (systemCode(error) !== "ENOENT") throw error;
		return join(realpathSync(dirname(path)), basename(path));
	}
}

/** Opens a file and reads it through, or creates it. */
export async function openSharedLog(anyPath: string): Promise<SharedLog> {
	const path = realPath(anyPath);
	const lockPath = `${path}.lock`;
	const oneAtATime = createExclusive();
	/** While this handle holds the lock and has read on, nobody else can change the file. */
	let current = false;
	let log = await openOrCreate();

	async function openOrCreate(): Promise<Log> {
		try {
			return await openLog(path);
		} catch (error) {
			if (systemCode(error) !== "ENOENT") throw error;
		}
		const lock = await takeLock(lockPath);
		try {
			await createIfAbsent(path);
		} finally {
			lock.release();
		}
		return openLog(path);
	}

	async function replace(next: Log): Promise<void> {
		const old = log;
		log = next;
		// Waits for reads that are under way.
		await old.handle.close();
	}

	/** Reads on; a file that took the place of this one is read through first, so that nobody sees a part of it. */
	async function catchUp(change: "continued" | "other"): Promise<Tail> {
		if (change === "continued") return readOn(log);
		const next = await openLog(path);
		let tail: Tail;
		try {
			tail = await readOn(next);
		} catch (error) {
			await next.handle.close();
			throw error;
		}
		await replace(next);
		return tail;
	}

	async function underLock(action: () => Promise<void>): Promise<void> {
		const lock = await takeLock(lockPath);
		try {
			const change = compareWithDisk(log);
			if (change !== "same") {
				const tail = await catchUp(change);
				// Without a crash every append was either finished or taken back, so bad bytes are damage even at the very end.
				if (tail === "damaged" || (tail === "suspect" && !lock.afterCrash)) throw storeCorrupt(log.name, log.end, "damaged record");
			}
			if (log.size !== log.end) await dropTail(log);
			current = true;
			await action();
		} finally {
			current = false;
			lock.release();
		}
	}

	async function readOnWithoutLock(): Promise<void> {
		const change = compareWithDisk(log);
		if (change === "same") return;
		const tail = await catchUp(change);
		if (tail === "none" || tail === "unfinished") return;
		// What looks like damage may be an append that is under way; under the lock there is none.
		if (!log.writable) throw storeCorrupt(log.name, log.end, "damaged record");
		await underLock(async () => undefined);
	}

	try {
		await oneAtATime(readOnWithoutLock);
		if (log.writable) sweepClaims(lockPath);
	} catch (error) {
		await log.handle.close();
		throw error;
	}
	return {
		get log() {
			return log;
		},
		refresh: async () => {
			if (!current && compareWithDisk(log) !== "same") await oneAtATime(readOnWithoutLock);
		},
		exclusively: (action) => oneAtATime(() => underLock(action)),
		replace,
		close: () => oneAtATime(() => log.handle.close()),
	};
}
