/**
 * `veilkit query`: counts and sums by group with differential privacy. The plan is shown or checked first, the cost is recorded in the ledger,
 * and only then are the rows read and the noise drawn.
 */
import { createSigner, generateKey, memoryStore } from "@veilkit/core";
import { approxDp, openSession, type PrivacyAmount, rowsSource, type Session, type Source } from "@veilkit/dp";
import { type Ledger, openLedger } from "@veilkit/ledger";
import { Command } from "commander";
import { abortable, type CommandContext, note, print, printJson } from "../context.ts";
import { usageError } from "../error/usage.ts";
import { parseCount, parseNames, tableOptions } from "../io/flags.ts";
import { datasetName, openTable, type TableFlags } from "../io/input.ts";
import { exists, type LedgerKeyFlags, openLedgerFile, readLedgerFile, startedLedger } from "../io/ledger-file.ts";
import { passphraseOptions } from "../io/passphrase.ts";
import { requireColumns } from "../io/policy.ts";
import { createProgressLine } from "../io/progress.ts";
import { readAmount, recordedTotal } from "../query/budget.ts";
import { type AnyPlan, columnsUsed, parseKeysList, parseSum, planQuery, type QueryFlags } from "../query/declare.ts";
import { checkFile, checkNumbers, readRows } from "../query/read.ts";
import { renderAnswer, renderBudget, renderTerms } from "../query/render.ts";

interface Flags extends QueryFlags, TableFlags, LedgerKeyFlags {
	readonly ledger: string;
	readonly dataset?: string;
	readonly budgetEpsilon?: string;
	readonly budgetDelta?: string;
	readonly dryRun?: true;
	readonly json?: true;
}

function grantedBudget({ budgetEpsilon, budgetDelta }: Flags): PrivacyAmount | undefined {
	if (budgetEpsilon === undefined && budgetDelta === undefined) return undefined;
	if (budgetEpsilon === undefined || budgetDelta === undefined) throw usageError("--budget-epsilon and --budget-delta belong together");
	return readAmount({ epsilon: budgetEpsilon, delta: budgetDelta }, "--budget-epsilon, --budget-delta");
}

/** The same plan on a ledger that nobody keeps: checks the flags and knows the cost, and spends nothing. */
async function rehearse(dataset: string, source: Source, flags: Flags): Promise<AnyPlan> {
	const ledger = await openLedger(memoryStore(), {
		signer: createSigner(generateKey({ purpose: "sign" })),
		origin: "veilkit.local/rehearsal",
	});
	return planQuery(await openSession({ ledger, dataset, budget: approxDp({ epsilon: "1", delta: "0" }) }), source, flags);
}

async function dryRun(plan: AnyPlan, dataset: string, flags: Flags, context: CommandContext): Promise<void> {
	const known = (await exists(flags.ledger)) ? await readLedgerFile(flags.ledger) : undefined;
	try {
		const total = known && (await recordedTotal(known.ledger, dataset));
		const session = known && total && (await openSession({ ledger: known.ledger, dataset, budget: total }));
		const budget = await session?.budget();
		const { cost, columns, selection, confidence } = plan;
		if (flags.json) {
			const threshold = selection === undefined ? {} : { threshold: selection.threshold.toString() };
			return await printJson(context, { dryRun: true, dataset, cost, confidence, columns, ...threshold, ...(budget && { budget }) });
		}
		await print(context, `${plan.explain()}\n${budget ? renderBudget(dataset, budget) : `no budget of "${dataset}" is recorded yet\n`}`);
	} finally {
		await known?.close();
	}
}

/** Opens the budget of a data set: the recorded one, else what the flags grant, else just this query's cost. */
async function openBudget(ledger: Ledger, dataset: string, plan: AnyPlan, flags: Flags, context: CommandContext): Promise<Session> {
	const granted = grantedBudget(flags);
	const recorded = await recordedTotal(ledger, dataset);
	const budget = granted ?? recorded ?? plan.cost;
	if (granted === undefined && recorded === undefined) {
		note(
			context,
			`first query of "${dataset}": its cost is the whole budget; to grant more: --budget-epsilon, --budget-delta, or veilkit ledger budget`,
		);
	}
	return openSession({ ledger, dataset, budget, ...(context.random && { random: context.random }) });
}

async function runPlan(plan: AnyPlan, ledger: Ledger, flags: Flags, context: CommandContext): Promise<Awaited<ReturnType<AnyPlan["run"]>>> {
	const line = createProgressLine(context, "query");
	const { size } = ledger;
	try {
		return await plan.run({ onProgress: line.onProgress, ...abortable(context) });
	} catch (error) {
		line.clear();
		if (ledger.size > size) note(context, `the cost is recorded in ${flags.ledger} and stays spent`);
		throw error;
	} finally {
		line.clear();
	}
}

async function query(input: string, flags: Flags, context: CommandContext): Promise<void> {
	const dataset = flags.dataset ?? datasetName(input);
	if (dataset === undefined) throw usageError("--dataset is needed for standard input: the budget is kept under that name");
	const table = await openTable(input, flags, context);
	requireColumns(columnsUsed(flags), table.columns, input);
	const numbers = flags.sum.map(({ column }) => column);
	const rows = checkNumbers(table.batches, numbers, input);
	const fromFile = input !== "-";
	const source = rowsSource(() => (fromFile ? readRows(input, numbers, flags, context) : rows), { columns: table.columns });
	const rehearsed = await rehearse(dataset, source, flags);
	grantedBudget(flags);
	if (flags.dryRun) return dryRun(rehearsed, dataset, flags, context);
	if (fromFile) await checkFile(rows);

	const { ledger, verifierKey, isNew, close } = await openLedgerFile(flags.ledger, flags, context);
	try {
		if (isNew) note(context, startedLedger(flags.ledger, verifierKey));
		const session = await openBudget(ledger, dataset, rehearsed, flags, context);
		const plan = planQuery(session, source, flags);
		const answer = await runPlan(plan, ledger, flags, context);
		const budget = await session.budget();
		if (flags.json) {
			const unit =
				flags.unit === undefined ? "row" : { column: flags.unit, maxGroups: flags.maxGroups, maxRowsPerGroup: flags.maxRowsPerGroup ?? 1 };
			await printJson(context, { dataset, unit, confidence: plan.confidence, ...answer, budget, verifierKey });
		} else await print(context, renderAnswer(answer, plan, flags) + renderTerms(plan, flags) + renderBudget(dataset, budget));
	} finally {
		await close();
	}
}

/** The command. */
export function queryCommand(context: CommandContext): Command {
	const command = new Command("query")
		.description("count and sum by group with differential privacy, within a budget that a ledger keeps")
		.argument("<in>", "the table; - for standard input (then read once, after the cost is recorded)")
		.option("--unit <column>", "whose privacy is protected: the column that names the person")
		.option("--row-is-unit", "each row is a person of its own")
		.option("--group-by <columns>", "columns whose combinations are the groups", parseNames, [])
		.option("--count", "the number of rows of each group")
		.option(
			"--sum <column:min:max[:step]>",
			"the sum of a column, each row cut to the bounds, in steps of 0.01 unless given; repeatable",
			parseSum,
			[],
		)
		.option(
			"--keys-list <column=a,b,…>",
			"the public list of a column's groups; all are reported, and need no delta; repeatable",
			parseKeysList,
			{},
		)
		.requiredOption("--epsilon <e>", "what the query costs: epsilon, a decimal or a fraction")
		.requiredOption("--delta <d>", "and delta; 0 is possible where all groups are public")
		.option("--max-groups <n>", "the most groups that one unit counts in", parseCount)
		.option("--max-rows-per-group <n>", "the most rows of one unit that count in a group (default: 1)", parseCount)
		.option("--confidence <p>", "confidence of the intervals", "0.95")
		.requiredOption("--ledger <file>", "where the budget is kept; started on first use")
		.option("--dataset <name>", "the name of the budget; the file's base name unless given")
		.option("--budget-epsilon <e>", "on first use: the whole budget of the data set")
		.option("--budget-delta <d>", "and its delta")
		.option("--keys <file>", "the key file whose ring sign signs the ledger; <ledger>.key unless given")
		.option("--dry-run", "show the cost and the expected error; read and spend nothing")
		.option("--json", "machine output");
	for (const option of [...tableOptions(), ...passphraseOptions()]) command.addOption(option);
	return command.action((input: string, flags: Flags) => query(input, flags, context));
}
