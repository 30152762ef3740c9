/**
 * Integers below a bound as FF1 numeral strings: an even number of numerals n, at least 2, in the smallest radix r with r^n ≥ bound.
 *
 * r^n exceeds the bound by little, so that cycle walking (encrypt again while the result is out of range) seldom takes a second step. The
 * walk ends, since FF1 is a permutation and the start is in range. How many steps it takes can show in the time.
 */
import { invalidArgument } from "@veilkit/core";
import { FF1_MIN_DOMAIN } from "@veilkit/kernels";

/** Integers 0 ≤ x < below. */
export interface IntDomain {
	readonly below: bigint;
	readonly radix: number;
	readonly length: number;
}

const MAX_RADIX = 65_536n;

function smallestRadix(below: bigint, length: bigint): bigint {
	let low = 2n;
	let high = MAX_RADIX;
	while (low < high) {
		const middle = (low + high) / 2n;
		if (middle ** length >= below) high = middle;
		else low = middle + 1n;
	}
	return low;
}

/** The domain of a bound from 10^6 to 2^1024. */
export function intDomain(below: number | bigint, path: string): IntDomain {
	const bound = typeof below === "bigint" ? below : Number.isSafeInteger(below) ? BigInt(below) : 0n;
	if (bound < BigInt(FF1_MIN_DOMAIN) || bound > 1n << 1024n) throw invalidArgument(path, "an integer from 1000000 to 2^1024");
	let length = 2;
	while (MAX_RADIX ** BigInt(length) < bound) length += 2;
	return { below: bound, radix: Number(smallestRadix(bound, BigInt(length))), length };
}

/**
 * Walks from a value to the next one in range.
 *
 * @param run - one step of FF1, in place
 */
export function walk<T extends number | bigint>(value: T, domain: IntDomain, run: (numerals: Int32Array) => void, path: string): T {
	const fits = typeof value === "bigint" || Number.isSafeInteger(value);
	if (!fits || value < 0 || value >= domain.below) throw invalidArgument(path, "an integer from 0, below the bound of the domain");
	if (typeof value === "number" && domain.below > 1n << 53n) throw invalidArgument(path, "a bigint, since the results can exceed 2^53");
	const radix = BigInt(domain.radix);
	const numerals = new Int32Array(domain.length);
	let rest = BigInt(value);
	for (let at = domain.length - 1; at >= 0; at--, rest /= radix) numerals[at] = Number(rest % radix);
	let result: bigint;
	do {
		run(numerals);
		result = 0n;
		for (const numeral of numerals) result = result * radix + BigInt(numeral);
	} while (result >= domain.below);
	return (typeof value === "bigint" ? result : Number(result)) as T;
}
