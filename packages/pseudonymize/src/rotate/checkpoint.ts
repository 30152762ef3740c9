/**
 * Where a re-key job stands, kept in a store and replaced by compare-and-set: two runners of one job cannot both move it on.
 *
 * Key `rekey/<job>`, value deterministic CBOR `[2, kind, prefix or null, run, cursor or null, records seen, records changed, finished]`. A name
 * belongs to the kind and prefix it first stood for: under any other the cursor would skip records. Holds no pseudonym.
 */
import {
	ABSENT,
	type Bytes,
	checkString,
	decodeCbor,
	encodeCbor,
	invalidArgument,
	malformed,
	type Store,
	type StoreChange,
} from "@veilkit/core";

/** What a job works on; fixed by its first checkpoint. */
export interface JobScope {
	readonly kind: "records" | "table";
	/** The prefix of the records; null for a table. */
	readonly prefix: string | null;
}

/** A job whose name is well formed. */
export interface Job extends JobScope {
	readonly name: string;
	/** The argument that named it, for errors. */
	readonly path: string;
	/** The key of its checkpoint. */
	readonly key: string;
}

/** Where a job stands. */
export interface Position {
	/** Which runner of a table claimed the job last, counted from 1; 0 for records, which need no claim. */
	readonly run: number;
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

const START: Checkpoint = { run: 0, cursor: null, records: 0, changed: 0, finished: false, version: ABSENT };

const JOB_SHAPE = {
	minLength: 1,
	maxLength: 64,
	pattern: /^[a-z0-9][a-z0-9.-]*$/,
	description: "lower-case letters, digits, . and -",
} as const;

/**
 * Names a job.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkJob(name: unknown, path: string, scope: JobScope): Job {
	const checked = checkString(name, path, JOB_SHAPE);
	return { ...scope, name: checked, path, key: `rekey/${checked}` };
}

function decodeCheckpoint(bytes: Bytes): Position & JobScope {
	const fields = decodeCbor(bytes, { maxDepth: 1, maxItems: 16 });
	const [version, kind, prefix, run, cursor, records, changed, finished] = Array.isArray(fields) ? (fields as readonly unknown[]) : [];
	const isKind = (value: unknown): value is JobScope["kind"] => value === "records" || value === "table";
	const isCount = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
	const isText = (value: unknown): value is string | null => value === null || typeof value === "string";
	if (version !== 2 || !isKind(kind) || !isText(prefix) || !isCount(run)) throw malformed("re-key checkpoint", "not version 2");
	if (!isText(cursor) || !isCount(records) || !isCount(changed) || typeof finished !== "boolean") {
		throw malformed("re-key checkpoint", "no valid position");
	}
	return { kind, prefix, run, cursor, records, changed, finished };
}

/**
 * Where a job stands; the start if it never ran.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` if the name stands for a job of another kind or prefix; `ERR_FORMAT`; errors of the store
 */
export async function loadCheckpoint(store: Store, job: Job): Promise<Checkpoint> {
	const entry = await store.get(job.key);
	if (!entry) return START;
	const { kind, prefix, ...position } = decodeCheckpoint(entry.value);
	if (kind !== job.kind || prefix !== job.prefix) {
		const owner = kind === "table" ? "a table" : `records under "${prefix}"`;
		throw invalidArgument(job.path, `another name: job "${job.name}" belongs to ${owner}`);
	}
	return { ...position, version: entry.version };
}

/**
 * Moves a job on, together with changes, or not at all.
 *
 * @throws {VeilkitError} `ERR_STORE_CONFLICT` if another runner was faster, or a condition of a change fails; errors of the store
 */
export async function saveCheckpoint(
	store: Store,
	job: Job,
	step: { readonly from: Checkpoint; readonly to: Position; readonly changes: readonly StoreChange[] },
): Promise<Checkpoint> {
	const { run, cursor, records, changed, finished } = step.to;
	const value = encodeCbor([2, job.kind, job.prefix, run, cursor, records, changed, finished]);
	const [version] = await store.write([{ key: job.key, value, ifVersion: step.from.version }, ...step.changes]);
	return { run, cursor, records, changed, finished, version: version as string };
}
