/**
 * Several small codes in one integer: mixed radix, as many columns to a word as 31 bits take. Comparing two rows is then comparing a word or two.
 */

/** Where each column goes. */
export interface Packing {
	/** The first column of each word; columns follow each other. */
	readonly firstOf: readonly number[];
	/** By column, what its code is multiplied by before it is added to the word. */
	readonly strideOf: readonly number[];
}

/** The packing of columns by the number of codes that each has. */
export function packColumns(codeCounts: readonly number[]): Packing {
	const firstOf = [0];
	const strideOf: number[] = [];
	let stride = 1;
	for (const [column, count] of codeCounts.entries()) {
		if (stride * count > 0x7fffffff) {
			firstOf.push(column);
			stride = 1;
		}
		strideOf.push(stride);
		stride *= Math.max(1, count);
	}
	return { firstOf, strideOf };
}
