/**
 * Several small codes in one integer: mixed radix, as many columns to a word as 31 bits take. Comparing two rows is then comparing a word or two.
 */

/** Where each column goes. */
export interface Packing {
	/** Words of a packed row. */
	readonly words: number;
	/** By column, its word. */
	readonly wordOf: readonly number[];
	/** By column, what its code is multiplied by before it is added to the word. */
	readonly strideOf: readonly number[];
}

/** The packing of columns by the number of codes that each has. */
export function packColumns(codeCounts: readonly number[]): Packing {
	const wordOf: number[] = [];
	const strideOf: number[] = [];
	let word = 0;
	let stride = 1;
	for (const count of codeCounts) {
		if (stride * count > 0x7fffffff) {
			word++;
			stride = 1;
		}
		wordOf.push(word);
		strideOf.push(stride);
		stride *= Math.max(1, count);
	}
	return { words: word + 1, wordOf, strideOf };
}
