/**
 * The one place that writes: jobs queue up, and all that wait are written together.
 *
 * One write is one signature and, on a durable store, one synchronisation with the disk, so concurrent appends share both. Each job sees the
 * jobs before it. A write that another process overtook is made again on the new state, which is checked to continue the old one; a job
 * whose own condition fails is rejected alone.
 */
import {
	type Clock,
	checkInteger,
	equalBytes,
	isVeilkitError,
	type RandomSource,
	type Signer,
	type Store,
	VeilkitError,
} from "@veilkit/core";
import { createVerifierKey } from "../checkpoint/verifier-key.ts";
import { createDraft, type Draft } from "./draft.ts";
import { ledgerCorrupt } from "./error.ts";
import { type LedgerState, loadState, sizeOf, treeOf } from "./state.ts";
import type { SubjectKeys } from "./subject.ts";

/** Adds to a draft; rejects before it has added anything, or not at all. The result is called once the draft is durable. */
export type Job<Result> = (draft: Draft) => Promise<() => Result>;

/** What a writer works with. */
export interface WriterContext {
	readonly store: Store;
	readonly origin: string;
	readonly clock: Clock;
	readonly random: RandomSource;
}

/** The queue of a ledger. */
export interface Writer {
	state(): LedgerState;
	/** Runs a job in the next write. */
	submit<Result>(job: Job<Result>): Promise<Result>;
	/** Reads what other processes have written. */
	refresh(): Promise<void>;
	/** Waits for what is queued, then refuses. */
	close(): Promise<void>;
}

interface Waiting {
	readonly run: Job<unknown>;
	readonly resolve: (result: never) => void;
	readonly reject: (error: unknown) => void;
}

/** Jobs of one write; more would only hold memory. */
const MAX_JOBS = 4096;
const MAX_KNOWN_SUBJECTS = 10_000;

/** Starts the queue of a ledger. */
export function createWriter(context: WriterContext, first: { readonly state: LedgerState; readonly signer: Signer }): Writer {
	const { store, origin, clock, random } = context;
	const subjects = new Map<string, SubjectKeys>();
	const queue: Waiting[] = [];
	let { state, signer } = first;
	let stale = false;
	let closed = false;
	let running: Promise<void> | undefined;

	async function reload(): Promise<void> {
		const loaded = await loadState(store, createVerifierKey(origin, signer.publicKey));
		if (!loaded) throw ledgerCorrupt("the store has been emptied");
		if (loaded.version !== state.version) {
			const [before, now] = [sizeOf(state), sizeOf(loaded)];
			if (now < before) throw ledgerCorrupt(`rolled back from ${before} to ${now} entries`);
			if (!equalBytes(await treeOf(store, loaded).root(before), state.root))
				throw ledgerCorrupt(`the first ${before} entries were replaced`);
			state = loaded;
			subjects.clear();
		}
		stale = false;
	}

	/** Keeps the subjects of a draft that was written; those of another draft may not exist. */
	function remember(draft: Draft): void {
		if (subjects.size > MAX_KNOWN_SUBJECTS) subjects.clear();
		for (const [name, keys] of draft.touched) {
			if (keys) subjects.set(name, keys);
			else subjects.delete(name);
		}
	}

	/** One attempt: returns the jobs to try again. */
	async function attempt(jobs: readonly Waiting[]): Promise<readonly Waiting[]> {
		if (stale) await reload();
		const time = checkInteger(clock.now(), "openLedger(options.clock).now()", { min: 0 });
		const draft = createDraft(state, { store, origin, signer, random, time, subjects });
		const added: { readonly job: Waiting; readonly result: () => unknown }[] = [];
		for (const job of jobs) {
			try {
				added.push({ job, result: await job.run(draft) });
			} catch (error) {
				job.reject(error);
			}
		}
		if (draft.size() > sizeOf(state)) {
			const finished = draft.finish();
			try {
				const [version] = await store.write(finished.changes);
				state = { ...finished.state, version: version as string };
			} catch (error) {
				stale = true;
				if (isVeilkitError(error, "ERR_STORE_CONFLICT")) return added.map(({ job }) => job);
				for (const { job } of added) job.reject(error);
				return [];
			}
			signer = finished.signer;
			remember(draft);
		}
		for (const { job, result } of added) job.resolve(result() as never);
		return [];
	}

	async function drain(): Promise<void> {
		await Promise.resolve();
		while (queue.length > 0) {
			let jobs: readonly Waiting[] = queue.splice(0, MAX_JOBS);
			while (jobs.length > 0) {
				try {
					jobs = await attempt(jobs);
				} catch (error) {
					for (const job of jobs) job.reject(error);
					jobs = [];
				}
			}
		}
		running = undefined;
	}

	function submit<Result>(run: Job<Result>): Promise<Result> {
		if (closed) return Promise.reject(new VeilkitError("ERR_LEDGER_CLOSED", "ledger: closed"));
		return new Promise((resolve, reject) => {
			queue.push({ run, resolve, reject });
			running ??= drain();
		});
	}

	return {
		state: () => state,
		submit,
		refresh() {
			stale = true;
			return submit(async () => () => undefined);
		},
		async close() {
			closed = true;
			await running;
		},
	};
}
