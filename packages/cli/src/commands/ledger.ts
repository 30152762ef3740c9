/**
 * `veilkit ledger`: checks and shows the log in which every spending of a privacy budget is recorded.
 */
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { toHex, toUtf8 } from "@veilkit/core";
import { Command } from "commander";
import { print, printJson, type RunContext } from "../context.ts";
import { verificationError } from "../error/usage.ts";
import { describeFault, verifyLedgerFile } from "../io/ledger-file.ts";
import { writeOutput } from "../io/output.ts";

interface VerifyFlags {
	readonly key?: string;
	readonly since?: string;
	readonly checkpoint?: string;
	readonly json?: true;
}

async function verify(path: string, flags: VerifyFlags, context: RunContext): Promise<void> {
	const verdict = await verifyLedgerFile(path, {
		...(flags.key !== undefined && { verifierKey: flags.key }),
		...(flags.since !== undefined && { since: await readFile(flags.since, "utf8") }),
		...(context.signal && { signal: context.signal }),
	});
	if (!verdict.ok) {
		if (flags.json) await printJson(context, verdict);
		throw verificationError(`${path}: verification failed: ${describeFault(verdict)}`);
	}
	if (flags.checkpoint !== undefined) {
		const { checkpoint } = verdict;
		await writeOutput(flags.checkpoint, Readable.from([toUtf8(checkpoint)]), context);
	}
	if (flags.json) return printJson(context, { ...verdict, root: toHex(verdict.root) });
	const trust = verdict.key === "pinned" ? "the key that was given" : "the key it names itself; pin it with --key";
	await print(
		context,
		`ok: ${verdict.size} entries, signed by ${trust}\nverifier key: ${verdict.verifierKey}\nroot: ${toHex(verdict.root)}\n`,
	);
}

function createVerify(context: RunContext): Command {
	return new Command("verify")
		.description("check every entry, proof and signature; exit code 3 if anything is wrong")
		.argument("<ledger>", "the ledger file")
		.option("--key <verifier key>", "the key to trust, as the first query printed it")
		.option("--since <file>", "an earlier checkpoint: nothing that it covers may have changed")
		.option("--checkpoint <file>", "write the checkpoint, to keep elsewhere and pass as --since")
		.option("--json", "machine output")
		.action((path: string, flags: VerifyFlags) => verify(path, flags, context));
}

/** The command with its subcommands. */
export function ledgerCommand(context: RunContext): Command {
	return new Command("ledger").description("check and show the log of spent privacy budgets").addCommand(createVerify(context));
}
