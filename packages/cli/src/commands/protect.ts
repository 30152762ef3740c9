/**
 * `veilkit protect`: a table in, its release under a policy out. Closed by default: only columns that the policy names leave.
 */
import { bindPolicy, type JsonPolicy, policyHash } from "@veilkit/pseudonymize";
import type { LintFinding } from "@veilkit/pseudonymize/lint";
import { Command } from "commander";
import { abortable, type CommandContext, note, print, printJson, printThenCheck } from "../context.ts";
import { inFile, usageError } from "../error/usage.ts";
import { tableOptions } from "../io/flags.ts";
import { displayName, openTable, type TableFlags } from "../io/input.ts";
import { openKeys } from "../io/key-file.ts";
import { writeRows } from "../io/output.ts";
import { type PassphraseFlags, passphraseOptions } from "../io/passphrase.ts";
import { readPolicy, requireColumns } from "../io/policy.ts";
import { describeFinding, type ProfileFlags, profileFindings, profileOptions, readCategories, requireNoErrors } from "../io/profile.ts";
import { createProgressLine, perSecond } from "../io/progress.ts";
import { requireSeparate } from "../io/separate-files.ts";
import type { Table } from "../tables/index.ts";
import { alignTable } from "../text/align.ts";

interface ProtectFlags extends PassphraseFlags, TableFlags, ProfileFlags {
	readonly policy: string;
	readonly keys?: string;
	readonly out?: string;
	readonly dryRun?: true;
	readonly json?: true;
}

/** What happens to each column of a table, in the order of the table. */
function describeColumns(
	policy: JsonPolicy,
	table: Table,
): readonly { readonly column: string; readonly treatment: string; readonly options: string }[] {
	return table.columns.map((column) => {
		const known = Object.hasOwn(policy.columns, column) ? policy.columns[column] : undefined;
		if (known === undefined) return { column, treatment: "drop", options: "not in the policy" };
		const { treatment, ...options } = known;
		return {
			column,
			treatment,
			options: Object.entries(options)
				.map(([name, value]) => `${name}=${typeof value === "object" ? `${Object.keys(value).length} entries` : String(value)}`)
				.join(" "),
		};
	});
}

/** The findings of the profile, told to the person at the terminal. */
async function checkAgainstProfile(policy: JsonPolicy, flags: ProtectFlags, context: CommandContext): Promise<readonly LintFinding[]> {
	if (flags.columnsMap !== undefined && flags.profile === undefined) throw usageError("--columns-map needs --profile");
	const findings = profileFindings(policy, flags.profile, await readCategories(flags.columnsMap, policy));
	for (const finding of findings) note(context, describeFinding(finding));
	return findings;
}

/** Puts the first rows through the policy, where the keys are given. */
async function tryRows(policy: JsonPolicy, table: Table, flags: ProtectFlags, context: CommandContext): Promise<void> {
	if (flags.keys === undefined) return;
	const { keys } = await openKeys(flags.keys, flags, context);
	using bound = bindPolicy(policy, { keys: keys.ring("pseudonymize") });
	for await (const batch of table.batches) {
		bound.batch(batch);
		note(context, `the first ${batch.length} rows pass; nothing was written`);
		break;
	}
}

async function dryRun(
	policy: JsonPolicy,
	table: Table,
	flags: ProtectFlags,
	findings: readonly LintFinding[],
	context: CommandContext,
): Promise<void> {
	const columns = describeColumns(policy, table);
	const rows = columns.map((entry) => [entry.column, entry.treatment, entry.options]);
	const printing = flags.json
		? printJson(context, { dryRun: true, policyHash: policyHash(policy), columns, findings })
		: print(context, alignTable(["column", "treatment", "options"], rows));
	await printThenCheck(printing, async () => {
		requireNoErrors(findings, flags.policy);
		await tryRows(policy, table, flags, context);
	});
}

async function protect(input: string, flags: ProtectFlags, context: CommandContext): Promise<void> {
	const policy = await readPolicy(flags.policy);
	const findings = await checkAgainstProfile(policy, flags, context);
	if (!flags.dryRun) requireNoErrors(findings, flags.policy);
	const table = await openTable(input, flags, context);
	requireColumns(Object.keys(policy.columns), table.columns, input);
	if (flags.dryRun) return dryRun(policy, table, flags, findings, context);
	const { keys: keyPath, out } = flags;
	if (keyPath === undefined || out === undefined) throw usageError("protect needs --keys and --out (or --dry-run)");
	if (out === "-" && flags.json) throw usageError("--json and --out - would both write to standard output");
	const { policy: policyPath, columnsMap, passphraseFile } = flags;
	await requireSeparate(
		{ "--out": out },
		{ "the input": input, "--policy": policyPath, "--keys": keyPath, "--columns-map": columnsMap, "--passphrase-file": passphraseFile },
	);

	const { keys } = await openKeys(keyPath, flags, context);
	const dropped = table.columns.filter((column) => !Object.hasOwn(policy.columns, column));
	if (dropped.length > 0) note(context, `not in the policy, left out: ${dropped.join(", ")}`);
	using bound = bindPolicy(policy, { keys: keys.ring("pseudonymize") });
	const line = createProgressLine(context, "protect");
	const safe = bound.batches(table.batches, { onProgress: line.onProgress, ...abortable(context) });
	const { columns } = bound;
	try {
		await writeRows(out, safe, { columns, like: table, context });
	} finally {
		line.clear();
	}
	note(
		context,
		`protected ${line.rows} rows, ${columns.length} columns in ${line.seconds.toFixed(1)} s (${perSecond(line.rows, line.seconds)} rows a second)`,
	);
	if (flags.json) await printJson(context, { rows: line.rows, columns, dropped, policyHash: policyHash(policy), out });
}

/** The command. */
export function protectCommand(context: CommandContext): Command {
	const command = new Command("protect")
		.description("release a table under a policy; only columns that the policy names leave")
		.argument("<in>", "the table; - for standard input")
		.requiredOption("--policy <file>", "the policy, as JSON")
		.option("--keys <file>", "the key file")
		.option("--out <file>", "where the release goes; - for standard output")
		.option("--dry-run", "show what would happen to each column; write nothing")
		.option("--json", "machine output");
	for (const option of [...profileOptions(), ...tableOptions(), ...passphraseOptions()]) command.addOption(option);
	return command.action(async (input: string, flags: ProtectFlags) => {
		try {
			await protect(input, flags, context);
		} catch (error) {
			throw inFile(error, displayName(input));
		}
	});
}
