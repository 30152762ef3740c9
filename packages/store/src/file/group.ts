/**
 * Group commit: writes that wait at the same time become one record. Each has its own conditions and versions, but they reach the disk
 * together or not at all: of several records a crash could leave a later and not an earlier one, and only the last may be torn.
 */
import { ABSENT, type StoreChange, storeConflict, type VeilkitError } from "@veilkit/core";
import type { Log } from "./log.ts";
import { encodeRecord, type RecordChange } from "./record.ts";

/** Waiting writes beyond this many bytes are left for the next flush. */
const MAX_GROUP_BYTES = 1 << 24;

/** A write that waits for its turn. */
export interface WaitingWrite {
	readonly changes: readonly StoreChange[];
	/** Bytes of a record that holds it alone. */
	readonly size: number;
	readonly resolve: (versions: readonly string[]) => void;
	readonly reject: (error: unknown) => void;
}

/** Takes the writes of the next flush, at least one, from the front of the queue. */
export function takeGroup(waiting: WaitingWrite[]): WaitingWrite[] {
	let size = 0;
	const end = waiting.findIndex((write, index) => {
		size += write.size;
		return index > 0 && size > MAX_GROUP_BYTES;
	});
	return waiting.splice(0, end === -1 ? waiting.length : end);
}

/** What a group comes to if its record can be written. */
export interface GroupPlan {
	/** Absent if every write is refused. */
	readonly record?: Uint8Array;
	/** For each write, in order, its versions or its refusal. */
	readonly answers: readonly (readonly string[] | VeilkitError)[];
}

/** Decides on each write of a group as if those before it in the group had been written. */
export function planGroup(log: Log, group: readonly WaitingWrite[]): GroupPlan {
	const written = new Map<string, string>();
	const versionOf = (key: string): string => written.get(key) ?? String(log.entries.get(key)?.version ?? ABSENT);
	const accepted: RecordChange[] = [];
	let version = log.counter;
	const answers = group.map(({ changes }) => {
		const conflict = changes.find(({ key, ifVersion }) => ifVersion !== undefined && ifVersion !== versionOf(key));
		if (conflict) return storeConflict(conflict.key);
		version++;
		return changes.map(({ key, value }) => {
			accepted.push(value === undefined ? { key, version } : { key, value, version });
			const answer = value === undefined ? ABSENT : String(version);
			written.set(key, answer);
			return answer;
		});
	});
	return accepted.length === 0 ? { answers } : { record: encodeRecord(version, accepted, log.chain), answers };
}
