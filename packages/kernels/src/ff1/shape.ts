/**
 * The numbers that FF1 (NIST SP 800-38G §6.2, algorithm 7, steps 1 to 5) derives from radix, length and tweak, before any key or value.
 *
 * b = ⌈⌈v·log2(radix)⌉ / 8⌉ is read off the integer radix^v − 1: with floating point it comes out wrong (v = 29, radix 256).
 */
import { AES_BLOCK_BYTES } from "../aes/blocks.ts";

/** How a numeral string of one length is cut and encoded. */
export interface Ff1Shape {
	readonly radix: number;
	/** Numerals in a string: n. */
	readonly length: number;
	/** Numerals in the left half: u; the right half has `length` − u. */
	readonly leftLength: number;
	/** radix^u and radix^v. */
	readonly leftModulus: bigint;
	readonly rightModulus: bigint;
	/** Bytes of an encoded half: b. */
	readonly halfBytes: number;
	/** Bytes of round output that are reduced: d. */
	readonly roundBytes: number;
	/** The block P, then the blocks of Q that are the same for all values and rounds. */
	readonly fixed: Uint8Array;
	/** The blocks of Q that are not, with round and half still zero: the last `halfBytes` are the half, the byte before is the round. */
	readonly template: Uint8Array;
}

/** Bytes of the smallest encoding of `largest`. */
function byteLength(largest: bigint): number {
	return Math.ceil(largest.toString(16).length / 2);
}

function firstBlock(radix: number, length: number, leftLength: number, tweakLength: number): Uint8Array {
	const block = new Uint8Array(AES_BLOCK_BYTES);
	const view = new DataView(block.buffer);
	view.setUint32(0, 0x01_02_01_00 | (radix >>> 16));
	view.setUint16(4, radix & 0xffff);
	view.setUint8(6, 10);
	view.setUint8(7, leftLength & 0xff);
	view.setUint32(8, length);
	view.setUint32(12, tweakLength);
	return block;
}

/** The shape of strings of `length` numerals. */
export function ff1Shape(radix: number, length: number, tweak: Uint8Array): Ff1Shape {
	const leftLength = Math.floor(length / 2);
	const leftModulus = BigInt(radix) ** BigInt(leftLength);
	const rightModulus = length % 2 === 0 ? leftModulus : leftModulus * BigInt(radix);
	const halfBytes = byteLength(rightModulus - 1n);
	const q = new Uint8Array(Math.ceil((tweak.length + 1 + halfBytes) / AES_BLOCK_BYTES) * AES_BLOCK_BYTES);
	q.set(tweak);
	const variable = Math.floor((q.length - halfBytes - 1) / AES_BLOCK_BYTES) * AES_BLOCK_BYTES;
	const fixed = new Uint8Array(AES_BLOCK_BYTES + variable);
	fixed.set(firstBlock(radix, length, leftLength, tweak.length));
	fixed.set(q.subarray(0, variable), AES_BLOCK_BYTES);
	return {
		radix,
		length,
		leftLength,
		leftModulus,
		rightModulus,
		halfBytes,
		roundBytes: 4 * Math.ceil(halfBytes / 4) + 4,
		fixed,
		template: q.slice(variable),
	};
}
