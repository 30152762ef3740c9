/**
 * What a session lends to its queries.
 */
import type { RandomSource } from "@veilkit/core";
import type { BudgetAccount } from "../budget/account.ts";

/** The account to debit and the randomness to use. */
export interface QueryContext {
	readonly account: BudgetAccount;
	readonly dataset: string;
	readonly random: RandomSource;
}
