/**
 * Mutual exclusion between processes of one machine, by a lock file that survives neither a crash nor a reboot.
 *
 * A lock file names its owner: host, process id and when that process started (where the system tells), so that a number that was given
 * to another process since, as after a reboot or in a restarted container, is not mistaken for the owner. It appears by `link`, hence
 * complete or not at all. A lock is removed by its owner, or, once the owner is dead, replaced by whoever holds `<lock>.break`, a lock of the
 * same kind. While one process holds that, no other can remove the dead lock, and while the dead lock is there no other can take its
 * place: so what is replaced is the dead lock, never that of a successor.
 *
 * Assumes a local file system with hard links, and process ids that mean the same to all writers: containers that share a store need
 * different host names, and a lock of another host is never broken.
 */
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { threadId } from "node:worker_threads";
import { VeilkitError } from "@veilkit/core";
import { systemCode } from "./io-error.ts";

/** A lock that is held. */
export interface HeldLock {
	/** Whether its last owner died holding it, so that what it was doing may be half done. */
	readonly afterCrash: boolean;
	release(): void;
}

const PATIENCE_MS = 30_000;
const CLAIM = ".claim-";
let claims = 0;

/** Start time of a process, "" if the system does not tell, or undefined if there is no such process. */
function startOf(pid: number): string | undefined {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if (systemCode(error) === "ESRCH") return undefined;
	}
	try {
		// Fields 3 (state) and 22 (start time) of proc_pid_stat(5); the second field, in parentheses, may hold anything.
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return fields[0] === "Z" || fields[0] === "X" ? undefined : (fields[19] ?? "");
	} catch {
		return "";
	}
}

/** `<pid> <start> <host>`; the start is "-" where the system does not tell. */
function describeSelf(): string {
	return `${process.pid} ${startOf(process.pid) || "-"} ${hostname()}`;
}

function isDead(owner: string): boolean {
	// A lock that is empty or all zeros was being created when the machine, not the process, went down.
	if (/^\0*$/.test(owner)) return true;
	const [, pid, start, host] = /^([1-9]\d{0,9}) (\S+) (.+)$/.exec(owner) ?? [];
	if (host !== hostname()) return false;
	const current = startOf(Number(pid));
	return current === undefined || (current !== "" && start !== "-" && current !== start);
}

/** The owner that a lock file names, or undefined if there is no such file. */
function readOwner(path: string): string | undefined {
	try {
		return readFileSync(path, "latin1");
	} catch (error) {
		if (systemCode(error) === "ENOENT") return undefined;
		throw error;
	}
}

/** Runs `place` with a file that names this process; the file is gone afterwards, or under the name that `place` gave it. */
function withClaim(path: string, place: (claim: string) => void): void {
	const claim = `${path}${CLAIM}${process.pid}-${threadId}-${claims++}`;
	try {
		// Readable by all, for a process of another user has to see whose lock it is.
		writeFileSync(claim, describeSelf(), { mode: 0o644 });
		place(claim);
	} finally {
		rmSync(claim, { force: true });
	}
}

/** Creates the lock file unless it exists. */
function tryTake(path: string): boolean {
	try {
		withClaim(path, (claim) => linkSync(claim, path));
		return true;
	} catch (error) {
		if (systemCode(error) === "EEXIST") return false;
		throw error;
	}
}

/** Puts this process in the place of a dead owner, unless somebody else did so first. */
async function tryInherit(path: string): Promise<boolean> {
	const guard = await takeLock(`${path}.break`);
	try {
		const owner = readOwner(path);
		if (owner === undefined || !isDead(owner)) return false;
		withClaim(path, (claim) => renameSync(claim, path));
		return true;
	} finally {
		guard.release();
	}
}

/**
 * Waits for the lock and takes it.
 *
 * @throws {VeilkitError} `ERR_STORE_IO` if a live process has held it for 30 seconds
 */
export async function takeLock(path: string): Promise<HeldLock> {
	const held = (afterCrash: boolean): HeldLock => ({ afterCrash, release: () => rmSync(path, { force: true }) });
	let waited = 0;
	for (;;) {
		const owner = readOwner(path);
		if (owner === undefined) {
			if (tryTake(path)) return held(false);
			continue;
		}
		if (isDead(owner)) {
			if (await tryInherit(path)) return held(true);
			continue;
		}
		if (waited >= PATIENCE_MS) throw stillLocked(path, owner);
		// Short and uneven, so that a busy writer's brief pauses are met sooner or later.
		const pause = 1 + (waited % 3);
		waited += pause;
		await delay(pause);
	}
}

function stillLocked(path: string, owner: string): VeilkitError<"ERR_STORE_IO"> {
	const [pid = "", , host = ""] = owner.split(" ");
	const file = basename(path);
	return new VeilkitError(
		"ERR_STORE_IO",
		`lock file "${file}": held by process ${pid} on host "${host}" for ${PATIENCE_MS / 1000} s; if that process no longer runs, delete the file`,
		{ details: { file, host, pid } },
	);
}

/** Removes what processes left behind that died in the middle of taking the lock. */
export function sweepClaims(path: string): void {
	const folder = dirname(path);
	for (const name of readdirSync(folder)) {
		if (!name.startsWith(`${basename(path)}${CLAIM}`)) continue;
		const owner = readOwner(join(folder, name));
		if (owner && isDead(owner)) rmSync(join(folder, name), { force: true });
	}
}
