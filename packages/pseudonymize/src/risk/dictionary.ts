/**
 * Numbers the values of a column in the order of their first appearance.
 *
 * A date counts by its ISO 8601 text, other values as in a `Map`; a missing value is a value of its own. Small whole numbers, the most
 * common kind in typed columns, are looked up in an array.
 */
import type { Batch, Column, Value } from "@veilkit/core";
import { columnMissing } from "../error/errors.ts";

/** A growing numbering of values. */
export interface Dictionary {
	codeOf(value: Value): number;
	/** The values, by code. */
	readonly values: readonly Exclude<Value, Date>[];
}

const SMALL = 4096;

/** An empty dictionary. */
export function createDictionary(): Dictionary {
	const small = new Int32Array(SMALL);
	const codes = new Map<Value, number>();
	const values: Exclude<Value, Date>[] = [];
	const isSmall = (value: Value): value is number =>
		typeof value === "number" && value >= 0 && value < SMALL && value === Math.trunc(value);
	return {
		codeOf(raw) {
			const value = typeof raw === "object" && raw !== null ? raw.toJSON() : raw;
			const known = isSmall(value) ? (small[value] as number) - 1 : (codes.get(value) ?? -1);
			if (known >= 0) return known;
			const code = values.push(value) - 1;
			if (isSmall(value)) small[value] = code + 1;
			else codes.set(value, code);
			return code;
		},
		values,
	};
}

/** A column of a batch. */
export function columnOf(batch: Batch, column: string): Column {
	const values = Object.hasOwn(batch.columns, column) ? batch.columns[column] : undefined;
	if (values === undefined) throw columnMissing(column);
	return values;
}

/** The codes of several columns side by side: row r has its codes at r × (number of columns). */
export function encodeRows(batch: Batch, columns: readonly string[], dictionaries: readonly Dictionary[]): Int32Array<ArrayBuffer> {
	const width = columns.length;
	const codes = new Int32Array(width * batch.length);
	for (const [at, column] of columns.entries()) {
		const values = columnOf(batch, column);
		const dictionary = dictionaries[at] as Dictionary;
		for (let row = 0; row < batch.length; row++) codes[row * width + at] = dictionary.codeOf(values[row] ?? null);
	}
	return codes;
}
