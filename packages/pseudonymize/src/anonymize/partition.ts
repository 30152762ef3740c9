/**
 * Mondrian: cuts a table into classes by its widest quasi-identifier, again and again, as long as both parts meet the targets.
 *
 * Source: LeFevre, DeWitt, Ramakrishnan, "Mondrian multidimensional k-anonymity", ICDE 2006. Strict cuts part the values of a column, so equal
 * rows stay together. Where the paper cuts at the median value or not at all, a strict cut here is the allowed one nearest to the median, which loses
 * much less; if a column has none, the next widest is tried. In relaxed mode, what no strict cut can part is parted at the median row, with
 * equal values on both sides.
 */
import type { OrderedTable } from "./ordered-columns.ts";
import type { RowChecker } from "./row-checker.ts";

/** Classes as ranges of a list of row numbers. */
export interface Partition {
	readonly rows: Int32Array;
	/** Where each class starts; the last entry is the number of rows. */
	readonly starts: readonly number[];
}

/** How to cut. */
export interface PartitionOptions {
	readonly mode: "strict" | "relaxed";
	readonly minSize: number;
	readonly meetsTargets: RowChecker;
}

/** Ranges of ranks, by column. */
export interface Ranges {
	readonly low: Int32Array;
	readonly high: Int32Array;
}

/** The least and the greatest rank of each column among the rows at places `from` to `to`. */
export function rangesOf({ ranks, columns }: OrderedTable, from: number, to: number, into: Ranges): void {
	const width = columns.length;
	for (let column = 0; column < width; column++) {
		let low = ranks[from * width + column] as number;
		let high = low;
		for (let place = (from + 1) * width + column; place < to * width; place += width) {
			const rank = ranks[place] as number;
			if (rank < low) low = rank;
			else if (rank > high) high = rank;
		}
		into.low[column] = low;
		into.high[column] = high;
	}
}

/** Room for the ranges of a table. */
export function createRanges({ columns }: OrderedTable): Ranges {
	return { low: new Int32Array(columns.length), high: new Int32Array(columns.length) };
}

/** Exchanges two rows: ranks lie in the order of the rows, so that all passes over a range read memory in sequence. */
function swap(ranks: Int32Array, rows: Int32Array, left: number, right: number): void {
	const row = rows[left] as number;
	rows[left] = rows[right] as number;
	rows[right] = row;
	const width = ranks.length / rows.length;
	for (let column = 0, at = left * width, other = right * width; column < width; column++, at++, other++) {
		const rank = ranks[at] as number;
		ranks[at] = ranks[other] as number;
		ranks[other] = rank;
	}
}

/** Cuts one range of rows by a column; says where the second part starts, or undefined if no cut is allowed. */
type Cutter = (column: number, from: number, to: number) => number | undefined;

function createCutters(table: OrderedTable, rows: Int32Array, ranges: Ranges, options: PartitionOptions): readonly Cutter[] {
	const { ranks, columns } = table;
	const { minSize, meetsTargets } = options;
	const width = columns.length;
	const counts = new Int32Array(Math.max(0, ...columns.map(({ positions }) => positions.length)));

	const countRanks = (column: number, from: number, to: number): void => {
		counts.fill(0, ranges.low[column], (ranges.high[column] as number) + 1);
		for (let place = from * width + column; place < to * width; place += width) {
			const rank = ranks[place] as number;
			counts[rank] = (counts[rank] as number) + 1;
		}
	};
	/** Moves the rows with ranks up to `rank` to the front; says where the others start. */
	const part = (column: number, rank: number, from: number, to: number): number => {
		let [front, back] = [from, to];
		while (front < back) {
			if ((ranks[front * width + column] as number) <= rank) front++;
			else if ((ranks[--back * width + column] as number) <= rank) swap(ranks, rows, front, back);
		}
		return front;
	};
	const bothMeet = (from: number, cut: number, to: number): boolean => meetsTargets(rows, from, cut) && meetsTargets(rows, cut, to);

	const strict: Cutter = (column, from, to) => {
		countRanks(column, from, to);
		const size = to - from;
		// Candidates in the order of their keys: by distance from the median, of two at one distance the lower first.
		for (let previous = -1; ; ) {
			let nearest = Number.POSITIVE_INFINITY;
			let cutRank = 0;
			let below = 0;
			for (let rank = ranges.low[column] as number; rank < (ranges.high[column] as number); rank++) {
				if (counts[rank] === 0) continue;
				below += counts[rank] as number;
				if (below < minSize) continue;
				if (size - below < minSize) break;
				const key = 2 * Math.abs(2 * below - size) + (2 * below > size ? 1 : 0);
				if (key <= previous || key >= nearest) continue;
				nearest = key;
				cutRank = rank;
			}
			if (nearest === Number.POSITIVE_INFINITY) return undefined;
			const cut = part(column, cutRank, from, to);
			if (bothMeet(from, cut, to)) return cut;
			previous = nearest;
		}
	};

	const relaxed: Cutter = (column, from, to) => {
		const half = (to - from) >> 1;
		countRanks(column, from, to);
		let median = ranges.low[column] as number;
		for (let reached = counts[median] as number; reached < half; ) reached += counts[++median] as number;
		part(column, median - 1, from, part(column, median, from, to));
		return bothMeet(from, from + half, to) ? from + half : undefined;
	};
	return options.mode === "strict" ? [strict] : [strict, relaxed];
}

/** The column whose range is widest among those not yet tried, or −1 if all others have one value. */
function nextWidest({ columns }: OrderedTable, { low, high }: Ranges, tried: Uint8Array): number {
	let widest = -1;
	let width = 0;
	for (let column = 0; column < columns.length; column++) {
		const { positions } = columns[column] as OrderedTable["columns"][number];
		const range = (positions[high[column] as number] as number) - (positions[low[column] as number] as number);
		if (tried[column] !== 0 || range <= width) continue;
		widest = column;
		width = range;
	}
	return widest;
}

/** The classes. The table as a whole must meet the targets; its rows are brought into the order of the classes. */
export function partition(table: OrderedTable, options: PartitionOptions): Partition {
	const rows = Int32Array.from({ length: table.length }, (_, row) => row);
	const ranges = createRanges(table);
	const cutters = createCutters(table, rows, ranges, options);
	const tried = new Uint8Array(table.columns.length);

	const cutRange = (from: number, to: number): number | undefined => {
		if (to - from < 2 * options.minSize) return undefined;
		rangesOf(table, from, to, ranges);
		for (const cutter of cutters) {
			tried.fill(0);
			for (let column = nextWidest(table, ranges, tried); column >= 0; column = nextWidest(table, ranges, tried)) {
				const cut = cutter(column, from, to);
				if (cut !== undefined) return cut;
				tried[column] = 1;
			}
		}
		return undefined;
	};

	const starts = [0];
	const ends = table.length === 0 ? [] : [table.length];
	for (let from = 0; ends.length > 0; ) {
		const to = ends.at(-1) as number;
		const cut = cutRange(from, to);
		if (cut !== undefined) ends.push(cut);
		else {
			starts.push(to);
			from = to;
			ends.pop();
		}
	}
	return { rows, starts };
}
