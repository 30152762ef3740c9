/**
 * The discrete Laplace law of scale t: P(Z = z) = (1 − a)/(1 + a) · a^|z| with a = e^(−1/t), and what is computed from it.
 *
 * Source: Ghosh, Roughgarden, Sundararajan (2009); Canonne, Kamath, Steinke (2020) §5.2. Tail: P(Z ≥ n) = a^n / (1 + a) for n ≥ 1.
 * All results are enclosures or are rounded so that the claim made with them holds (intervals too wide, thresholds too high, never the reverse).
 */
import { type Enclosure, expNegative, naturalLog } from "../numeric/enclosure.ts";
import { add, ceil, compare, divide, multiply, ONE, type Rational, rational, subtract } from "../numeric/rational.ts";

const BITS = 96;
/** Where two enclosures of an integer still disagree at this precision, the safe one is taken. */
const MAX_BITS = 1536;

/** Enclosure of a^n for n ≥ 0. */
function power(scale: Rational, n: bigint, bits: number): Enclosure {
	return expNegative(divide(rational(n), scale), bits);
}

/** An enclosure of P(Z ≥ n). */
export function upperTail(scale: Rational, n: bigint, bits: number = BITS): Enclosure {
	if (n <= 0n) {
		const below = upperTail(scale, 1n - n, bits);
		return { low: subtract(ONE, below.high), high: subtract(ONE, below.low) };
	}
	const top = power(scale, n, bits);
	const a = power(scale, 1n, bits);
	return { low: divide(top.low, add(ONE, a.high)), high: divide(top.high, add(ONE, a.low)) };
}

/** An enclosure of P(Z = z). */
export function mass(scale: Rational, z: bigint): Enclosure {
	const a = power(scale, 1n, BITS);
	const decay = power(scale, z < 0n ? -z : z, BITS);
	return {
		low: multiply(divide(subtract(ONE, a.high), add(ONE, a.high)), decay.low),
		high: multiply(divide(subtract(ONE, a.low), add(ONE, a.low)), decay.high),
	};
}

/**
 * An enclosure of the variance 2a/(1 − a)².
 *
 * 1 − a is close to 1/t, so the precision grows with the size of the scale.
 */
export function variance(scale: Rational): Enclosure {
	const magnitude = (scale.numerator / scale.denominator).toString(2).length;
	const a = power(scale, 1n, BITS + 2 * magnitude);
	const of = (value: Rational): Rational => {
		const rest = subtract(ONE, value);
		return divide(multiply(rational(2n), value), multiply(rest, rest));
	};
	return { low: of(a.low), high: of(a.high) };
}

/** The least integer n ≥ 1 with factor · P(Z ≥ n) ≤ bound, for 0 < bound; never too small. */
function leastTail(scale: Rational, factor: Rational, bound: Rational): bigint {
	// factor · a^n / (1 + a) ≤ bound  ⇔  n ≥ t · ln(factor / (bound · (1 + a)))
	const least = (bits: number): Enclosure => {
		const a = power(scale, 1n, bits);
		const ratio = (tail: Rational): Rational => divide(factor, multiply(bound, add(ONE, tail)));
		return {
			low: multiply(scale, naturalLog(ratio(a.high), bits).low),
			high: multiply(scale, naturalLog(ratio(a.low), bits).high),
		};
	};
	for (let bits = BITS; ; bits *= 2) {
		const { low, high } = least(bits);
		const n = ceil(high);
		if (ceil(low) === n || bits >= MAX_BITS) return n < 1n ? 1n : n;
	}
}

/** The least w ≥ 0 with P(|Z| > w) ≤ alpha, 0 < alpha < 1; never too small. */
export function quantile(scale: Rational, alpha: Rational): bigint {
	return leastTail(scale, rational(2n), alpha) - 1n;
}

/** The least n ≥ 1 with P(Z ≥ n) ≤ bound, 0 < bound; never too small. */
export function tailQuantile(scale: Rational, bound: Rational): bigint {
	return compare(bound, ONE) >= 0 ? 1n : leastTail(scale, ONE, bound);
}
