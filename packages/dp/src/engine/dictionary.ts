/**
 * Numbers for texts, in order of first appearance: what makes columns of ids and keys fast to count.
 *
 * Cells are compared as text: the number 7, the bigint 7 and the text "7" are one entry. null, NaN, invalid dates and the empty text have none.
 */
import type { Value } from "@veilkit/core";

/** Texts by number and numbers by cell. */
export interface Dictionary {
	/** The number of a cell; −1 if it has no text, or the dictionary is closed and does not hold it. */
	indexOf(cell: Value | undefined): number;
	readonly texts: readonly string[];
}

/** A Map holds at most 2^24 entries; lookups go through segments of half of that, so that no number of distinct ids can make it throw. */
const SEGMENT = 2 ** 23;

function cellText(cell: Value): string {
	if (typeof cell === "string") return cell;
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

	for (const key of keys ?? []) insert(key);
	return {
		texts,
		indexOf(cell) {
			if (cell === null || cell === undefined || cell === "") return -1;
			const text = typeof cell === "string" ? cell : cellText(cell);
			for (const segment of segments) {
				const index = segment.get(text);
				if (index !== undefined) return index;
			}
			return text === "" || keys !== undefined ? -1 : insert(text);
		},
	};
}
