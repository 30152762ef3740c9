/**
 * Checks a set of rows against the targets, as if it were a class.
 */
import type { ConstrainedColumn, Constraints } from "./constraints.ts";

/** Whether rows `from` to `to` of a list of row numbers meet the targets. */
export type RowChecker = (rows: Int32Array, from: number, to: number) => boolean;

function createColumnChecker({ codes, valueCount, accepts }: ConstrainedColumn): RowChecker {
	const shares = new Float64Array(valueCount);
	for (const code of codes) shares[code] = (shares[code] as number) + 1 / codes.length;
	const countOf = new Int32Array(valueCount);
	const present = new Int32Array(valueCount);
	const counts = new Int32Array(valueCount);
	return (rows, from, to) => {
		let values = 0;
		for (let at = from; at < to; at++) {
			const code = codes[rows[at] as number] as number;
			if (countOf[code] === 0) present[values++] = code;
			countOf[code] = (countOf[code] as number) + 1;
		}
		for (let at = 0; at < values; at++) {
			const code = present[at] as number;
			counts[at] = countOf[code] as number;
			countOf[code] = 0;
		}
		return accepts({ codes: present, counts, from: 0, to: values, size: to - from }, shares);
	};
}

/** A checker of sizes and of all constrained columns. */
export function createRowChecker({ minSize, columns }: Constraints): RowChecker {
	const checkers = columns.map(createColumnChecker);
	return (rows, from, to) => to - from >= minSize && checkers.every((check) => check(rows, from, to));
}
