/** Runs of the command line in this process, with everything it says. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { type RunContext, run } from "@veilkit/cli";
import { onTestFinished, vi } from "vitest";

// Passphrases and flushes to the disk take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** What a run left behind. */
export interface RunResult {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

function collector(): { readonly stream: Writable; text(): string } {
	const chunks: Buffer[] = [];
	const stream = new Writable({
		write(chunk: Buffer, _encoding, done) {
			chunks.push(chunk);
			done();
		},
	});
	return { stream, text: () => Buffer.concat(chunks).toString("utf8") };
}

/** Standard output whose reader has left. */
export function brokenPipe(): Writable {
	const stream = new Writable({
		write: (_chunk, _encoding, done) => done(Object.assign(new Error("write EPIPE"), { code: "EPIPE", syscall: "write" })),
	});
	return stream.on("error", () => undefined);
}

/** Runs one command. */
export async function cli(
	args: readonly string[],
	options: Partial<Omit<RunContext, "stdin">> & { readonly stdin?: string | Uint8Array | Readable } = {},
): Promise<RunResult> {
	const { stdin = "", ...context } = options;
	const [stdout, stderr] = [collector(), collector()];
	const code = await run(args, {
		stdin: stdin instanceof Readable ? stdin : Readable.from([Buffer.from(stdin)], { objectMode: false }),
		stdout: stdout.stream,
		stderr: stderr.stream,
		env: {},
		...context,
	});
	return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** A folder that is gone after the test, with files in it. */
export function workspace(files: Readonly<Record<string, string | Uint8Array>> = {}): (name: string) => string {
	const folder = mkdtempSync(join(tmpdir(), "veilkit-cli-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
	return (name) => join(folder, name);
}

/** A policy for the customers below. */
export const POLICY = JSON.stringify({
	version: 1,
	columns: {
		id: { treatment: "token.hmac", domain: "analytics" },
		email: { treatment: "token.siv", domain: "crm", canonical: "email" },
		country: { treatment: "keep" },
		birthDate: { treatment: "shiftDate", by: "id", maxDays: 90 },
		notes: { treatment: "drop" },
	},
});

/** Three customers; every personal value holds the canary. */
export const CUSTOMERS = `id,email,country,birthDate,notes,loyalty
c1-SECRET,ada.SECRET@example.org,NO,1990-01-31,"likes ""SECRET"", quotes",gold-SECRET
c2-SECRET,åse.SECRET@example.org,SE,1985-12-01,,
c3-SECRET,,NO,,SECRET,x
`;
