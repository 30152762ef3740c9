/**
 * The privacy budget of one data set, kept in a ledger.
 *
 * A debit is appended before any data is read, on condition that the ledger has not grown since the balance was computed (`ifSize`). So two
 * sessions, threads or machines on one ledger can never exceed the total together: whoever is second reads the new entries and decides again.
 * A debit stays, whatever happens after it; a crash can only make the recorded loss larger than the real one.
 */
import { isVeilkitError, VeilkitError } from "@veilkit/core";
import type { Ledger, LedgerReceipt } from "@veilkit/ledger";
import { addLoss, covers, formatLoss, type Loss, NO_LOSS, type PrivacyAmount, sameLoss, subtractLoss } from "./amount.ts";
import { type Debit, decodeEntry, encodeBudget, encodeDebit } from "./entry.ts";

/** What was granted, spent and is left; exact texts. */
export interface BudgetStatement {
	readonly total: PrivacyAmount;
	readonly spent: PrivacyAmount;
	readonly remaining: PrivacyAmount;
}

/** The account of one data set. */
export interface BudgetAccount {
	/** Records a debit, or throws `ERR_DP_BUDGET_EXCEEDED` with nothing recorded. */
	debit(debit: Debit): Promise<LedgerReceipt>;
	/** Raises the total, or throws `ERR_DP_BUDGET_MISMATCH` if that would lower it. */
	raise(total: Loss): Promise<LedgerReceipt>;
	statement(): Promise<BudgetStatement>;
}

interface Balance {
	readonly total: Loss | undefined;
	readonly spent: Loss;
}

function exceeded(dataset: string, spend: Loss, remaining: Loss): VeilkitError<"ERR_DP_BUDGET_EXCEEDED"> {
	const [asked, left] = [formatLoss(spend), formatLoss(remaining)];
	return new VeilkitError(
		"ERR_DP_BUDGET_EXCEEDED",
		`privacy budget of "${dataset}": asked for ε ${asked.epsilon}, δ ${asked.delta}; left are ε ${left.epsilon}, δ ${left.delta}. Spend less, or raise the budget`,
		{ details: { dataset, epsilon: asked.epsilon, delta: asked.delta, remainingEpsilon: left.epsilon, remainingDelta: left.delta } },
	);
}

function mismatch(dataset: string, recorded: Loss, problem: string): VeilkitError<"ERR_DP_BUDGET_MISMATCH"> {
	const { epsilon, delta } = formatLoss(recorded);
	return new VeilkitError(
		"ERR_DP_BUDGET_MISMATCH",
		`privacy budget of "${dataset}": the ledger records ε ${epsilon}, δ ${delta}; ${problem}`,
		{
			details: { dataset, recordedEpsilon: epsilon, recordedDelta: delta },
		},
	);
}

/**
 * Opens the account of a data set: grants `total` if the ledger has none, and refuses another total than the recorded one.
 *
 * @throws {VeilkitError} `ERR_DP_BUDGET_MISMATCH`, `ERR_DP_LEDGER_ENTRY`, and errors of the ledger
 */
export async function openAccount(ledger: Ledger, dataset: string, total: Loss): Promise<BudgetAccount> {
	let balance: Balance = { total: undefined, spent: NO_LOSS };
	let readTo = 0;

	async function readNewEntries(): Promise<void> {
		await ledger.refresh();
		const to = ledger.size;
		let { total: granted, spent } = balance;
		for await (const { index, payload } of ledger.entries({ from: readTo, to })) {
			const entry = payload === undefined ? undefined : decodeEntry(payload, index);
			if (entry?.dataset !== dataset) continue;
			if (entry.type === "budget") granted = entry.total;
			else spent = addLoss(spent, entry.spend);
		}
		// Only now, so that a read that fails half way is read again from its start.
		balance = { total: granted, spent };
		readTo = to;
	}

	/** Appends what `decide` makes of the balance, if nobody appends in between; otherwise decides again. */
	async function appendDecided(decide: (balance: Balance) => Uint8Array | undefined): Promise<LedgerReceipt | undefined> {
		for (;;) {
			await readNewEntries();
			const payload = decide(balance);
			if (payload === undefined) return undefined;
			try {
				return await ledger.append(payload, { ifSize: readTo });
			} catch (error) {
				// Each conflict means that another writer got further, so this ends.
				if (!isVeilkitError(error, "ERR_LEDGER_CONFLICT")) throw error;
			}
		}
	}

	await appendDecided((now) => {
		if (now.total === undefined) return encodeBudget(dataset, total);
		if (!sameLoss(now.total, total))
			throw mismatch(dataset, now.total, "open the session with that total, then raise it with session.raiseBudget");
		return undefined;
	});

	const granted = (now: Balance): Loss => now.total ?? total;
	return {
		async debit(debit) {
			const receipt = await appendDecided((now) => {
				const remaining = subtractLoss(granted(now), now.spent);
				if (!covers(remaining, debit.spend)) throw exceeded(dataset, debit.spend, remaining);
				return encodeDebit(dataset, debit);
			});
			return receipt as LedgerReceipt;
		},
		async raise(next) {
			const receipt = await appendDecided((now) => {
				if (!covers(next, granted(now))) throw mismatch(dataset, granted(now), "a budget can only be raised");
				return encodeBudget(dataset, next);
			});
			return receipt as LedgerReceipt;
		},
		async statement() {
			await readNewEntries();
			const now = granted(balance);
			return { total: formatLoss(now), spent: formatLoss(balance.spent), remaining: formatLoss(subtractLoss(now, balance.spent)) };
		},
	};
}
