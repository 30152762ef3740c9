/**
 * exp, expm1, ln, ln(1 + x) and √ on doubles, from +, −, ×, ÷ alone, so that every engine gives the same bits.
 *
 * ECMAScript leaves the accuracy of its own functions to the implementation; a privacy bound must not depend on it. Method: reduction to a
 * small interval with ln 2 in two parts, then a Taylor series whose first omitted term is below 2^−57 of the sum. Rounding adds less than
 * 3 units in the last place. {@link RELATIVE_ERROR} covers both with room to spare; tests compare with the BigInt enclosures.
 */

/** Bound of the relative error of every function in this file, where the result is a normal double. */
export const RELATIVE_ERROR: number = 2 ** -50;

/** ln 2 = HIGH + LOW; HIGH has 32 significant bits, so that its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LARGEST_EXPONENT = 709.7827128933841;
const SMALLEST_EXPONENT = -745.1332191019412;

const POWERS = powersOfTwo();
const doubleView = new Float64Array(1);
const wordView = new Uint32Array(doubleView.buffer);
const HIGH_WORD = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** 2^−1022 … 2^1023, by exact doubling. */
function powersOfTwo(): Float64Array {
	const powers = new Float64Array(2046);
	powers[1022] = 1;
	for (let k = 1; k <= 1023; k++) powers[1022 + k] = 2 * (powers[1021 + k] as number);
	for (let k = 1; k <= 1022; k++) powers[1022 - k] = (powers[1023 - k] as number) / 2;
	return powers;
}

/** x · 2^k, −1074 ≤ k ≤ 1024. */
function scale(x: number, k: number): number {
	if (k > 1023) return x * (POWERS[2045] as number) * 2;
	if (k < -1022) return x * (POWERS[1022 + k + 54] as number) * (POWERS[1022 - 54] as number);
	return x * (POWERS[1022 + k] as number);
}

/** (e^r − 1)/r for |r| ≤ 0.36; r^15/15! is below 2^−62. */
function expm1Quotient(r: number): number {
	let sum = 1 / 87_178_291_200;
	sum = sum * r + 1 / 6_227_020_800;
	sum = sum * r + 1 / 479_001_600;
	sum = sum * r + 1 / 39_916_800;
	sum = sum * r + 1 / 3_628_800;
	sum = sum * r + 1 / 362_880;
	sum = sum * r + 1 / 40_320;
	sum = sum * r + 1 / 5040;
	sum = sum * r + 1 / 720;
	sum = sum * r + 1 / 120;
	sum = sum * r + 1 / 24;
	sum = sum * r + 1 / 6;
	sum = sum * r + 0.5;
	return sum * r + 1;
}

/** e^x. */
export function exp(x: number): number {
	if (!(x > SMALLEST_EXPONENT)) return Number.isNaN(x) ? x : 0;
	if (x > LARGEST_EXPONENT) return Number.POSITIVE_INFINITY;
	const k = Math.round(x * Math.LOG2E);
	const r = x - k * LN2_HIGH - k * LN2_LOW;
	return scale(1 + r * expm1Quotient(r), k);
}

/** e^x − 1, accurate near 0. */
export function expm1(x: number): number {
	return x > -0.36 && x < 0.36 ? x * expm1Quotient(x) : exp(x) - 1;
}

/** 2·atanh(f) = 2(f + f³/3 + …) for |f| ≤ 0.1716; f^23/23 is below 2^−60 of f. */
function twiceAtanh(f: number): number {
	const z = f * f;
	let sum = 1 / 23;
	sum = sum * z + 1 / 21;
	sum = sum * z + 1 / 19;
	sum = sum * z + 1 / 17;
	sum = sum * z + 1 / 15;
	sum = sum * z + 1 / 13;
	sum = sum * z + 1 / 11;
	sum = sum * z + 1 / 9;
	sum = sum * z + 1 / 7;
	sum = sum * z + 1 / 5;
	sum = sum * z + 1 / 3;
	return 2 * f + 2 * f * z * sum;
}

/** ln x; −∞ at 0, NaN below. */
export function log(x: number): number {
	if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
	if (x === Number.POSITIVE_INFINITY) return x;
	const subnormal = x < 2.2250738585072014e-308;
	doubleView[0] = subnormal ? x * 18_014_398_509_481_984 : x;
	const word = wordView[HIGH_WORD] as number;
	let k = (word >>> 20) - 1023 - (subnormal ? 54 : 0);
	wordView[HIGH_WORD] = (word & 0xf_ffff) | 0x3ff0_0000;
	let m = doubleView[0] as number;
	if (m > Math.SQRT2) {
		m /= 2;
		k++;
	}
	return k * LN2_HIGH + (k * LN2_LOW + twiceAtanh((m - 1) / (m + 1)));
}

/** ln(1 + x), accurate near 0. */
export function log1p(x: number): number {
	return x > -0.29 && x < 0.41 ? twiceAtanh(x / (2 + x)) : log(1 + x);
}

/** √x. */
export function sqrt(x: number): number {
	if (!(x > 0) || x === Number.POSITIVE_INFINITY) return x >= 0 ? x : Number.NaN;
	// x = m·4^k with ½ ≤ m < 2: the line is within 3 % of √m, and each step of Newton squares the relative error.
	let k = 0;
	let m = x;
	if (m < 2.2250738585072014e-308) {
		m *= 18_014_398_509_481_984;
		k = -27;
	}
	doubleView[0] = m;
	const exponent = ((wordView[HIGH_WORD] as number) >>> 20) - 1022;
	const half = exponent >> 1;
	k += half;
	m = scale(scale(m, -half), -half);
	let root = 0.48 + 0.57 * m;
	if (m > 1) root = 0.6 + 0.415 * m;
	for (let step = 0; step < 4; step++) root = (root + m / root) / 2;
	return scale(root, k);
}

/** A number not below any value within a relative error of x. */
export function raise(x: number, relativeError: number): number {
	return x + (x < 0 ? -x : x) * relativeError * 1.0001 + Number.MIN_VALUE;
}

/** A number not above any value within a relative error of x. */
export function lower(x: number, relativeError: number): number {
	return x - (x < 0 ? -x : x) * relativeError * 1.0001 - Number.MIN_VALUE;
}
