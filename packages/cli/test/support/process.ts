/** The command line as a real process, from source or from the built package. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const packageFile = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Arguments for node that run the command line. */
function entry(): readonly string[] {
	if (process.env["TEST_TARGET"] === "dist") return [packageFile("bin/veilkit.js")];
	const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
	return ["--conditions=@veilkit/source", "--import", tsx, packageFile("src/main.ts")];
}

/** Starts the command line. */
export function start(args: readonly string[]): ChildProcessWithoutNullStreams {
	return spawn(process.execPath, [...entry(), ...args]);
}

/** Waits for the end: exit code, and what was written to standard error. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<{ readonly code: number | null; readonly stderr: string }> {
	let stderr = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		stderr += text;
	});
	const [code] = (await once(child, "close")) as [number | null];
	return { code, stderr };
}
