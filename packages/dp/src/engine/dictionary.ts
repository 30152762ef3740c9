/**
 * Numbers for texts, in order of first appearance: what makes columns of ids and keys fast to count.
 *
 * Cells are compared as text: the number 7, the bigint 7 and the text "7" are one entry. null, NaN, invalid dates and the empty text have none.
 */
import type { Column, Value } from "@veilkit/core";

/** The number of a cell without text, or with one that a closed dictionary does not hold. */
export const NO_NUMBER = -1;

/** Texts by number and numbers by cell. */
export interface Dictionary {
	/** Writes the numbers of the cells from `start` on into `out`, as many as it has room for. */
	number(cells: Column, start: number, out: Int32Array): void;
	readonly texts: readonly string[];
}

/** A Map holds at most 2^24 entries; lookups go through segments of half of that, so that no number of distinct ids can make it throw. */
const SEGMENT = 2 ** 23;

function cellText(cell: Exclude<Value, string | null>): string {
	if (typeof cell === "number") return Number.isNaN(cell) ? "" : String(cell);
	if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString();
	return String(cell);
}

/**
 * @param keys - the closed list of texts; without it, new texts are taken in
 */
export function createDictionary(keys?: readonly string[]): Dictionary {
	const texts: string[] = [];
	let newest = new Map<string, number>();
	const segments = [newest];

	function insert(text: string): number {
		if (newest.size >= SEGMENT) {
			newest = new Map();
			segments.unshift(newest);
		}
		newest.set(text, texts.length);
		return texts.push(text) - 1;
	}

	function find(text: string): number | undefined {
		for (const segment of segments) {
			const index = segment.get(text);
			if (index !== undefined) return index;
		}
		return undefined;
	}

	for (const key of keys ?? []) insert(key);
	const unknown = keys === undefined ? insert : (): number => NO_NUMBER;
	return {
		texts,
		number(cells, start, out) {
			for (let at = 0; at < out.length; at++) {
				const cell: Value | undefined = cells[start + at];
				const text = typeof cell === "string" ? cell : cell === null || cell === undefined ? "" : cellText(cell);
				out[at] = text === "" ? NO_NUMBER : (find(text) ?? unknown(text));
			}
		},
	};
}
