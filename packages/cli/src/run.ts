/**
 * The command line as a function: arguments and surroundings in, exit code out. Never throws and never ends the process.
 */
import type { Readable } from "node:stream";
import { CommanderError } from "commander";
import { note, type RunContext } from "./context.ts";
import { describeError, EXIT, type ExitCode, exitCodeOf, isBrokenPipe } from "./error/exit-code.ts";
import { createProgram } from "./program.ts";

/**
 * Runs one command.
 *
 * @param args - the arguments after the program's name: `["keys", "new", "--out", "keys.json"]`
 * @param context - streams, environment and cancellation
 * @returns 0 ok, 1 failure, 2 usage, 3 verification failed, 4 budget exceeded, 130 or 143 when aborted with the reason SIGINT or SIGTERM
 *
 * @example
 * ```ts
 * import { run } from "@veilkit/cli";
 * const code = await run(["keys", "show", "keys.json"], { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: {} });
 * ```
 */
export async function run(args: readonly string[], context: RunContext): Promise<ExitCode> {
	const opened = new Set<Readable>();
	try {
		await createProgram({ ...context, opened }).parseAsync([...args], { from: "user" });
		return EXIT.ok;
	} catch (error) {
		if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
		if (context.signal?.aborted === true) {
			note(context, "veilkit: interrupted; no output was written");
			return context.signal.reason === "SIGTERM" ? EXIT.terminated : EXIT.interrupted;
		}
		if (isBrokenPipe(error)) return EXIT.ok;
		note(context, `veilkit: ${describeError(error)}`);
		return exitCodeOf(error);
	} finally {
		for (const file of opened) file.destroy();
	}
}
