/**
 * Counters by number that grow with the numbers they are given.
 */

/** Counters, all 0 at first. */
export interface Tally {
	increment(index: number): void;
	toArray(length: number): Int32Array<ArrayBuffer>;
}

/** An empty tally. */
export function createTally(): Tally {
	let counts = new Int32Array(1024);
	return {
		increment(index) {
			if (index >= counts.length) {
				const larger = new Int32Array(2 * Math.max(counts.length, index));
				larger.set(counts);
				counts = larger;
			}
			counts[index] = (counts[index] as number) + 1;
		},
		toArray(length) {
			const array = new Int32Array(length);
			array.set(counts.subarray(0, length));
			return array;
		},
	};
}
