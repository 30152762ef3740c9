/**
 * `veilkit ledger`: checks and shows the log in which every spending of a privacy budget is recorded.
 */
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { toHex, toUtf8 } from "@veilkit/core";
import { openSession } from "@veilkit/dp";
import { Command } from "commander";
import { abortable, type CommandContext, note, print, printJson, printThenCheck } from "../context.ts";
import { verificationError } from "../error/usage.ts";
import { describeFault, type LedgerKeyFlags, openLedgerFile, readLedgerFile, startedLedger, verifyLedgerFile } from "../io/ledger-file.ts";
import { writeOutput } from "../io/output.ts";
import { passphraseOptions } from "../io/passphrase.ts";
import { requireSeparate } from "../io/separate-files.ts";
import { type BudgetEntry, budgetEntries, readAmount, recordedTotal } from "../query/budget.ts";
import { renderBudget } from "../query/render.ts";
import { alignTable } from "../text/align.ts";

interface VerifyFlags {
	readonly key?: string;
	readonly since?: string;
	readonly checkpoint?: string;
	readonly json?: true;
}

async function verify(path: string, flags: VerifyFlags, context: CommandContext): Promise<void> {
	// The earlier checkpoint may be replaced: it was read before, and the new one covers what it covers.
	await requireSeparate({ "--checkpoint": flags.checkpoint }, { "the ledger": path, "the key file": `${path}.key` });
	const verdict = await verifyLedgerFile(path, {
		...(flags.key !== undefined && { verifierKey: flags.key }),
		...(flags.since !== undefined && { since: await readFile(flags.since, "utf8") }),
		...abortable(context),
	});
	if (!verdict.ok) {
		return printThenCheck(flags.json ? printJson(context, verdict) : Promise.resolve(), () => {
			throw verificationError(`${path}: verification failed: ${describeFault(verdict)}`);
		});
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

function createVerify(context: CommandContext): Command {
	return new Command("verify")
		.description("check every entry, proof and signature; exit code 3 if anything is wrong")
		.argument("<ledger>", "the ledger file")
		.option("--key <verifier key>", "the key to trust, as the first query printed it")
		.option("--since <file>", "an earlier checkpoint: nothing that it covers may have changed")
		.option("--checkpoint <file>", "write the checkpoint, to keep elsewhere and pass as --since")
		.option("--json", "machine output")
		.action((path: string, flags: VerifyFlags) => verify(path, flags, context));
}

async function show(path: string, flags: { readonly json?: true }, context: CommandContext): Promise<void> {
	const { ledger, close } = await readLedgerFile(path);
	try {
		const entries: BudgetEntry[] = [];
		for await (const entry of budgetEntries(ledger)) entries.push(entry);
		if (flags.json) return await printJson(context, entries);
		const rows = entries.map(({ index, time, dataset, kind, amount }) => [
			String(index),
			time,
			dataset,
			kind,
			amount.epsilon,
			amount.delta,
		]);
		await print(context, alignTable(["entry", "time", "dataset", "what", "epsilon", "delta"], rows, { right: [0] }));
	} finally {
		await close();
	}
}

function createShow(context: CommandContext): Command {
	return new Command("show")
		.description("list the budgets that were granted and the costs that were spent")
		.argument("<ledger>", "the ledger file")
		.option("--json", "machine output")
		.action((path: string, flags: { readonly json?: true }) => show(path, flags, context));
}

interface BudgetFlags extends LedgerKeyFlags {
	readonly dataset: string;
	readonly epsilon: string;
	readonly delta: string;
}

async function setBudget(path: string, flags: BudgetFlags, context: CommandContext): Promise<void> {
	const { dataset } = flags;
	const budget = readAmount(flags, "--epsilon, --delta");
	const { ledger, verifierKey, isNew, close } = await openLedgerFile(path, flags, context);
	try {
		if (isNew) note(context, startedLedger(path, verifierKey));
		const recorded = await recordedTotal(ledger, dataset);
		const session = await openSession({ ledger, dataset, budget: recorded ?? budget });
		if (recorded !== undefined) await session.raiseBudget(budget);
		await print(context, renderBudget(dataset, await session.budget()));
	} finally {
		await close();
	}
}

function createBudget(context: CommandContext): Command {
	const command = new Command("budget")
		.description("grant a data set its budget, or raise it; it cannot be lowered")
		.argument("<ledger>", "the ledger file")
		.requiredOption("--dataset <name>", "the name of the budget")
		.requiredOption("--epsilon <e>", "the new total")
		.requiredOption("--delta <d>", "the new total")
		.option("--keys <file>", "the key file whose ring sign signs the ledger; <ledger>.key unless given");
	for (const option of passphraseOptions()) command.addOption(option);
	return command.action((path: string, flags: BudgetFlags) => setBudget(path, flags, context));
}

/** The command with its subcommands. */
export function ledgerCommand(context: CommandContext): Command {
	const command = new Command("ledger").description("check and show the log of privacy budgets");
	for (const create of [createVerify, createShow, createBudget]) command.addCommand(create(context));
	return command;
}
