/**
 * A progress line for people who wait: only on a terminal, only after a second, gone at the end.
 */
import type { Progress } from "@veilkit/core";
import type { CommandContext } from "../context.ts";

const FIRST_MS = 1000;
const EVERY_MS = 200;
const CLEAR = "\r\u001b[K";

/** Shows how far long work has come. */
export interface ProgressLine {
	/** What operations take as `onProgress`. */
	readonly onProgress: (progress: Progress) => void;
	/** Rows done so far. */
	readonly rows: number;
	/** Seconds since the start. */
	readonly seconds: number;
	/** Removes the line, so that messages start on a clean one. */
	clear(): void;
}

/** A progress line; rows are counted on every stream, shown on terminals only. */
export function createProgressLine(context: CommandContext, label: string): ProgressLine {
	const { stderr } = context;
	const start = performance.now();
	let next = start + FIRST_MS;
	let rows = 0;
	let shown = false;
	return {
		onProgress({ done }) {
			rows = done;
			const now = performance.now();
			if (stderr.isTTY !== true || now < next) return;
			stderr.write(`${CLEAR}${label}: ${done.toLocaleString("en-US")} rows, ${perSecond(done, (now - start) / 1000)} a second`);
			shown = true;
			next = now + EVERY_MS;
		},
		get rows() {
			return rows;
		},
		get seconds() {
			return (performance.now() - start) / 1000;
		},
		clear() {
			if (shown) stderr.write(CLEAR);
			shown = false;
		},
	};
}

/** A rate as text. */
export function perSecond(count: number, seconds: number): string {
	return Math.round(count / Math.max(seconds, 0.001)).toLocaleString("en-US");
}
