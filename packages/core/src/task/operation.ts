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
	const { phase, total, signal, onProgress, sliceMs = 8 } = options;
	signal?.throwIfAborted();
	let sliceEnd = performance.now() + sliceMs;
	let nextReport = performance.now() + REPORT_MS;
	const report = (done: number): void => onProgress?.(total === undefined ? { phase, done } : { phase, done, total });

	return {
		due: () => performance.now() >= sliceEnd,
		async pause(done) {
			if (performance.now() >= nextReport) {
				report(done);
				nextReport = performance.now() + REPORT_MS;
			}
			await yieldMacrotask();
			signal?.throwIfAborted();
			sliceEnd = performance.now() + sliceMs;
		},
		finish: report,
	};
}
