/**
 * Errors of tables: they say where (file, row, line, column) and what, and never quote a value.
 *
 * A column is named only when its name comes from the header; the header itself can be data (a file without one), so a faulty header is
 * described by positions.
 */
import { VeilkitError } from "@veilkit/core";

/** Codes thrown by `@veilkit/cli/tables`. */
export type TableErrorCode =
	| "ERR_TABLE_HEADER"
	| "ERR_TABLE_RAGGED"
	| "ERR_TABLE_QUOTE"
	| "ERR_TABLE_UTF8"
	| "ERR_TABLE_SIZE"
	| "ERR_TABLE_JSON"
	| "ERR_TABLE_NESTED"
	| "ERR_TABLE_NUMBER"
	| "ERR_TABLE_COLUMNS";

/** A place in a table. */
export interface TablePlace {
	/** The file, as messages should call it. */
	readonly name: string;
	/** Data row, from 1; the header does not count. */
	readonly row?: number;
	/** Line of the file, from 1; a quoted field can span several. */
	readonly line?: number;
	/** Column name, or position from 1. */
	readonly column?: string | number;
}

/**
 * The error for a place.
 *
 * @param problem - what is wrong and what to do, without quoting a value
 */
export function tableError<Code extends TableErrorCode>(code: Code, place: TablePlace, problem: string): VeilkitError<Code> {
	const steps = [place.name];
	if (place.row !== undefined) steps.push(`row ${place.row}`);
	if (place.line !== undefined) steps.push(`line ${place.line}`);
	if (place.column !== undefined) steps.push(`column ${typeof place.column === "number" ? place.column : `"${place.column}"`}`);
	return new VeilkitError(code, `${steps.join(", ")}: ${problem}`, { details: { ...place } });
}

/** A row may hold this many fields of the largest size; without a bound, an unclosed quote would swallow the rest of a file. */
export const LARGEST_FIELDS_PER_ROW = 16;

/** The error for a field over the limit. */
export function fieldTooLong(place: TablePlace, limit: number): VeilkitError<"ERR_TABLE_SIZE"> {
	return tableError("ERR_TABLE_SIZE", place, `field longer than ${limit} characters; raise the limit (--max-field) if that is right`);
}
