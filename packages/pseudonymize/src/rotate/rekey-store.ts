/**
 * Re-keying the records of a store, batch by batch: kill it at any moment, start it again, and every record is re-keyed exactly once.
 *
 * Each batch is one atomic write: its new values, each on condition that the record is still the one that was read, and the checkpoint, on
 * condition that no other runner moved it. Several runners of one job are safe (and no faster); so are writers beside it, if they make new
 * records under the new key from before the job starts. A record that an old-key writer adds behind the cursor is missed: run a
 * second job, which visits all records again. One that reports `changed: 0` shows that none is left.
 */
import {
	type Bytes,
	checkFunction,
	checkInteger,
	checkOptions,
	checkString,
	createPacer,
	equalBytes,
	invalidArgument,
	isVeilkitError,
	type OperationOptions,
	type Store,
	type StoreChange,
	type StoreEntry,
} from "@veilkit/core";
import { type Checkpoint, checkJob, loadCheckpoint, saveCheckpoint } from "./checkpoint.ts";

/** What a job did, over all its runs. */
export interface RekeyResult {
	/** Records seen. */
	readonly records: number;
	/** Records that got a new value. */
	readonly changed: number;
}

/** Options of {@link rekeyStore}. */
export interface RekeyStoreOptions extends OperationOptions {
	/** Names the job, and its checkpoint `rekey/<job>` in the same store: the same name, for the same prefix, goes on; another starts anew. */
	readonly job: string;
	/** Which records: those whose key starts with this. */
	readonly prefix: string;
	/**
	 * The new value of each record, in order; the same value, or undefined, leaves it. Called again for a batch that must be written again:
	 * it must not have effects of its own.
	 */
	readonly rekey: (entries: readonly StoreEntry[]) => readonly (Uint8Array | undefined)[] | Promise<readonly (Uint8Array | undefined)[]>;
	/** Records of a write, 1 to 10,000; 256 unless given. */
	readonly batchSize?: number;
}

const isConflict = (error: unknown): boolean => isVeilkitError(error, "ERR_STORE_CONFLICT");

/** The records of a prefix behind a cursor, in batches. */
async function* batchesAfter(store: Store, prefix: string, cursor: string | null, size: number): AsyncGenerator<readonly StoreEntry[]> {
	let batch: StoreEntry[] = [];
	for await (const entry of store.list(prefix)) {
		if (cursor !== null && entry.key <= cursor) continue;
		batch.push(entry);
		if (batch.length < size) continue;
		yield batch;
		batch = [];
	}
	if (batch.length > 0) yield batch;
}

async function reread(store: Store, entries: readonly StoreEntry[]): Promise<readonly StoreEntry[]> {
	const present: StoreEntry[] = [];
	for (const { key } of entries) {
		const entry = await store.get(key);
		if (entry) present.push(entry);
	}
	return present;
}

/** The writes that give records new values. */
function changesOf(entries: readonly StoreEntry[], values: readonly (Uint8Array | undefined)[]): readonly StoreChange[] {
	if (values.length !== entries.length) throw invalidArgument("rekeyStore(options.rekey)", "one value for each record");
	return entries.flatMap(({ key, value: old, version }, index) => {
		const value = values[index];
		return value === undefined || equalBytes(value, old) ? [] : [{ key, value: value as Bytes, ifVersion: version }];
	});
}

/**
 * Re-keys the records of a store, from where the job stands.
 *
 * @example
 * ```ts
 * import { rekeyStore } from "@veilkit/pseudonymize/rotate";
 * const { changed } = await rekeyStore(store, {
 *   job: "research-2027",
 *   prefix: "patient/",
 *   rekey: (entries) => update.apply(entries.map(({ value }) => fromUtf8(value))).map(toUtf8), // update: openKeyUpdate(…)
 * });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, also if the name belongs to a job on another prefix or on a table; `ERR_FORMAT` for a damaged
 * checkpoint; errors of the store and of `rekey`, after which the job can go on
 */
export async function rekeyStore(store: Store, options: RekeyStoreOptions): Promise<RekeyResult> {
	checkOptions(options, "rekeyStore(options)", ["job", "prefix", "rekey", "batchSize", "signal", "onProgress"]);
	const { signal, onProgress } = options;
	const prefix = checkString(options.prefix, "rekeyStore(options.prefix)");
	const job = checkJob(options.job, "rekeyStore(options.job)", { kind: "records", prefix });
	if (job.key.startsWith(prefix)) {
		throw invalidArgument("rekeyStore(options.prefix)", "a prefix that leaves out the checkpoints under rekey/");
	}
	const rekey = checkFunction(options.rekey, "rekeyStore(options.rekey)");
	const size = checkInteger(options.batchSize ?? 256, "rekeyStore(options.batchSize)", { min: 1, max: 10_000 });
	const pacer = createPacer({ phase: "rekey", ...(signal && { signal }), ...(onProgress && { onProgress }) });
	let at = await loadCheckpoint(store, job);

	/** Writes a batch; undefined if another runner moved the checkpoint. */
	async function step(batch: readonly StoreEntry[]): Promise<Checkpoint | undefined> {
		const cursor = batch.at(-1)?.key ?? null;
		for (let entries = batch; ; entries = await reread(store, entries)) {
			const changes = changesOf(entries, await rekey(entries));
			const to = { ...at, cursor, records: at.records + entries.length, changed: at.changed + changes.length, finished: false };
			try {
				return await saveCheckpoint(store, job, { from: at, to, changes });
			} catch (error) {
				if (!isConflict(error)) throw error;
				if ((await loadCheckpoint(store, job)).version !== at.version) return undefined;
			}
			await pacer.pause(at.records);
		}
	}

	/** Goes through all that is left; false if another runner moved the checkpoint. */
	async function run(): Promise<boolean> {
		for await (const batch of batchesAfter(store, prefix, at.cursor, size)) {
			const next = await step(batch);
			if (next === undefined) return false;
			at = next;
			if (pacer.due()) await pacer.pause(at.records);
		}
		try {
			at = await saveCheckpoint(store, job, { from: at, to: { ...at, finished: true }, changes: [] });
			return true;
		} catch (error) {
			if (isConflict(error)) return false;
			throw error;
		}
	}

	while (!at.finished && !(await run())) at = await loadCheckpoint(store, job);
	pacer.finish(at.records);
	return { records: at.records, changed: at.changed };
}
