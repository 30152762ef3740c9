/**
 * How the values of a sensitive column spread over the whole table and over each class: what every model of attribute disclosure compares.
 *
 * Only values that occur in a class are stored for it, so a column of many values costs no more than its rows.
 */

/** The values of one class: positions `from` to `to` of the lists, in any order. */
export interface ClassValues {
	readonly codes: Int32Array;
	readonly counts: Int32Array;
	readonly from: number;
	readonly to: number;
	/** Rows of the class: the sum of the counts. */
	readonly size: number;
}

/** A figure of one class, against the share of each value in the whole table (by code). */
export type ClassMeasure = (values: ClassValues, shares: Float64Array) => number;

/** A sensitive column, class by class. */
export interface Distributions {
	readonly classes: readonly ClassValues[];
	/** The share of each value in the table, by code. */
	readonly shares: Float64Array;
}

/** Triples (class, value, count), each pair of class and value once, sorted into classes by counting. */
export function distributionsOf(
	triples: { readonly classes: Int32Array; readonly codes: Int32Array; readonly counts: Int32Array },
	options: { readonly classCount: number; readonly valueCount: number },
): Distributions {
	const starts = new Int32Array(options.classCount + 1);
	const sizes = new Int32Array(options.classCount);
	const shares = new Float64Array(options.valueCount);
	let rows = 0;
	for (let at = 0; at < triples.classes.length; at++) {
		const number = triples.classes[at] as number;
		const count = triples.counts[at] as number;
		starts[number + 1] = (starts[number + 1] as number) + 1;
		sizes[number] = (sizes[number] as number) + count;
		shares[triples.codes[at] as number] = (shares[triples.codes[at] as number] as number) + count;
		rows += count;
	}
	for (let number = 0; number < options.classCount; number++)
		starts[number + 1] = (starts[number + 1] as number) + (starts[number] as number);
	for (let code = 0; code < shares.length; code++) shares[code] = (shares[code] as number) / rows;

	const next = starts.slice();
	const codes = new Int32Array(triples.codes.length);
	const counts = new Int32Array(triples.codes.length);
	for (let at = 0; at < triples.classes.length; at++) {
		const number = triples.classes[at] as number;
		const place = next[number] as number;
		next[number] = place + 1;
		codes[place] = triples.codes[at] as number;
		counts[place] = triples.counts[at] as number;
	}
	const classes = Array.from(sizes, (size, number) => ({
		codes,
		counts,
		from: starts[number] as number,
		to: starts[number + 1] as number,
		size,
	}));
	return { classes, shares };
}

/** The greatest figure of any class; 0 for a table without rows. */
export function greatest({ classes, shares }: Distributions, measure: ClassMeasure): number {
	let most = 0;
	for (const values of classes) most = Math.max(most, measure(values, shares));
	return most;
}

/** The least figure of any class; 0 for a table without rows. */
export function least({ classes, shares }: Distributions, measure: ClassMeasure): number {
	let fewest = Number.POSITIVE_INFINITY;
	for (const values of classes) fewest = Math.min(fewest, measure(values, shares));
	return classes.length === 0 ? 0 : fewest;
}
