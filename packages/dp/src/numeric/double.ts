/**
 * Rationals to doubles, rounded in a stated direction: what is shown to a caller is never better than what holds.
 */
import { bitLength, ceilDivide, floorDivide, type Rational } from "./rational.ts";

const MIN_EXPONENT = -1074;
const MAX_EXPONENT = 971;
const MANTISSA_BITS = 53;

/** 2^exponent as a double, from its bits; −1074 ≤ exponent ≤ 971. */
function powerOfTwo(exponent: number): number {
	const view = new DataView(new ArrayBuffer(8));
	view.setBigUint64(0, exponent < -1022 ? 1n << BigInt(exponent + 1074) : BigInt(exponent + 1023) << 52n);
	return view.getFloat64(0);
}

type Rounding = (numerator: bigint, denominator: bigint) => bigint;

const nearestDivide: Rounding = (numerator, denominator) => (2n * numerator + denominator) / (2n * denominator);

function positiveToNumber({ numerator, denominator }: Rational, round: Rounding): number {
	const size = bitLength(numerator) - bitLength(denominator);
	let exponent = Math.max(size - MANTISSA_BITS, MIN_EXPONENT);
	const mantissaAt = (power: number): bigint =>
		power < 0 ? round(numerator << BigInt(-power), denominator) : round(numerator, denominator << BigInt(power));
	// The quotient has 53 or 54 bits; a mantissa of 53 bits, or 2^53 itself, is exact as a double.
	let mantissa = mantissaAt(exponent);
	if (mantissa > 1n << BigInt(MANTISSA_BITS)) mantissa = mantissaAt(++exponent);
	if (exponent > MAX_EXPONENT) return round === floorDivide ? Number.MAX_VALUE : Number.POSITIVE_INFINITY;
	return Number(mantissa) * powerOfTwo(exponent);
}

function toNumber(value: Rational, roundMagnitude: Rounding): number {
	if (value.numerator === 0n) return 0;
	if (value.numerator > 0n) return positiveToNumber(value, roundMagnitude);
	return -positiveToNumber({ numerator: -value.numerator, denominator: value.denominator }, roundMagnitude);
}

/** The least double that is not below the value. */
export function toNumberUp(value: Rational): number {
	return toNumber(value, value.numerator > 0n ? ceilDivide : floorDivide);
}

/** The greatest double that is not above the value. */
export function toNumberDown(value: Rational): number {
	return toNumber(value, value.numerator > 0n ? floorDivide : ceilDivide);
}

/** The double nearest to the value. Rounding is monotone, so what lies between two values still does when all three are rounded. */
export function toNumberNearest(value: Rational): number {
	return toNumber(value, nearestDivide);
}
