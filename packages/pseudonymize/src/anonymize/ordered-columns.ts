/**
 * Quasi-identifiers as ordered columns: what Mondrian cuts.
 *
 * A column whose present values are all numbers (or decimal text) is ordered by them, and distances are theirs; any other column is ordered as
 * text, with its values one apart. A missing value stands one step below the least. A set of values is labelled by its range: `[17,25]`
 * as in PostgreSQL, `[,25]` if it has missing ones, and by the value itself if it is one.
 */
import type { Batch, Value } from "@veilkit/core";
import { createDictionary, encodeRows } from "../risk/dictionary.ts";
import { numberOf } from "../risk/order.ts";

/** A column by the ranks of its values. */
export interface OrderedColumn {
	/** Where each rank stands, from 0 at the least value to 1 at the greatest. */
	readonly positions: Float64Array;
	/** The label of a range of ranks, both included. */
	label(low: number, high: number): Value;
}

/** Several columns. */
export interface OrderedTable {
	readonly columns: readonly OrderedColumn[];
	/** The ranks of row r start at r × (number of columns), until a partition reorders the rows. */
	readonly ranks: Int32Array;
	readonly length: number;
}

type Present = Exclude<Value, Date>;

function compareText(left: Present, right: Present): number {
	const [a, b] = [String(left), String(right)];
	return a < b ? -1 : a > b ? 1 : 0;
}

function orderColumn(values: readonly Present[]): { readonly column: OrderedColumn; readonly rankOf: Int32Array } {
	const present = values.filter((value) => value !== null);
	const isNumeric = present.every((value) => Number.isFinite(numberOf(value)));
	const codes = [...values.keys()].sort((a, b) => {
		const [left, right] = [values[a] as Present, values[b] as Present];
		if (left === null || right === null) return left === null ? -1 : 1;
		return isNumeric ? numberOf(left) - numberOf(right) || compareText(left, right) : compareText(left, right);
	});
	const rankOf = new Int32Array(values.length);
	for (const [rank, code] of codes.entries()) rankOf[code] = rank;

	const sorted = codes.map((code) => values[code] as Present);
	const numbers = sorted.map((value, rank) => (isNumeric ? numberOf(value) : rank));
	if (sorted[0] === null && sorted.length > 1 && isNumeric) {
		const least = numbers[1] as number;
		numbers[0] = least - ((numbers.at(-1) as number) - least || 1) / Math.max(1, sorted.length - 2);
	}
	const least = numbers[0] ?? 0;
	const span = (numbers.at(-1) ?? 0) - least || 1;
	const positions = Float64Array.from(numbers, (number) => (sorted.length === 1 ? 0 : (number - least) / span));
	// One string for a range however many classes have it: comparing equal strings is much slower than comparing one with itself.
	const labels = new Map<number, string>();
	const label = (low: number, high: number): Value => {
		if (low === high) return sorted[low] as Present;
		const key = low * sorted.length + high;
		const known = labels.get(key) ?? `[${sorted[low] ?? ""},${sorted[high]}]`;
		labels.set(key, known);
		return known;
	};
	return { rankOf, column: { positions, label } };
}

/** The ordered columns of a table. */
export function orderTable(batch: Batch, names: readonly string[]): OrderedTable {
	const dictionaries = names.map(createDictionary);
	const ranks = encodeRows(batch, names, dictionaries);
	const ordered = dictionaries.map(({ values }) => orderColumn(values));
	for (const [at, { rankOf }] of ordered.entries()) {
		for (let place = at; place < ranks.length; place += names.length) ranks[place] = rankOf[ranks[place] as number] as number;
	}
	return { columns: ordered.map(({ column }) => column), ranks, length: batch.length };
}
