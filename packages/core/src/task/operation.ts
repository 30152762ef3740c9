/**
 * Long work: progress, cancellation, and time slices that keep a page or a server responsive.
 *
 * A loop asks `pacer.due()` (a clock read, cheap) and awaits `pacer.pause(done)` when it says so. A pause reports progress, rethrows an
 * abort (`signal.reason`, untouched) and yields a macrotask, so that timers, input and other requests run.
 */

/** How far long work has come. */
export interface Progress {
	/** What is being done: `read`, `protect`, `verify`. */
	readonly phase: string;
	/** Units done so far (rows, bytes, entries). */
	readonly done: number;
	/** Units in all, where known. */
	readonly total?: number;
}

/** Options of every operation that can take long. */
export interface OperationOptions {
	/** Aborts the operation; it rejects with `signal.reason`. */
	readonly signal?: AbortSignal;
	/** Called at most every 50 ms, and at the end. */
	readonly onProgress?: (progress: Progress) => void;
}

/** What a pacer needs to know about the work. */
export interface PacerOptions extends OperationOptions {
	readonly phase: string;
	readonly total?: number;
	/** Longest uninterrupted slice in milliseconds; 8 unless given. */
	readonly sliceMs?: number;
}

/** Splits a loop into time slices. */
export interface Pacer {
	/** Whether the current slice is used up. */
	due(): boolean;
	/** Reports, checks for an abort, and yields to the event loop. */
	pause(done: number): Promise<void>;
	/** Reports the final count. */
	finish(done: number): void;
}

const REPORT_MS = 50;

/**
 * Passes progress on: `due` at most every 50 ms, `now` at once.
 */
export function createReporter(options: PacerOptions): { due(done: number): void; now(done: number): void } {
	const { phase, total, onProgress } = options;
	const now = (done: number): void => onProgress?.(total === undefined ? { phase, done } : { phase, done, total });
	let next = performance.now() + REPORT_MS;
	return {
		now,
		due(done) {
			if (onProgress === undefined || performance.now() < next) return;
			now(done);
			next = performance.now() + REPORT_MS;
		},
	};
}

function yieldMacrotask(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(undefined);
	});
}

/**
 * A pacer for one loop.
 *
 * @example
 * ```ts
 * import { createPacer } from "@veilkit/core";
 * const pacer = createPacer({ phase: "hash", total: rows.length, signal, onProgress });
 * for (const [index, row] of rows.entries()) {
 *   hash(row);
 *   if (pacer.due()) await pacer.pause(index + 1);
 * }
 * pacer.finish(rows.length);
 * ```
 */
export function createPacer(options: PacerOptions): Pacer {
	const { signal, sliceMs = 8 } = options;
	signal?.throwIfAborted();
	const reporter = createReporter(options);
	let sliceEnd = performance.now() + sliceMs;

	return {
		due: () => performance.now() >= sliceEnd,
		async pause(done) {
			reporter.due(done);
			await yieldMacrotask();
			signal?.throwIfAborted();
			sliceEnd = performance.now() + sliceMs;
		},
		finish: reporter.now,
	};
}
