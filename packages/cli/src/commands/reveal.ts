/**
 * `veilkit reveal`: the values behind reversible tokens, for whoever has the keys. Every use is deliberate: the columns are named.
 */
import { type OpenerKind, reveal } from "@veilkit/pseudonymize/recover";
import { fpeOpener } from "@veilkit/pseudonymize/recover/fpe";
import { ipOpener } from "@veilkit/pseudonymize/recover/ip";
import { Command } from "commander";
import { abortable, type CommandContext, note } from "../context.ts";
import { inFile, usageError } from "../error/usage.ts";
import { parseNames, tableOptions } from "../io/flags.ts";
import { displayName, openTable, type TableFlags } from "../io/input.ts";
import { openKeys } from "../io/key-file.ts";
import { OWNER_ONLY, writeRows } from "../io/output.ts";
import { type PassphraseFlags, passphraseOptions } from "../io/passphrase.ts";
import { readPolicy, requireColumns } from "../io/policy.ts";
import { createProgressLine } from "../io/progress.ts";
import { requireSeparate } from "../io/separate-files.ts";
import { suggestion } from "../text/closest.ts";

interface RevealFlags extends PassphraseFlags, TableFlags {
	readonly policy: string;
	readonly keys: string;
	readonly columns: readonly string[];
	readonly out: string;
}

/** Beside AES-SIV: what the opt-in treatments need. */
const openers: readonly OpenerKind[] = [fpeOpener(), ipOpener];

async function revealTable(input: string, flags: RevealFlags, context: CommandContext): Promise<void> {
	const policy = await readPolicy(flags.policy);
	const treatments = ["token.siv", ...openers.flatMap((kind) => kind.treatments)];
	const reversible = Object.keys(policy.columns).filter((column) => treatments.includes(policy.columns[column]?.treatment ?? ""));
	for (const column of flags.columns) {
		if (reversible.includes(column)) continue;
		throw usageError(`--columns ${column}: the policy makes no reversible tokens there${suggestion(column, reversible)}`);
	}
	await requireSeparate(
		{ "--out": flags.out },
		{ "the input": input, "--policy": flags.policy, "--keys": flags.keys, "--passphrase-file": flags.passphraseFile },
	);
	const { keys } = await openKeys(flags.keys, flags, context);
	const table = await openTable(input, flags, context);
	requireColumns(flags.columns, table.columns, input);
	using recovery = reveal(policy, { keys: keys.ring("pseudonymize"), openers });
	const line = createProgressLine(context, "reveal");
	const clear = recovery.batches(table.batches, flags.columns, { onProgress: line.onProgress, ...abortable(context) });
	try {
		await writeRows(flags.out, clear, { columns: table.columns, like: table, mode: OWNER_ONLY, context });
	} finally {
		line.clear();
	}
	note(context, `revealed ${flags.columns.join(", ")} in ${line.rows} rows`);
}

/** The command. */
export function revealCommand(context: CommandContext): Command {
	const command = new Command("reveal")
		.description("put the values back in place of reversible tokens")
		.argument("<safe>", "a protected table; - for standard input")
		.requiredOption("--policy <file>", "the policy that made the tokens, as JSON")
		.requiredOption("--keys <file>", "the key file")
		.requiredOption("--columns <names>", "the columns to reveal, separated by commas", parseNames)
		.option("--out <file>", "where the table goes; - for standard output", "-");
	for (const option of [...tableOptions(), ...passphraseOptions()]) command.addOption(option);
	return command.action(async (input: string, flags: RevealFlags) => {
		try {
			await revealTable(input, flags, context);
		} catch (error) {
			throw inFile(error, displayName(input));
		}
	});
}
