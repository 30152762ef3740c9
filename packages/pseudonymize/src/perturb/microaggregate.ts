/**
 * Microaggregation by MDAV (maximum distance to average vector): rows in groups of at least k that are alike, each number replaced by the
 * mean of its group.
 *
 * Domingo-Ferrer and Mateo-Sanz, Practical Data-Oriented Microaggregation for Statistical Disclosure Control, IEEE TKDE 14(1) (2002), in the fixed
 * form of Domingo-Ferrer and Torra (2005), algorithm MDAV-generic: while 3k rows are left, the row farthest from the mean and the row farthest from
 * that one each take their k − 1 nearest; then one more such group if 2k are left; the rest is the last group, of k to 2k − 1. Distances are Euclidean
 * over columns scaled to standard deviation 1. Ties go to the earlier row, so the result depends on nothing but the table.
 *
 * The table is k-anonymous in these columns together, and means stay. Leaks the means: a group whose rows are all alike shows their value. The work
 * grows with rows²/k: 10,000 rows in groups of 5 take about a second.
 */
import { type Batch, checkInteger, checkOptions, invalidArgument } from "@veilkit/core";
import { checkNames, numbersOf, withColumns } from "./column.ts";

/** Options of {@link microaggregate}. */
export interface MicroaggregateOptions {
	/** The smallest number of rows in a group. */
	readonly k: number;
}

/** A point for every row: coordinates end to end. */
interface Points {
	readonly coordinates: Float64Array;
	readonly dimensions: number;
}

function mean(values: Float64Array, rows: Iterable<number>): number {
	let sum = 0;
	let count = 0;
	for (const row of rows) {
		sum += values[row] as number;
		count++;
	}
	return sum / count;
}

/** Columns with mean 0 and standard deviation 1, side by side; a constant column is 0. */
function standardize(columns: readonly Float64Array[], length: number): Points {
	const dimensions = columns.length;
	const coordinates = new Float64Array(length * dimensions);
	for (const [at, values] of columns.entries()) {
		const center = mean(values, values.keys());
		let squares = 0;
		for (const value of values) squares += (value - center) ** 2;
		const deviation = Math.sqrt(squares / length);
		if (deviation > 0)
			for (let row = 0; row < length; row++) coordinates[row * dimensions + at] = ((values[row] as number) - center) / deviation;
	}
	return { coordinates, dimensions };
}

function distance({ coordinates, dimensions }: Points, row: number, point: Float64Array): number {
	let sum = 0;
	for (let at = 0; at < dimensions; at++) sum += ((coordinates[row * dimensions + at] as number) - (point[at] as number)) ** 2;
	return sum;
}

function pointOf({ coordinates, dimensions }: Points, row: number): Float64Array {
	return coordinates.slice(row * dimensions, (row + 1) * dimensions);
}

function centerOf({ coordinates, dimensions }: Points, rows: readonly number[]): Float64Array {
	const center = new Float64Array(dimensions);
	for (const row of rows)
		for (let at = 0; at < dimensions; at++)
			center[at] = (center[at] as number) + (coordinates[row * dimensions + at] as number) / rows.length;
	return center;
}

function farthest(points: Points, rows: readonly number[], from: Float64Array): number {
	let [best, bestDistance] = [rows[0] as number, -1];
	for (const row of rows) {
		const away = distance(points, row, from);
		if (away > bestDistance) [best, bestDistance] = [row, away];
	}
	return best;
}

/** The k rows nearest to a row, itself among them, and the others in their order. */
function splitNearest(points: Points, rows: readonly number[], row: number, k: number): readonly [number[], number[]] {
	const point = pointOf(points, row);
	// The nearest so far, in order; sorting all rows for the sake of k would take most of the time.
	const group: number[] = [];
	const away: number[] = [];
	for (const other of rows) {
		const distanceToRow = other === row ? -1 : distance(points, other, point);
		if (group.length === k && distanceToRow >= (away[k - 1] as number)) continue;
		let at = Math.min(group.length, k - 1);
		for (; at > 0 && (away[at - 1] as number) > distanceToRow; at--) {
			group[at] = group[at - 1] as number;
			away[at] = away[at - 1] as number;
		}
		group[at] = other;
		away[at] = distanceToRow;
	}
	const taken = new Set(group);
	return [group, rows.filter((other) => !taken.has(other))];
}

/** The groups of MDAV. */
function groupsOf(points: Points, length: number, k: number): readonly (readonly number[])[] {
	const groups: (readonly number[])[] = [];
	let rows = Array.from({ length }, (_, row) => row);
	const take = (row: number): void => {
		const [group, others] = splitNearest(points, rows, row, k);
		groups.push(group);
		rows = others;
	};
	while (rows.length >= 3 * k) {
		const first = farthest(points, rows, centerOf(points, rows));
		const firstPoint = pointOf(points, first);
		take(first);
		take(farthest(points, rows, firstPoint));
	}
	if (rows.length >= 2 * k) take(farthest(points, rows, centerOf(points, rows)));
	if (rows.length > 0) groups.push(rows);
	return groups;
}

/**
 * Replaces numbers by the means of groups of at least k rows that are alike in these columns.
 *
 * @param batch - the whole table, of at least k rows
 * @param columns - numeric columns without missing values, grouped together
 * @param options - `k`: from 2
 *
 * @example
 * ```ts
 * import { createBatch } from "@veilkit/core";
 * import { microaggregate } from "@veilkit/pseudonymize/perturb";
 * microaggregate(createBatch({ age: [20, 22, 60, 62] }), ["age"], { k: 2 }).columns.age; // 21, 21, 61, 61
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_PSEUDONYMIZE_COLUMN_MISSING`, `ERR_PSEUDONYMIZE_VALUE`
 */
export function microaggregate(batch: Batch, columns: readonly string[], options: MicroaggregateOptions): Batch {
	checkOptions(options, "microaggregate(options)", ["k"]);
	const k = checkInteger(options.k, "microaggregate(options.k)", { min: 2 });
	const names = checkNames(columns, "microaggregate(columns)");
	if (batch.length < k) throw invalidArgument("microaggregate(batch)", `at least k = ${k} rows`);
	const raw = names.map((name) => numbersOf(batch, name));
	const groups = groupsOf(standardize(raw, batch.length), batch.length, k);
	const means = names.map((name, at): [string, Float64Array] => {
		const values = raw[at] as Float64Array;
		const averaged = new Float64Array(batch.length);
		for (const group of groups) {
			const average = mean(values, group);
			for (const row of group) averaged[row] = average;
		}
		return [name, averaged];
	});
	return withColumns(batch, Object.fromEntries(means));
}
