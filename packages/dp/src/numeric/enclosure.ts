/**
 * exp, ln and square root with directed rounding: enclosures [low, high] that provably contain the true value.
 *
 * Everything runs on fixed-point BigInt with `bits` binary places. Lower bounds round every step down, upper bounds round every step up
 * and add a bound on the terms left out, so no error analysis of floating point is needed. ECMAScript leaves the accuracy of its own
 * exponential and logarithm to the implementation; a threshold computed with them could be too low.
 */
import { bitLength, ceilDivide, compare, floorDivide, ONE, type Rational, rational } from "./rational.ts";

/** low ≤ value ≤ high. */
export interface Enclosure {
	readonly low: Rational;
	readonly high: Rational;
}

/** Beyond this, e^(−x) < 2^−2885 is only said to lie in [0, e^−2000]. */
const LARGEST_EXPONENT: Rational = rational(2000n);

/** Bounds of e^x in units of 2^−bits, for 0 ≤ x ≤ 2000. */
function expFixed(x: Rational, bits: bigint): readonly [low: bigint, high: bigint] {
	const one = 1n << bits;
	// x = y · 2^halvings with y ≤ 1/2; then e^x is e^y squared `halvings` times.
	let halvings = 0n;
	while (x.numerator << 1n > x.denominator << halvings) halvings++;
	const yLow = floorDivide(x.numerator << bits, x.denominator << halvings);
	const yHigh = ceilDivide(x.numerator << bits, x.denominator << halvings);
	let [low, high] = [one, one];
	let [termLow, termHigh] = [one, one];
	for (let n = 1n; termHigh > 1n; n++) {
		termLow = (termLow * yLow) / (n << bits);
		termHigh = ceilDivide(termHigh * yHigh, n << bits);
		low += termLow;
		high += termHigh;
	}
	// Each further term is at most half of the one before it, so all of them together are at most the last one added.
	high += termHigh;
	for (let i = 0n; i < halvings; i++) {
		low = (low * low) >> bits;
		high = ceilDivide(high * high, one);
	}
	return [low, high];
}

/**
 * An enclosure of e^(−x).
 *
 * @param x - 0 ≤ x
 * @param bits - binary places; the width is below 2^(8 − bits) for x ≤ 2000
 */
export function expNegative(x: Rational, bits: number): Enclosure {
	const capped = compare(x, LARGEST_EXPONENT) > 0;
	const places = BigInt(bits + 16);
	const [low, high] = expFixed(capped ? LARGEST_EXPONENT : x, places);
	// 1/e^x needs the bits of e^x on top to keep its own relative accuracy.
	const width = places + BigInt(bitLength(high));
	const square = 1n << (places + width);
	return {
		low: capped ? rational(0n) : rational(floorDivide(square, high), 1n << width),
		high: rational(ceilDivide(square, low), 1n << width),
	};
}

/** Bounds of 2·atanh(z) = 2(z + z³/3 + z⁵/5 + …) in units of 2^−bits, for 0 ≤ z ≤ 1/3. */
function atanhTwice(z: Rational, bits: bigint): readonly [low: bigint, high: bigint] {
	const one = 1n << bits;
	const zLow = floorDivide(z.numerator << bits, z.denominator);
	const zHigh = ceilDivide(z.numerator << bits, z.denominator);
	let [low, high] = [0n, 0n];
	let [powerLow, powerHigh] = [zLow, zHigh];
	let n = 1n;
	for (; powerHigh > n; n += 2n) {
		low += powerLow / n;
		high += ceilDivide(powerHigh, n);
		powerLow = (((powerLow * zLow) >> bits) * zLow) >> bits;
		powerHigh = ceilDivide(ceilDivide(powerHigh * zHigh, one) * zHigh, one);
	}
	// The rest is a series of ratio z² ≤ 1/9 whose first term is at most 1 unit: together below 2 units.
	return [2n * low, 2n * (high + 2n)];
}

/**
 * An enclosure of ln x.
 *
 * @param x - 0 < x
 * @param bits - binary places; the width is below 2^(4 − bits) · (|log2 x| + 2)
 */
export function naturalLog(x: Rational, bits: number): Enclosure {
	const places = BigInt(bits + 16);
	// x = m · 2^exponent with 1 ≤ m < 2, and (m − 1)/(m + 1) ≤ 1/3.
	let exponent = BigInt(bitLength(x.numerator) - bitLength(x.denominator));
	const scaled = (): Rational =>
		exponent >= 0n ? rational(x.numerator, x.denominator << exponent) : rational(x.numerator << -exponent, x.denominator);
	if (compare(scaled(), ONE) < 0) exponent--;
	const m = scaled();
	const [low, high] = atanhTwice(rational(m.numerator - m.denominator, m.numerator + m.denominator), places);
	const [ln2Low, ln2High] = atanhTwice(rational(1n, 3n), places);
	const positive = exponent >= 0n;
	return {
		low: rational(low + exponent * (positive ? ln2Low : ln2High), 1n << places),
		high: rational(high + exponent * (positive ? ln2High : ln2Low), 1n << places),
	};
}

/** The greatest integer whose square is not above n ≥ 0 (Newton's iteration from above). */
function integerSquareRoot(n: bigint): bigint {
	if (n < 2n) return n;
	let root = 1n << BigInt((bitLength(n) + 1) >> 1);
	for (;;) {
		const next = (root + n / root) >> 1n;
		if (next >= root) return root;
		root = next;
	}
}

/** An upper bound of √x, x ≥ 0, above it by at most 2^−bits. */
export function squareRootUp(x: Rational, bits: number): Rational {
	const scaled = ceilDivide(x.numerator << BigInt(2 * bits), x.denominator);
	const root = integerSquareRoot(scaled);
	return rational(root * root === scaled ? root : root + 1n, 1n << BigInt(bits));
}
