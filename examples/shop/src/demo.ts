/**
 * The main job from end to end: protect, assess, ask, account, verify, report.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ClockOptions, type RandomOptions, systemClock } from "@veilkit/core";
import type { Findings } from "./findings.ts";
import { reportPage } from "./report/page.ts";
import { answerQuestions } from "./steps/answer.ts";
import { openShopSession, settleBudget } from "./steps/budget.ts";
import { protectCustomers } from "./steps/protect.ts";
import { readShop } from "./steps/read.ts";
import { openReceipts, verifyReceipts } from "./steps/receipts.ts";
import { assessCustomers } from "./steps/recognise.ts";
import { describeAnswers, describeBudget, describeReceipts, describeRecognisability, describeRelease } from "./terminal/describe.ts";

/** Where the outputs go; randomness and time are the system's unless a test injects others. */
export interface DemoOptions extends RandomOptions, ClockOptions {
	/** A folder; what it held is removed. */
	readonly out: string;
	/** Takes the text about each step as soon as it is done. */
	readonly tell: (text: string) => void;
}

/** Writes customers.safe.csv, receipts.ledger and report.html, and returns what they say. */
export async function runDemo({ out, tell, ...injected }: DemoOptions): Promise<Findings> {
	await rm(out, { recursive: true, force: true });
	await mkdir(out, { recursive: true });
	const { clock: _, ...random } = injected;

	const shop = await readShop();
	const { release, safe } = await protectCustomers(shop.customers, { out, ...random });
	tell(describeRelease(release));
	const before = await assessCustomers(shop.customers);
	const after = await assessCustomers(safe);
	tell(describeRecognisability(before, after));

	const log = await openReceipts({ out, ...injected });
	const session = await openShopSession({ ledger: log.ledger, ...random });
	const answers = await answerQuestions(session, shop);
	tell(describeAnswers(answers));
	const budget = await settleBudget(session, shop);
	tell(describeBudget(answers, budget));
	await log.close();
	const receipts = await verifyReceipts(out, log.verifierKey);
	tell(describeReceipts(receipts));

	const madeAt = new Date((injected.clock ?? systemClock).now()).toISOString();
	const findings: Findings = { madeAt, release, before, after, answers, budget, receipts };
	await writeFile(join(out, "report.html"), await reportPage(findings));
	return findings;
}
