/**
 * Privacy budgets as a ledger records them (entries of `@veilkit/dp`: canonical JSON with a `type`).
 */
import { fromUtf8, isVeilkitError } from "@veilkit/core";
import { approxDp, type PrivacyAmount } from "@veilkit/dp";
import type { Ledger } from "@veilkit/ledger";
import { usageError } from "../error/usage.ts";

/** An entry about a budget. */
export interface BudgetEntry {
	readonly index: number;
	/** ISO 8601. */
	readonly time: string;
	readonly dataset: string;
	/** A total that is granted or raised, or a cost that is spent. */
	readonly kind: "total" | "spend";
	readonly amount: PrivacyAmount;
}

function parsePayload(payload: Uint8Array): Readonly<Record<string, unknown>> {
	try {
		return JSON.parse(fromUtf8(payload)) as Readonly<Record<string, unknown>>;
	} catch {
		return {};
	}
}

/** The budget entries of a ledger, in order; entries of others are passed over. */
export async function* budgetEntries(ledger: Ledger): AsyncGenerator<BudgetEntry, void, undefined> {
	for await (const { index, time, payload } of ledger.entries()) {
		const { type, dataset, total, spend } = payload === undefined ? {} : parsePayload(payload);
		const kind = type === "veilkit.dp/budget@1" ? "total" : type === "veilkit.dp/debit@1" ? "spend" : undefined;
		if (kind === undefined) continue;
		yield {
			index,
			time: new Date(time).toISOString(),
			dataset: String(dataset),
			kind,
			amount: (kind === "total" ? total : spend) as PrivacyAmount,
		};
	}
}

/** The total that a ledger records for a data set. */
export async function recordedTotal(ledger: Ledger, dataset: string): Promise<PrivacyAmount | undefined> {
	let total: PrivacyAmount | undefined;
	for await (const entry of budgetEntries(ledger)) if (entry.dataset === dataset && entry.kind === "total") total = entry.amount;
	return total;
}

/**
 * An amount from flags.
 *
 * @param names - the flags, for the message
 * @throws {VeilkitError} `ERR_CLI_USAGE`
 */
export function readAmount(amount: PrivacyAmount, names: string): PrivacyAmount {
	try {
		return approxDp({ epsilon: amount.epsilon, delta: amount.delta });
	} catch (error) {
		throw isVeilkitError(error) ? usageError(`${names}: ${error.message}`) : error;
	}
}
