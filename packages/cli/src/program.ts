/**
 * All commands, with the behaviour they share: messages on the context's streams, suggestions for typing errors, no exit of the process.
 */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { anonymizeCommand } from "./commands/anonymize.ts";
import { keysCommand } from "./commands/keys.ts";
import { ledgerCommand } from "./commands/ledger.ts";
import { lintCommand } from "./commands/lint.ts";
import { protectCommand } from "./commands/protect.ts";
import { queryCommand } from "./commands/query.ts";
import { revealCommand } from "./commands/reveal.ts";
import { riskCommand } from "./commands/risk.ts";
import type { CommandContext } from "./context.ts";

const EXAMPLES = `
Examples:
  veilkit keys new --out keys.json
  veilkit lint policy.json --profile hipaa-safe-harbor
  veilkit protect customers.csv --policy policy.json --keys keys.json --out safe.csv
  veilkit reveal safe.csv --policy policy.json --keys keys.json --columns email
  veilkit risk patients.csv --qi age,postcode --sensitive diagnosis --out risk.html
  veilkit anonymize patients.csv --k 10 --qi age,postcode --sensitive diagnosis --out safe.csv
  veilkit query orders.csv --unit customer_id --group-by country --count --sum total:0:500 \\
    --epsilon 1 --delta 1e-6 --max-groups 3 --ledger budget.ledger
  veilkit ledger verify budget.ledger

Exit codes: 0 ok, 1 failure, 2 usage, 3 verification failed, 4 privacy budget exceeded.
A file called - is standard input or output. Results go to standard output, messages to standard error.`;

function share(command: Command, context: CommandContext): void {
	command
		.exitOverride()
		.showSuggestionAfterError()
		.configureOutput({
			writeOut: (text) => void context.stdout.write(text),
			writeErr: (text) => void context.stderr.write(text),
			outputError: (text, write) => write(`veilkit: ${text.replace(/^error: /, "")}`),
		});
	requireAfterParsing(command);
	for (const subcommand of command.commands) share(subcommand, context);
}

/** Commander looks for missing options before unknown ones; the other way round, a mistyped option is reported as what it is. */
function requireAfterParsing(command: Command): void {
	const needed = command.options.filter((option) => option.mandatory);
	for (const option of needed) option.mandatory = false;
	command.hook("preAction", () => {
		const missing = needed.filter((option) => command.getOptionValue(option.attributeName()) === undefined);
		if (missing.length > 0) command.error(`error: missing ${missing.map((option) => option.flags).join(", ")}`);
	});
}

function readVersion(): string {
	const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { readonly version: string };
	return manifest.version;
}

/** The program, ready to parse. */
export function createProgram(context: CommandContext): Command {
	const program = new Command("veilkit")
		.description("Pseudonymise tables, query them with differential privacy, and prove what was done.")
		.version(readVersion())
		.addHelpText("after", EXAMPLES)
		.addCommand(keysCommand(context))
		.addCommand(lintCommand(context))
		.addCommand(protectCommand(context))
		.addCommand(revealCommand(context))
		.addCommand(riskCommand(context))
		.addCommand(anonymizeCommand(context))
		.addCommand(queryCommand(context))
		.addCommand(ledgerCommand(context));
	share(program, context);
	return program;
}
