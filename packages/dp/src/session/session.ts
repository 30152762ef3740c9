/**
 * A session: one data set, one privacy budget in a ledger, any number of queries.
 *
 * Guarantee: everything that sessions on one ledger release about a data set is together (ε, δ)-differentially private, with (ε, δ) the total
 * recorded there; adjacent data sets differ by one privacy unit with all its rows. All queries on a data set must mean the same unit: a person
 * by a column, or rows where each row is one person. It holds if all access goes through the ledger, if
 * declarations come from public knowledge, and against an observer of the results, not of running times.
 */
import { checkFunction, checkObject, checkOptions, checkString, type RandomOptions, type RandomSource, systemRandom } from "@veilkit/core";
import type { Ledger, LedgerReceipt } from "@veilkit/ledger";
import { type BudgetStatement, openAccount } from "../budget/account.ts";
import { type PrivacyAmount, readLoss } from "../budget/amount.ts";
import { checkUnit, type Query, startQuery, type Table } from "../query/builder.ts";
import type { Schema } from "../schema/columns.ts";
import type { Source } from "../source/source.ts";

/** What a session needs. */
export interface SessionOptions extends RandomOptions {
	/** Where the budget is kept. */
	readonly ledger: Ledger;
	/** The name of the data set in the ledger, 1 to 200 characters. All sources of a session count as this data set. */
	readonly dataset: string;
	/** The total for the data set; granted if the ledger has none yet, otherwise it must be the recorded one. */
	readonly budget: PrivacyAmount;
}

/** An open session. */
export interface Session {
	readonly dataset: string;
	/**
	 * Declares a table and starts a query over it.
	 *
	 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
	 */
	source<const S extends Schema>(source: Source, table: Table<S>): Query<S, never, never>;
	/** What was granted, spent and is left, with what other sessions did; exact texts. */
	budget(): Promise<BudgetStatement>;
	/**
	 * Raises the total, for all sessions; recorded in the ledger.
	 *
	 * @throws {VeilkitError} `ERR_DP_BUDGET_MISMATCH` if it would lower ε or δ
	 */
	raiseBudget(total: PrivacyAmount): Promise<LedgerReceipt>;
}

/**
 * Opens a session.
 *
 * @example
 * ```ts
 * import { createBatch, createSigner, generateKey, memoryStore } from "@veilkit/core";
 * import { approxDp, decimal, groupKey, openSession, rowsSource } from "@veilkit/dp";
 * import { openLedger } from "@veilkit/ledger";
 *
 * const ledger = await openLedger(memoryStore(), { signer: createSigner(generateKey({ purpose: "sign" })), origin: "shop.example/privacy" });
 * const session = await openSession({ ledger, dataset: "orders-2026", budget: approxDp({ epsilon: "3", delta: "1e-6" }) });
 * const batches = () => [createBatch({ customer: ["1", "2"], country: ["NO", "SE"], total: [12.5, 80] })];
 * const plan = session
 *   .source(rowsSource(batches), {
 *     unit: { column: "customer", maxGroups: 3, maxRowsPerGroup: 5 },
 *     columns: { country: groupKey(), total: decimal({ min: 0, max: 500, step: "0.01" }) },
 *   })
 *   .groupBy("country")
 *   .count()
 *   .sum("total")
 *   .plan({ spend: approxDp({ epsilon: "1", delta: "1e-7" }) });
 * plan.explain();
 * const answer = await plan.run();
 * answer.rows; // [{ country: "NO", count: { value, interval, … }, total: { … } }]
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_DP_BUDGET_MISMATCH` if the ledger records another total; `ERR_DP_LEDGER_ENTRY`; errors of the ledger
 */
export async function openSession(options: SessionOptions): Promise<Session> {
	checkOptions(options, "openSession(options)", ["ledger", "dataset", "budget", "random"]);
	const { ledger } = options;
	checkObject(ledger, "openSession(options.ledger)");
	const dataset = checkString(options.dataset, "openSession(options.dataset)", { minLength: 1, maxLength: 200 });
	const account = await openAccount(ledger, dataset, readLoss(options.budget, "openSession(options.budget)"));
	const random: RandomSource = options.random ?? systemRandom;
	return {
		dataset,
		source(source, table) {
			checkOptions(table, "session.source(table)", ["unit", "columns"]);
			checkFunction(source.aggregate, "session.source(source.aggregate)");
			checkObject(table.columns, "session.source(table.columns)");
			const unit = checkUnit(table.unit, "session.source(table.unit)");
			return startQuery({ unit, columns: table.columns }, { account, dataset, random, source });
		},
		budget: account.statement,
		raiseBudget: (total) => account.raise(readLoss(total, "session.raiseBudget(total)")),
	};
}
