/**
 * Floating-point numbers in the shortest of the three IEEE 754 formats that keeps the value (RFC 8949 §4.2.1, §4.2.2).
 */
import type { Bytes } from "../bytes/bytes.ts";

/** The three heads: additional information 25, 26 and 27 of major type 7. */
const HALF = 0xf9;
const SINGLE = 0xfa;
const DOUBLE = 0xfb;

/** The half-precision pattern of a single-precision one, or undefined if bits would be lost. */
function halfPattern(single: number): number | undefined {
	const sign = (single >>> 16) & 0x8000;
	const biased = (single >>> 23) & 0xff;
	const fraction = single & 0x7fffff;
	if (biased === 0xff) return sign | 0x7c00;
	if (biased === 0 && fraction === 0) return sign;
	const exponent = biased - 127;
	if (exponent >= -14 && exponent <= 15) return (fraction & 0x1fff) === 0 ? sign | ((exponent + 15) << 10) | (fraction >>> 13) : undefined;
	if (exponent < -24 || exponent > 15) return undefined;
	// A half-precision subnormal is a multiple of 2^-24: the significand, its leading one made explicit, moves right.
	const shift = -exponent - 1;
	const significand = fraction | 0x800000;
	return (significand & ((1 << shift) - 1)) === 0 ? sign | (significand >>> shift) : undefined;
}

/** The shortest encoding of a float, head included; every NaN is `f97e00`. */
export function encodeFloat(value: number): Bytes {
	if (Number.isNaN(value)) return Uint8Array.of(HALF, 0x7e, 0);
	const out = new Uint8Array(9);
	const view = new DataView(out.buffer);
	if (Math.fround(value) !== value) {
		out[0] = DOUBLE;
		view.setFloat64(1, value);
		return out;
	}
	view.setFloat32(1, value);
	const half = halfPattern(view.getUint32(1));
	if (half === undefined) {
		out[0] = SINGLE;
		return out.slice(0, 5);
	}
	out[0] = HALF;
	view.setUint16(1, half);
	return out.slice(0, 3);
}

/** The float that 2, 4 or 8 bytes encode. */
export function decodeFloat(view: DataView, offset: number, width: number): number {
	if (width === 8) return view.getFloat64(offset);
	if (width === 4) return view.getFloat32(offset);
	const pattern = view.getUint16(offset);
	const sign = pattern >= 0x8000 ? -1 : 1;
	const exponent = (pattern >>> 10) & 31;
	const fraction = pattern & 1023;
	if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
	return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
