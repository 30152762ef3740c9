/**
 * `veilkit risk`: what an attacker could do with a table, as a sheet of figures. Reads the table once and keeps its classes, not its rows.
 */
import { assessRiskAsync } from "@veilkit/pseudonymize/risk";
import { Command } from "commander";
import { abortable, type CommandContext, note, print, printJson } from "../context.ts";
import { usageError } from "../error/usage.ts";
import { parseCount, parseNames, tableOptions } from "../io/flags.ts";
import { openTable, type TableFlags } from "../io/input.ts";
import { requireColumns } from "../io/policy.ts";
import { createProgressLine } from "../io/progress.ts";
import { requireSeparate } from "../io/separate-files.ts";
import { sheetFormat, writeSheet } from "../io/sheet-file.ts";

interface RiskFlags extends TableFlags {
	readonly qi: readonly string[];
	readonly sensitive: readonly string[];
	readonly populationSize?: number;
	readonly epsilon?: string;
	readonly delta?: string;
	readonly out?: string;
	readonly json?: true;
}

function spent({ epsilon, delta }: RiskFlags): { readonly privacySpent?: { readonly epsilon: string; readonly delta: string } } {
	if (epsilon === undefined && delta === undefined) return {};
	if (epsilon === undefined || delta === undefined) throw usageError("--epsilon and --delta belong together");
	return { privacySpent: { epsilon, delta } };
}

async function risk(input: string, flags: RiskFlags, context: CommandContext): Promise<void> {
	const { qi, sensitive, populationSize, out } = flags;
	const privacySpent = spent(flags);
	if (out !== undefined) sheetFormat(out);
	await requireSeparate({ "--out": out }, { "the input": input });
	const table = await openTable(input, flags, context);
	requireColumns([...qi, ...sensitive], table.columns, input);
	const line = createProgressLine(context, "risk");
	try {
		const sheet = await assessRiskAsync(table.batches, {
			quasiIdentifiers: qi,
			sensitive,
			...(populationSize !== undefined && { populationSize }),
			...privacySpent,
			onProgress: line.onProgress,
			...abortable(context),
		});
		line.clear();
		if (out !== undefined) await writeSheet(out, sheet, context);
		if (flags.json) await printJson(context, sheet);
		else if (out === undefined) await print(context, sheet.toMarkdown());
		else note(context, `k ${sheet.k}, ${sheet.classes} classes of ${sheet.rows} rows; sheet in ${out}`);
	} finally {
		line.clear();
	}
}

/** The command. */
export function riskCommand(context: CommandContext): Command {
	const command = new Command("risk")
		.description("what an attacker could do with a table: k, l, t, risks and loss, each with its definition")
		.argument("<in>", "the table; - for standard input")
		.requiredOption("--qi <columns>", "quasi-identifiers: the columns by which somebody may be known", parseNames)
		.option("--sensitive <columns>", "the columns whose values an attacker wants to learn", parseNames, [])
		.option(
			"--population-size <n>",
			"how many people the table is a random sample of: adds the estimated population uniqueness",
			parseCount,
		)
		.option("--epsilon <e>", "what statistics of the same release have spent, to be stated in the sheet: epsilon")
		.option("--delta <d>", "and delta")
		.option("--out <file>", "the sheet as a file: .html, .md or .json")
		.option("--json", "machine output");
	for (const option of tableOptions()) command.addOption(option);
	return command.action((input: string, flags: RiskFlags) => risk(input, flags, context));
}
