/**
 * The errors of this package. They name columns, rows and expectations; a value from the data never appears in one.
 */
import { VeilkitError } from "@veilkit/core";

/** Codes thrown by `@veilkit/pseudonymize`, beside those of core. */
export type PseudonymizeErrorCode =
	| "ERR_PSEUDONYMIZE_COLUMN_MISSING"
	| "ERR_PSEUDONYMIZE_COLUMN_UNLISTED"
	| "ERR_PSEUDONYMIZE_DETECTOR"
	| "ERR_PSEUDONYMIZE_POPULATION"
	| "ERR_PSEUDONYMIZE_ROW_INVALID"
	| "ERR_PSEUDONYMIZE_TARGET"
	| "ERR_PSEUDONYMIZE_VALUE";

/** Where a value stands: the column, and the row counted from 1 at the start of the source. */
export interface Place {
	readonly column: string;
	readonly row: number;
}

/** The error for a value that a treatment cannot work on. */
export function unfitValue(place: Place, expected: string): VeilkitError<"ERR_PSEUDONYMIZE_VALUE"> {
	return new VeilkitError("ERR_PSEUDONYMIZE_VALUE", `column "${place.column}", row ${place.row}: expected ${expected}`, {
		details: { column: place.column, row: place.row, expected },
	});
}

/** The error for a column whose values do not fit what was said about them. */
export function unfitColumn(column: string, expected: string): VeilkitError<"ERR_PSEUDONYMIZE_VALUE"> {
	return new VeilkitError("ERR_PSEUDONYMIZE_VALUE", `column "${column}": expected ${expected}`, { details: { column, expected } });
}

/** The error for a column with a value that its hierarchy lacks. */
export function valueUncovered(column: string): VeilkitError<"ERR_PSEUDONYMIZE_VALUE"> {
	return unfitColumn(column, "values that its hierarchy covers");
}

/** The error for a column that is needed and absent. */
export function columnMissing(column: string): VeilkitError<"ERR_PSEUDONYMIZE_COLUMN_MISSING"> {
	return new VeilkitError(
		"ERR_PSEUDONYMIZE_COLUMN_MISSING",
		`column "${column}": named by the policy or the options, but not in the data`,
		{
			details: { column },
		},
	);
}

/** The error for columns that the policy does not name, where the caller wants to hear about them. */
export function columnsUnlisted(columns: readonly string[]): VeilkitError<"ERR_PSEUDONYMIZE_COLUMN_UNLISTED"> {
	return new VeilkitError(
		"ERR_PSEUDONYMIZE_COLUMN_UNLISTED",
		`columns ${columns.map((column) => `"${column}"`).join(", ")}: not named by the policy; name them, or bind with onUnlisted "drop"`,
		{ details: { columns } },
	);
}
