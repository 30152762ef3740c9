/**
 * Step 4: what the answers cost, and what happens to a question that costs too much.
 */
import { isVeilkitError } from "@veilkit/core";
import { approxDp, openSession, type PrivacyAmount, type Session, type SessionOptions } from "@veilkit/dp";
import type { Budget } from "../findings.ts";
import { revenueByPayment } from "./questions.ts";
import type { Shop } from "./read.ts";

/** What everything together may ever reveal about one customer. */
const TOTAL: PrivacyAmount = approxDp({ epsilon: "3", delta: "1e-6" });

/** A session on the shop's data, whose budget is kept in a ledger. */
export function openShopSession(options: Pick<SessionOptions, "ledger" | "random">): Promise<Session> {
	return openSession({ ...options, dataset: "shop-2026", budget: TOTAL });
}

/** Asks for more than is left. */
async function overspend(session: Session, shop: Shop): Promise<Budget["refusal"]> {
	const plan = revenueByPayment(session, shop);
	try {
		await plan.run();
	} catch (error) {
		if (!isVeilkitError(error, "ERR_DP_BUDGET_EXCEEDED")) throw error;
		return { asked: plan.cost.epsilon, code: error.code, message: error.message };
	}
	throw new Error("a question beyond the budget was answered");
}

/** Tries the question too many, and reads the account. */
export async function settleBudget(session: Session, shop: Shop): Promise<Budget> {
	const refusal = await overspend(session, shop);
	const { total, spent, remaining } = await session.budget();
	return { total: total.epsilon, spent: spent.epsilon, remaining: remaining.epsilon, refusal };
}
