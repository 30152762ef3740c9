/**
 * Many sums of integers at once, exact however many are added.
 *
 * Each sum is a double that is always an integer of magnitude below 2^53; when it reaches 2^52 it is carried over into a BigInt. Overflow is
 * thus impossible, and so is any dependence on the order of the rows (Casacuberta et al. 2022).
 */

/** A growing list of exact sums, all 0 at first. */
export interface ExactSums {
	/** Adds an integer of magnitude up to 2^52. */
	add(index: number, value: number): void;
	get(index: number): bigint;
	/** The sum, clamped to bounds below 2^53. */
	clamped(index: number, bounds: Bounds): number;
}

/** low ≤ high, both integers. */
export interface Bounds {
	readonly low: number;
	readonly high: number;
}

const CARRY_AT = 2 ** 52;

export function createExactSums(): ExactSums {
	let low = new Float64Array(64);
	const carried = new Map<number, bigint>();
	const get = (index: number): bigint => BigInt(low[index] ?? 0) + (carried.get(index) ?? 0n);
	return {
		get,
		add(index, value) {
			if (index >= low.length) {
				const grown = new Float64Array(Math.max(2 * low.length, index + 1));
				grown.set(low);
				low = grown;
			}
			const sum = (low[index] as number) + value;
			if (sum < CARRY_AT && sum > -CARRY_AT) {
				low[index] = sum;
				return;
			}
			carried.set(index, (carried.get(index) ?? 0n) + BigInt(sum));
			low[index] = 0;
		},
		clamped(index, bounds) {
			// A double is nearest to a sum beyond 2^53, so it is beyond the bounds on the same side.
			const sum = carried.size > 0 && carried.has(index) ? Number(get(index)) : (low[index] ?? 0);
			return Math.min(bounds.high, Math.max(bounds.low, sum));
		},
	};
}
