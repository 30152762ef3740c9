/**
 * The exact answers, computed the ordinary way: what the demo compares with, and what a shop would otherwise hand out.
 */
import { type Batch, type Row, rowsOf } from "@veilkit/core";

/** A total by group. */
export type ExactAnswer = ReadonlyMap<string, number>;

/** Adds up what each row is worth, by the value of a column; rows without a value in it belong to no group. */
export function totalBy(rows: readonly Batch[], column: string, worth: (row: Row) => number): ExactAnswer {
	const totals = new Map<string, number>();
	for (const batch of rows) {
		for (const row of rowsOf(batch)) {
			const group = row[column];
			if (typeof group === "string") totals.set(group, (totals.get(group) ?? 0) + worth(row));
		}
	}
	return totals;
}

/** A worth of 1 for the first row of each pair of values, of 0 for its repetitions. */
export function firstOf(one: string, other: string): (row: Row) => number {
	const seen = new Set<string>();
	return (row) => {
		const pair = `${row[one]} ${row[other]}`;
		if (seen.has(pair)) return 0;
		seen.add(pair);
		return 1;
	};
}
