/**
 * Counts equivalence classes: rows that share the values of all quasi-identifiers, and with them the sensitive values of each class.
 *
 * Batch by batch, so a source of any length needs memory for its classes and not for its rows.
 */
import type { Batch, Value } from "@veilkit/core";
import { createDictionary, type Dictionary, encodeRows } from "./dictionary.ts";
import { type Distributions, distributionsOf } from "./distribution.ts";
import { createTally } from "./tally.ts";
import { createTupleIndex } from "./tuple-index.ts";

/** A sensitive column with the values that it has, by code. */
export interface SensitiveValues extends Distributions {
	readonly column: string;
	readonly values: readonly Value[];
}

/** What remains of the rows. */
export interface ClassCounts {
	/** Rows of each class. */
	readonly sizes: Int32Array;
	readonly sensitive: readonly SensitiveValues[];
}

/** Collects batches. */
export interface ClassCounter {
	add(batch: Batch): void;
	counts(): ClassCounts;
	/** Rows of each class in a population: the classes counted so far, in their order, then those that only the population has. */
	sizesIn(population: Batch): Int32Array;
}

/** Pairs of class and value, and how often each occurs. */
function createPairCounter(column: string): { add(batch: Batch, classes: Int32Array): void; result(classCount: number): SensitiveValues } {
	const dictionary = createDictionary();
	const pairs = createTupleIndex(2);
	const counts = createTally();
	return {
		add(batch, classes) {
			const codes = encodeRows(batch, [column], [dictionary]);
			const pair = new Int32Array(2);
			for (let row = 0; row < batch.length; row++) {
				pair[0] = classes[row] as number;
				pair[1] = codes[row] as number;
				counts.increment(pairs.numberOf(pair, 0));
			}
		},
		result(classCount) {
			const tuples = pairs.tuples();
			const part = (offset: number): Int32Array => {
				const codes = new Int32Array(pairs.size);
				for (let at = 0; at < codes.length; at++) codes[at] = tuples[2 * at + offset] as number;
				return codes;
			};
			const triples = { classes: part(0), codes: part(1), counts: counts.toArray(pairs.size) };
			const { values } = dictionary;
			return { column, values, ...distributionsOf(triples, { classCount, valueCount: values.length }) };
		},
	};
}

/** A counter over the columns that make the classes and the columns whose values are to be protected. */
export function createClassCounter(quasiIdentifiers: readonly string[], sensitive: readonly string[]): ClassCounter {
	const dictionaries: readonly Dictionary[] = quasiIdentifiers.map(createDictionary);
	const classIndex = createTupleIndex(quasiIdentifiers.length);
	const sizes = createTally();
	const pairCounters = sensitive.map(createPairCounter);
	let classCount = 0;
	const classesOf = (batch: Batch): Int32Array => {
		const codes = encodeRows(batch, quasiIdentifiers, dictionaries);
		const classes = new Int32Array(batch.length);
		for (let row = 0; row < batch.length; row++) classes[row] = classIndex.numberOf(codes, row * quasiIdentifiers.length);
		return classes;
	};
	return {
		add(batch) {
			const classes = classesOf(batch);
			for (const number of classes) sizes.increment(number);
			for (const counter of pairCounters) counter.add(batch, classes);
			classCount = classIndex.size;
		},
		counts: () => ({
			sizes: sizes.toArray(classCount),
			sensitive: pairCounters.map((counter) => counter.result(classCount)),
		}),
		sizesIn(population) {
			const inPopulation = createTally();
			for (const number of classesOf(population)) inPopulation.increment(number);
			return inPopulation.toArray(classIndex.size);
		},
	};
}
