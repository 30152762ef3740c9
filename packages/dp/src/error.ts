/**
 * Errors of this package. Messages name places, columns and amounts; never a value from the data.
 */
import { VeilkitError } from "@veilkit/core";

/** Codes thrown by `@veilkit/dp`. */
export type DpErrorCode =
	/** The budget does not cover the spend; `details` hold what remains. Nothing was recorded, nothing was read. */
	| "ERR_DP_BUDGET_EXCEEDED"
	/** The ledger records another total for the data set than the session was opened with. */
	| "ERR_DP_BUDGET_MISMATCH"
	/** An entry of this package in the ledger does not read as one. */
	| "ERR_DP_LEDGER_ENTRY"
	/** The source has no column of a declared name. */
	| "ERR_DP_COLUMN_MISSING";

/** The error for a ledger entry that claims to be a budget entry but is not well formed. */
export function ledgerEntryMalformed(index: number): VeilkitError<"ERR_DP_LEDGER_ENTRY"> {
	return new VeilkitError(
		"ERR_DP_LEDGER_ENTRY",
		`ledger entry ${index}: not a budget entry that this version understands; nothing can be spent`,
		{
			details: { index },
		},
	);
}

/** The error for a declared column that the source does not have. */
export function columnMissing(column: string): VeilkitError<"ERR_DP_COLUMN_MISSING"> {
	return new VeilkitError("ERR_DP_COLUMN_MISSING", `source: no column "${column}"; compare the schema with the header`, {
		details: { column },
	});
}
