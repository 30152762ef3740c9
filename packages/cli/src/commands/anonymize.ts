/**
 * `veilkit anonymize`: a table in, its anonymised release out. Closed by default: only quasi-identifiers, sensitive columns and what `--keep`
 * names leave. The whole table is held in memory, since a class is known when all rows are.
 */
import { readFile } from "node:fs/promises";
import {
	anonymize,
	distinctDiversity,
	type FullDomainMethod,
	fullDomain,
	type Hierarchy,
	kAnonymity,
	type MondrianMethod,
	mondrian,
	parseHierarchy,
	type Target,
	tCloseness,
} from "@veilkit/pseudonymize/anonymize";
import { Command, InvalidArgumentError, Option } from "commander";
import { type CommandContext, note, printJson } from "../context.ts";
import { usageError } from "../error/usage.ts";
import { parseCount, parseNames, tableOptions } from "../io/flags.ts";
import { openTable, type TableFlags } from "../io/input.ts";
import { writeRows } from "../io/output.ts";
import { requireColumns } from "../io/policy.ts";
import { requireSeparate } from "../io/separate-files.ts";
import { sheetFormat, writeSheet } from "../io/sheet-file.ts";
import { readWhole } from "../io/whole-table.ts";

interface AnonymizeFlags extends TableFlags {
	readonly k: number;
	readonly qi: readonly string[];
	readonly sensitive: readonly string[];
	readonly keep: readonly string[];
	readonly l?: number;
	readonly t?: number;
	readonly method: "mondrian" | "relaxed" | "full-domain";
	readonly hierarchy: Readonly<Record<string, string>>;
	readonly suppression?: number;
	readonly out: string;
	readonly sheet?: string;
	readonly json?: true;
}

function parseShare(text: string): number {
	const value = Number(text);
	if (!/^[0-9]*\.?[0-9]+$/.test(text) || value > 1) throw new InvalidArgumentError("Expected a number from 0 to 1.");
	return value;
}

function parseHierarchyFile(text: string, known: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
	const at = text.indexOf("=");
	if (at < 1 || at === text.length - 1) throw new InvalidArgumentError("Expected column=file.");
	return { ...known, [text.slice(0, at)]: text.slice(at + 1) };
}

async function methodOf({ method, hierarchy, suppression, qi }: AnonymizeFlags): Promise<MondrianMethod | FullDomainMethod> {
	const files = Object.entries(hierarchy);
	if (method !== "full-domain") {
		if (files.length > 0 || suppression !== undefined) throw usageError("--hierarchy and --suppression need --method full-domain");
		return mondrian({ mode: method === "relaxed" ? "relaxed" : "strict" });
	}
	const missing = qi.filter((column) => !Object.hasOwn(hierarchy, column));
	if (missing.length > 0) throw usageError(`--method full-domain needs --hierarchy column=file for: ${missing.join(", ")}`);
	if (suppression === undefined)
		throw usageError("--method full-domain needs --suppression: the share of rows that may be left out, 0 for none");
	const read = async ([column, path]: [string, string]): Promise<[string, Hierarchy]> => [
		column,
		parseHierarchy(await readFile(path, "utf8")),
	];
	return fullDomain({ hierarchies: Object.fromEntries(await Promise.all(files.map(read))), suppression });
}

function targetsOf({ k, l, t, sensitive }: AnonymizeFlags): readonly Target[] {
	if ((l !== undefined || t !== undefined) && sensitive.length === 0) throw usageError("--l and --t need --sensitive");
	return [
		kAnonymity(k),
		...sensitive.flatMap((column) => [
			...(l === undefined ? [] : [distinctDiversity({ column, l })]),
			...(t === undefined ? [] : [tCloseness({ column, t })]),
		]),
	];
}

async function run(input: string, flags: AnonymizeFlags, context: CommandContext): Promise<void> {
	const { qi, sensitive, keep, out } = flags;
	if (out === "-" && flags.json) throw usageError("--json and --out - would both write to standard output");
	const hierarchies = Object.entries(flags.hierarchy).map(([column, path]) => [`--hierarchy ${column}`, path] as const);
	await requireSeparate({ "--out": out, "--sheet": flags.sheet }, { "the input": input, ...Object.fromEntries(hierarchies) });
	if (flags.sheet !== undefined) sheetFormat(flags.sheet);
	const [method, targets] = [await methodOf(flags), targetsOf(flags)];
	const table = await openTable(input, flags, context);
	requireColumns([...qi, ...sensitive, ...keep], table.columns, input);
	const batch = await readWhole(table, context);

	const { batch: safe, sheet, suppressed, loss, levels } = anonymize(batch, { quasiIdentifiers: qi, sensitive, keep, targets, method });
	const columns = Object.keys(safe.columns);
	const dropped = table.columns.filter((column) => !columns.includes(column));
	if (dropped.length > 0) note(context, `not named, left out: ${dropped.join(", ")}`);
	await writeRows(
		out,
		(async function* () {
			yield safe;
		})(),
		{ columns, like: table, context },
	);
	if (flags.sheet !== undefined) await writeSheet(flags.sheet, sheet, context);
	note(
		context,
		`anonymized ${safe.length} rows, ${suppressed} left out: k ${sheet.k}, ${sheet.classes} classes, ${(100 * loss.gcp).toFixed(2)} % of the detail lost (GCP)`,
	);
	if (flags.json) await printJson(context, { suppressed, loss, ...(levels && { levels }), dropped, sheet });
}

/** The command. */
export function anonymizeCommand(context: CommandContext): Command {
	const command = new Command("anonymize")
		.description("generalise a table until nobody can be told apart from k - 1 others by the columns named")
		.argument("<in>", "the table; - for standard input")
		.requiredOption("--k <n>", "rows that share all quasi-identifiers, at least", parseCount)
		.requiredOption("--qi <columns>", "quasi-identifiers: the columns by which somebody may be known", parseNames)
		.option("--sensitive <columns>", "the columns whose values an attacker wants to learn; they leave as they are", parseNames, [])
		.option("--l <n>", "different values of each sensitive column in a class, at least", parseCount)
		.option("--t <t>", "distance of each sensitive column in a class from the table, at most, 0 to 1", parseShare)
		.option("--keep <columns>", "other columns that leave as they are", parseNames, [])
		.addOption(new Option("--method <method>", "how to generalise").choices(["mondrian", "relaxed", "full-domain"]).default("mondrian"))
		.option("--hierarchy <column=file>", "a hierarchy in the format of ARX, for full-domain; repeatable", parseHierarchyFile, {})
		.option("--suppression <share>", "rows that may be left out, for full-domain, 0 to 1", parseShare)
		.requiredOption("--out <file>", "where the release goes; - for standard output")
		.option("--sheet <file>", "the risk sheet of the release: .html, .md or .json")
		.option("--json", "machine output");
	for (const option of tableOptions()) command.addOption(option);
	return command.action((input: string, flags: AnonymizeFlags) => run(input, flags, context));
}
