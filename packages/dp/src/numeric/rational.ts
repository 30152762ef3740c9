/**
 * Exact rational numbers on BigInt: every privacy parameter, scale and budget of this package is one.
 *
 * A float budget drifts (0.1 + 0.2 ≠ 0.3) until a spend is refused that should fit, or accepted that should not. These do not.
 */

/** A fraction in lowest terms with a positive denominator. */
export interface Rational {
	readonly numerator: bigint;
	readonly denominator: bigint;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
	let x = a < 0n ? -a : a;
	let y = b;
	while (y !== 0n) [x, y] = [y, x % y];
	return x;
}

/** The fraction in lowest terms. The denominator must not be zero. */
export function rational(numerator: bigint, denominator: bigint = 1n): Rational {
	if (denominator === 0n) throw new RangeError("rational: the denominator is zero");
	const sign = denominator < 0n ? -1n : 1n;
	const divisor = greatestCommonDivisor(numerator, sign * denominator) * sign;
	return { numerator: numerator / divisor, denominator: denominator / divisor };
}

export const ZERO: Rational = { numerator: 0n, denominator: 1n };
export const ONE: Rational = { numerator: 1n, denominator: 1n };

export function add(a: Rational, b: Rational): Rational {
	return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Rational, b: Rational): Rational {
	return rational(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiply(a: Rational, b: Rational): Rational {
	return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

export function divide(a: Rational, b: Rational): Rational {
	return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Negative, zero or positive as a is less than, equal to or greater than b. */
export function compare(a: Rational, b: Rational): number {
	const left = a.numerator * b.denominator;
	const right = b.numerator * a.denominator;
	return left < right ? -1 : left > right ? 1 : 0;
}

/** The greatest integer that is not above n/d, d > 0. */
export function floorDivide(numerator: bigint, denominator: bigint): bigint {
	const quotient = numerator / denominator;
	return quotient * denominator > numerator ? quotient - 1n : quotient;
}

/** The least integer that is not below n/d, d > 0. */
export function ceilDivide(numerator: bigint, denominator: bigint): bigint {
	return -floorDivide(-numerator, denominator);
}

export function ceil(a: Rational): bigint {
	return ceilDivide(a.numerator, a.denominator);
}

/** The number of binary digits of |n|. */
export function bitLength(n: bigint): number {
	return n === 0n ? 0 : (n < 0n ? -n : n).toString(2).length;
}
