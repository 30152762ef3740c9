/**
 * Counters by number that grow with the numbers they are given.
 */

/** Counters, all 0 at first. */
export interface Tally {
	/** Adds to a counter, 1 unless told. */
	increment(index: number, by?: number): void;
	toArray(length: number): Int32Array<ArrayBuffer>;
}

/** An empty tally. */
export function createTally(): Tally {
	let counts = new Int32Array(1024);
	return {
		increment(index, by = 1) {
			if (index >= counts.length) {
				const larger = new Int32Array(2 * Math.max(counts.length, index));
				larger.set(counts);
				counts = larger;
			}
			counts[index] = (counts[index] as number) + by;
		},
		toArray(length) {
			const array = new Int32Array(length);
			array.set(counts.subarray(0, length));
			return array;
		},
	};
}
