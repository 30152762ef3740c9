/**
 * Where a re-key job stands, kept in a store and replaced by compare-and-set: two runners of one job cannot both move it on.
 *
 * Key `rekey/<job>`, value deterministic CBOR `[1, cursor or null, records seen, records changed, finished]`. Holds no pseudonym.
 */
import { ABSENT, type Bytes, checkString, decodeCbor, encodeCbor, malformed, type Store, type StoreChange } from "@veilkit/core";

/** Where a job stands. */
export interface Position {
	/** Up to where everything is done: the last key, or the sink's mark; null at the start. */
	readonly cursor: string | null;
	/** Records seen. */
	readonly records: number;
	/** Records among them that got a new value. */
	readonly changed: number;
	readonly finished: boolean;
}

/** A position as stored. */
export interface Checkpoint extends Position {
	readonly version: string;
}

const START: Checkpoint = { cursor: null, records: 0, changed: 0, finished: false, version: ABSENT };

const JOB_SHAPE = {
	minLength: 1,
	maxLength: 64,
	pattern: /^[a-z0-9][a-z0-9.-]*$/,
	description: "lower-case letters, digits, . and -",
} as const;

/** The key of a job's checkpoint. */
export function checkpointKey(job: unknown, path: string): string {
	return `rekey/${checkString(job, path, JOB_SHAPE)}`;
}

function decodePosition(bytes: Bytes): Position {
	const fields = decodeCbor(bytes, { maxDepth: 1, maxItems: 8 });
	const [version, cursor, records, changed, finished] = Array.isArray(fields) ? (fields as readonly unknown[]) : [];
	const isCount = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
	const isCursor = (value: unknown): value is string | null => value === null || typeof value === "string";
	if (version !== 1 || !isCursor(cursor) || !isCount(records) || !isCount(changed) || typeof finished !== "boolean") {
		throw malformed("re-key checkpoint", "not version 1");
	}
	return { cursor, records, changed, finished };
}

/**
 * Where a job stands; the start if it never ran.
 *
 * @throws {VeilkitError} `ERR_FORMAT`; errors of the store
 */
export async function loadCheckpoint(store: Store, key: string): Promise<Checkpoint> {
	const entry = await store.get(key);
	return entry ? { ...decodePosition(entry.value), version: entry.version } : START;
}

/**
 * Moves a job on, together with changes, or not at all.
 *
 * @throws {VeilkitError} `ERR_STORE_CONFLICT` if another runner was faster, or a condition of a change fails; errors of the store
 */
export async function saveCheckpoint(
	store: Store,
	key: string,
	step: { readonly from: Checkpoint; readonly to: Position; readonly changes: readonly StoreChange[] },
): Promise<Checkpoint> {
	const { cursor, records, changed, finished } = step.to;
	const value = encodeCbor([1, cursor, records, changed, finished]);
	const [version] = await store.write([{ key, value, ifVersion: step.from.version }, ...step.changes]);
	return { cursor, records, changed, finished, version: version as string };
}
