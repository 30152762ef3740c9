/**
 * Columns of a whole table as the perturbations read and replace them.
 */
import { type Batch, checkInteger, invalidArgument, type RandomSource, randomInteger, type Value } from "@veilkit/core";
import { columnMissing, unfitValue } from "../error/errors.ts";

/** The values of a column; missing ones are `null`. */
export function valuesOf(batch: Batch, name: string): Value[] {
	const column = Object.hasOwn(batch.columns, name) ? batch.columns[name] : undefined;
	if (column === undefined) throw columnMissing(name);
	return Array.from(column as ArrayLike<Value>, (value) => value ?? null);
}

/** The values of a column as finite numbers, none missing. */
export function numbersOf(batch: Batch, name: string): Float64Array {
	return Float64Array.from(valuesOf(batch, name), (value, index) => {
		if (typeof value === "number" && Number.isFinite(value)) return value;
		throw unfitValue({ column: name, row: index + 1 }, "a finite number, and none missing");
	});
}

/** A batch with some columns replaced. */
export function withColumns(batch: Batch, columns: Batch["columns"]): Batch {
	return { columns: { ...batch.columns, ...columns }, length: batch.length };
}

/** Names of different columns, at least one. */
export function checkNames(names: readonly string[], path: string): readonly string[] {
	if (Array.isArray(names) && names.length > 0 && new Set(names).size === names.length) return names;
	throw invalidArgument(path, "different names of columns, at least one");
}

/** The positions 0 to `length` − 1 in uniformly random order (Fisher and Yates; Durstenfeld 1964). */
export function randomOrder(length: number, random: RandomSource | undefined): Int32Array {
	const order = Int32Array.from({ length: checkInteger(length, "randomOrder(length)", { min: 0 }) }, (_, index) => index);
	for (let last = length - 1; last > 0; last--) {
		const other = randomInteger(last + 1, random);
		const moved = order[last] as number;
		order[last] = order[other] as number;
		order[other] = moved;
	}
	return order;
}
