/**
 * Counts equivalence classes: rows that share the values of all quasi-identifiers, and with them the distinct sensitive values of each class.
 *
 * Batch by batch, so a source of any length needs memory for its classes and not for its rows. A date counts
 * by its ISO 8601 text, other values as in a `Map`; a missing value is a value of its own.
 */
import type { Batch, Column, Value } from "@veilkit/core";
import { columnMissing } from "../error/errors.ts";
import { createPairIndex, type PairIndex } from "./pair-index.ts";

/** What remains of the rows. */
export interface ClassCounts {
	/** Rows of each class. */
	readonly sizes: Int32Array;
	/** Distinct values of each class, by sensitive column. */
	readonly distinct: ReadonlyMap<string, Int32Array>;
}

/** Collects batches. */
export interface ClassCounter {
	add(batch: Batch): void;
	counts(): ClassCounts;
}

/** Numbers the values of a column and pairs them with what is known of the row so far. */
interface Link {
	readonly column: string;
	readonly values: Map<Value, number>;
	readonly pairs: PairIndex;
}

function createLink(column: string): Link {
	return { column, values: new Map(), pairs: createPairIndex() };
}

function valuesOf(batch: Batch, column: string): Column {
	const values = Object.hasOwn(batch.columns, column) ? batch.columns[column] : undefined;
	if (values === undefined) throw columnMissing(column);
	return values;
}

/** The number of a value, in order of first appearance. */
function numberOfValue(values: Map<Value, number>, raw: Value): number {
	const value = typeof raw === "object" && raw !== null ? raw.toJSON() : raw;
	const known = values.get(value);
	if (known !== undefined) return known;
	values.set(value, values.size);
	return values.size - 1;
}

/** For each row the number of (what `rows` says, its value in the column). */
function follow(link: Link, batch: Batch, rows: Int32Array): Int32Array {
	const column = valuesOf(batch, link.column);
	const numbers = new Int32Array(batch.length);
	for (let row = 0; row < batch.length; row++) numbers[row] = numberOfValue(link.values, column[row] ?? null);
	for (let row = 0; row < batch.length; row++) numbers[row] = link.pairs.numberOf(rows[row] as number, numbers[row] as number);
	return numbers;
}

/** A counter that grows with the numbers it is given. */
function createTally(): { increment(index: number): void; toArray(length: number): Int32Array } {
	let counts = new Int32Array(1024);
	return {
		increment(index) {
			if (index >= counts.length) {
				const larger = new Int32Array(2 * Math.max(counts.length, index));
				larger.set(counts);
				counts = larger;
			}
			counts[index] = (counts[index] as number) + 1;
		},
		toArray: (length) => Int32Array.from({ length }, (_, index) => counts[index] ?? 0),
	};
}

/** A counter over the columns that make the classes and the columns whose values are to be protected. */
export function createClassCounter(quasiIdentifiers: readonly string[], sensitive: readonly string[]): ClassCounter {
	const chain = quasiIdentifiers.map(createLink);
	const sizes = createTally();
	const branches = sensitive.map((column) => ({ link: createLink(column), distinct: createTally() }));
	const classCount = (): number => chain.at(-1)?.pairs.size ?? 0;
	return {
		add(batch) {
			let classes: Int32Array = new Int32Array(batch.length);
			for (const link of chain) classes = follow(link, batch, classes);
			for (const number of classes) sizes.increment(number);
			for (const { link, distinct } of branches) {
				let known = link.pairs.size;
				const pairs = follow(link, batch, classes);
				for (let row = 0; row < pairs.length; row++) {
					if ((pairs[row] as number) < known) continue;
					distinct.increment(classes[row] as number);
					known++;
				}
			}
		},
		counts: () => ({
			sizes: sizes.toArray(classCount()),
			distinct: new Map(branches.map(({ link, distinct }) => [link.column, distinct.toArray(classCount())])),
		}),
	};
}
