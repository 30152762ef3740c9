/**
 * Re-keying a table that is read as batches and written elsewhere, with the checkpoint in a store: kill it at any moment, start it
 * again, and the output has every row exactly once.
 *
 * The sink names, after each batch, the place up to which its output is durable (a file's length, a row number). When the job goes on, the
 * sink first cuts off what came after the last place that the checkpoint knows, and the rows behind it come again. The source must
 * give the same rows in the same order each time; how it cuts them into batches does not matter.
 *
 * The last runner to start takes the job over: before it touches the output it claims the checkpoint, under a run number above all before
 * it. From then on the one it overtook cannot move the checkpoint; only the sink can keep it off the output, by refusing older runs.
 */
import {
	type Batch,
	type BatchSource,
	checkFunction,
	checkObject,
	checkOptions,
	checkString,
	createPacer,
	invalidArgument,
	type OperationOptions,
	type Store,
} from "@veilkit/core";
import { checkJob, loadCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import type { RekeyResult } from "./rekey-store.ts";

/**
 * Where re-keyed batches go.
 *
 * Where two runners can reach one output, the sink must keep the newest run number with it, and reject the calls of older runs without touching
 * the output; comparing and acting must be one step (a transaction, a lock). Otherwise a runner that was overtaken, and does not know it yet, cuts
 * off or adds rows. Run numbers count per job: another job needs another output.
 */
export interface RekeySink {
	/**
	 * Cuts off everything after a place that `write` named; everything, for `null`. Called once a run, before its first write: `run` is the newest
	 * from now on, unless the sink knows a newer one and rejects.
	 */
	resume(mark: string | null, run: number): Promise<void>;
	/** Appends a batch; resolves with the place where it ends, once it is durable there. Rejects if `run` is not the newest. */
	write(batch: Batch, run: number): Promise<string>;
}

/** Options of {@link rekeyTable}. */
export interface RekeyTableOptions extends OperationOptions {
	/** Names the job, and its checkpoint `rekey/<job>`: the same name goes on, another starts anew. */
	readonly job: string;
	/** Where the checkpoint is kept. */
	readonly store: Store;
	/** The batch with new pseudonyms, row by row. */
	readonly rekey: (batch: Batch) => Batch | Promise<Batch>;
	/** Where re-keyed batches go. */
	readonly sink: RekeySink;
}

/** The rows of a batch from `start` on. */
function rowsFrom(batch: Batch, start: number): Batch {
	if (start === 0) return batch;
	const columns = Object.entries(batch.columns).map(([name, column]) => [name, column.slice(start)] as const);
	return { columns: Object.fromEntries(columns), length: batch.length - start };
}

/** How many rows of a batch differ from what they were. */
function countChanged(before: Batch, after: Batch): number {
	let changed = 0;
	for (let row = 0; row < before.length; row++) {
		if (Object.entries(after.columns).some(([name, column]) => column[row] !== before.columns[name]?.[row])) changed++;
	}
	return changed;
}

/**
 * Re-keys a table, from where the job stands.
 *
 * @example
 * ```ts
 * import { rekeyTable } from "@veilkit/pseudonymize/rotate";
 * await rekeyTable(readCsv("old.csv"), {
 *   job: "customers-2027",
 *   store,
 *   rekey: (batch) => ({ ...batch, columns: { ...batch.columns, id: update.apply(batch.columns.id) } }),
 *   sink: appendTo("new.csv"),
 * });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, also if the name belongs to a job on records; `ERR_STORE_CONFLICT`, or the sink's refusal, if another
 * runner took over; `ERR_FORMAT` for a damaged checkpoint; errors of source, sink, store and `rekey`, after which the job can go on
 */
export async function rekeyTable(source: BatchSource, options: RekeyTableOptions): Promise<RekeyResult> {
	checkOptions(options, "rekeyTable(options)", ["job", "store", "rekey", "sink", "signal", "onProgress"]);
	const { store, sink, signal, onProgress } = options;
	const job = checkJob(options.job, "rekeyTable(options.job)", { kind: "table", prefix: null });
	const rekey = checkFunction(options.rekey, "rekeyTable(options.rekey)");
	checkObject(sink, "rekeyTable(options.sink)");
	const pacer = createPacer({ phase: "rekey", ...(signal && { signal }), ...(onProgress && { onProgress }) });
	let at = await loadCheckpoint(store, job);
	if (at.finished) return { records: at.records, changed: at.changed };
	at = await saveCheckpoint(store, job, { from: at, to: { ...at, run: at.run + 1 }, changes: [] });
	await sink.resume(at.cursor, at.run);
	let passed = 0;
	for await (const batch of source) {
		const start = Math.min(batch.length, at.records - passed);
		passed += batch.length;
		const before = rowsFrom(batch, start);
		if (before.length === 0) continue;
		const after = await rekey(before);
		if (after.length !== before.length) throw invalidArgument("rekeyTable(options.rekey)", "as many rows as it was given");
		const cursor = checkString(await sink.write(after, at.run), "rekeyTable(options.sink.write)");
		const to = { ...at, cursor, records: at.records + before.length, changed: at.changed + countChanged(before, after), finished: false };
		at = await saveCheckpoint(store, job, { from: at, to, changes: [] });
		if (pacer.due()) await pacer.pause(at.records);
	}
	at = await saveCheckpoint(store, job, { from: at, to: { ...at, finished: true }, changes: [] });
	pacer.finish(at.records);
	return { records: at.records, changed: at.changed };
}
