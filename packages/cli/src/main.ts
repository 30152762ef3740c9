/**
 * The entry of `bin/veilkit.js`: hands the process to `run` and ends it with the code that comes back.
 */
import process from "node:process";
import { run } from "./run.ts";

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupt.abort(signal));
// A reader that left is noticed where the write fails; without a listener the same error would crash the process.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const code = await run(process.argv.slice(2), {
	stdin: process.stdin,
	stdout: process.stdout,
	stderr: process.stderr,
	env: process.env,
	signal: interrupt.signal,
});
process.exit(code);
