/**
 * l-diversity: how well the values of a sensitive column hide in a class.
 *
 * Source: Machanavajjhala, Gehrke, Kifer, Venkitasubramaniam, "l-diversity: privacy beyond k-anonymity", ICDE 2006 (TKDD 2007), section 4:
 *   distinct        the number of different values
 *   entropy         exp(H), H the entropy of the values: the number of equally frequent values that would be as diverse
 *   recursive (c,l) r1 < c (r_l + … + r_m), r_i the counts in descending order; here the quotient, so that a table is (c, l)-diverse for
 *                   every c above it
 * What it does not see: values that differ in writing and mean the same (three kinds of cancer), and values common in every class.
 */
import type { ClassMeasure, ClassValues } from "./distribution.ts";

/** The number of different values. */
export const distinctValues: ClassMeasure = ({ from, to }) => to - from;

/** The effective number of values, exp(entropy). */
export const entropyValues: ClassMeasure = ({ counts, from, to, size }) => {
	let entropy = 0;
	for (let at = from; at < to; at++) {
		const share = (counts[at] as number) / size;
		entropy -= share * Math.log(share);
	}
	return Math.exp(entropy);
};

function descendingCounts({ counts, from, to }: ClassValues): Int32Array {
	return counts.slice(from, to).sort().reverse();
}

/** r1 / (r_l + … + r_m); infinite where a class has fewer than l values. */
export function recursiveQuotient(l: number): ClassMeasure {
	return (values) => {
		if (l === 2) {
			const top = mostFrequent(values);
			return top / (values.size - top);
		}
		const counts = descendingCounts(values);
		let tail = 0;
		for (let at = l - 1; at < counts.length; at++) tail += counts[at] as number;
		return (counts[0] as number) / tail;
	};
}

function mostFrequent({ counts, from, to }: ClassValues): number {
	let most = 0;
	for (let at = from; at < to; at++) most = Math.max(most, counts[at] as number);
	return most;
}

/** The share of the most frequent value: the alpha of (α, k)-anonymity (Wong, Li, Fu, Wang, KDD 2006). */
export const highestShare: ClassMeasure = (values) => mostFrequent(values) / values.size;
