/**
 * Errors of the ledger. Messages name places and indices, never a subject or a payload.
 */
import { VeilkitError } from "@veilkit/core";

/** Codes thrown by `@veilkit/ledger`. */
export type LedgerErrorCode =
	/** `ifSize` does not hold: somebody appended in between. */
	| "ERR_LEDGER_CONFLICT"
	/** What is stored is not what was signed. */
	| "ERR_LEDGER_CORRUPT"
	/** The signer is not the ledger's, or the origin is another. */
	| "ERR_LEDGER_KEY"
	/** Used after it was closed. */
	| "ERR_LEDGER_CLOSED";

/** The error for stored data that contradicts the checkpoint. */
export function ledgerCorrupt(problem: string, cause?: unknown): VeilkitError<"ERR_LEDGER_CORRUPT"> {
	return new VeilkitError("ERR_LEDGER_CORRUPT", `ledger: ${problem}; run verifyLedger to find out what was changed`, {
		details: { problem },
		cause,
	});
}

/** The error for a size that is no longer the expected one. */
export function ledgerConflict(expected: number, actual: number): VeilkitError<"ERR_LEDGER_CONFLICT"> {
	return new VeilkitError(
		"ERR_LEDGER_CONFLICT",
		`ledger: expected ${expected} entries, found ${actual}; read the new ones and decide again`,
		{
			details: { expected, actual },
		},
	);
}
