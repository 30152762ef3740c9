/**
 * What a run of the command line touches outside itself: streams, environment, time, randomness, cancellation. `main.ts` hands in the
 * process; tests and other programs hand in their own.
 */
import type { Readable, Writable } from "node:stream";
import type { Clock, RandomSource } from "@veilkit/core";

/** A stream that may be a terminal. */
export type Terminal<Stream> = Stream & { readonly isTTY?: boolean };

/** The surroundings of a run. */
export interface RunContext {
	/** Read where a file is called `-`, and for prompts. */
	readonly stdin: Terminal<Readable>;
	/** Results. */
	readonly stdout: Terminal<Writable>;
	/** Messages. */
	readonly stderr: Terminal<Writable>;
	/** For `--passphrase-env`. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Stops the run; nothing half-written stays. */
	readonly signal?: AbortSignal;
	/** The system clock unless given. */
	readonly clock?: Clock;
	/** The platform's CSPRNG unless given. */
	readonly random?: RandomSource;
}

/** The surroundings as commands see them. */
export interface CommandContext extends RunContext {
	/** Files that were opened for reading, closed when the run ends. */
	readonly opened: Set<Readable>;
}

/** Writes a message for the person at the terminal. */
export function note(context: RunContext, text: string): void {
	context.stderr.write(`${text}\n`);
}

/** Writes a result, and waits until its reader took it. */
export function print(context: RunContext, result: string | Uint8Array): Promise<void> {
	return new Promise((resolve, reject) => context.stdout.write(result, (error) => (error ? reject(error) : resolve())));
}

/** Writes a result for machines. */
export function printJson(context: RunContext, result: unknown): Promise<void> {
	return print(context, `${JSON.stringify(result, undefined, 2)}\n`);
}

/** Waits for a result to be printed, then checks: whether its reader stayed or left, a failure of the check is what the run ends with. */
export async function printThenCheck(printing: Promise<void>, check: () => void | Promise<void>): Promise<void> {
	try {
		await printing;
	} finally {
		await check();
	}
}

/** The signal to pass on, where there is one. */
export function abortable(context: RunContext): { readonly signal?: AbortSignal } {
	return context.signal ? { signal: context.signal } : {};
}

/** Clock and randomness to pass on, where the context sets them. */
export function injected(context: RunContext): { readonly clock?: Clock; readonly random?: RandomSource } {
	const { clock, random } = context;
	return { ...(clock && { clock }), ...(random && { random }) };
}
