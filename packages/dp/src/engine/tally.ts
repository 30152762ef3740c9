/**
 * Exact running totals of rows and sums, by group or by pair of a unit and a group.
 */
import type { NumberColumn } from "../schema/columns.ts";
import { type Bounds, createExactSums, type ExactSums } from "./exact-sums.ts";

/** Totals by index. */
export interface Tally {
	readonly rows: ExactSums;
	/** For each summed column, in steps. */
	readonly sums: readonly ExactSums[];
}

export function createTally(sums: number): Tally {
	return { rows: createExactSums(), sums: Array.from({ length: sums }, createExactSums) };
}

/**
 * The bounds of one unit's partial sum in one group: `maxRows` times the bounds of a row, and 0, which is what an absent unit adds.
 */
export function partialBounds(column: NumberColumn, maxRows: number): Bounds {
	return { low: maxRows * Math.min(0, column.min), high: maxRows * Math.max(0, column.max) };
}
