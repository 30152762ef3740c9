/**
 * FF1 rounds for halves up to 2^44 (radix 10: up to 27 digits), in exact integer arithmetic on Numbers.
 *
 * A half and its round byte fit one block, so a round is one AES block a value. Every product and sum below stays under 2^53, and a
 * quotient from the rounded reciprocal is off by one at most, which is put right. Values run in chunks whose blocks fit the fast cache.
 */
import { AES_BLOCK_BYTES, type AesBlocks } from "../aes/blocks.ts";
import { chainedTemplate, type Direction, type Feistel, ROUNDS, roundOrder } from "./feistel.ts";
import type { Ff1Shape } from "./shape.ts";

/** The largest modulus whose remainders can take in eight more bits, with a bit to spare. */
export const NARROW_LIMIT: bigint = 1n << 44n;

/** Between these moduli a round output of 64 bits is reduced in one step (`finishShortRound`). */
const SHORT_MODULI = { min: 2 ** 13, max: 2 ** 30 } as const;

const CHUNK = 1024;
const TWO_32 = 2 ** 32;

/** x mod m for x < 2^52. */
function reduce(x: number, modulus: number, reciprocal: number): number {
	const rest = x - Math.floor(x * reciprocal) * modulus;
	return rest < 0 ? rest + modulus : rest >= modulus ? rest - modulus : rest;
}

/** What one round does to every value. */
interface RoundStep {
	/** Blocks of pseudorandom bytes in, blocks of the next round out. */
	readonly view: DataView;
	/** The halves that the round adds to. */
	readonly target: Float64Array;
	readonly modulus: number;
	/** Bytes of output that count: d. */
	readonly bytes: number;
	readonly direction: Direction;
	/** The template of the next round, as words. */
	readonly next: Int32Array;
}

/** Writes the block of a half: NUM(B) in the last bytes of Q. */
function putBlock(view: DataView, at: number, half: number, words: Int32Array): void {
	const high = Math.floor(half / TWO_32);
	view.setInt32(at, words[0] as number);
	view.setInt32(at + 4, words[1] as number);
	view.setInt32(at + 8, (words[2] as number) ^ high);
	view.setInt32(at + 12, (words[3] as number) ^ (half - high * TWO_32));
}

/**
 * c = A ± NUM(S) mod m (step 6.iii to 6.vi) for every value, and the block of the next round from it, in one pass over the memory. For d
 * = 8 and m from 2^13 to 2^30.
 *
 * y = 2^32·high + low has 64 bits; rounded to a Number three times over, y/m < 2^51 is wrong by less than one, so the truncated quotient by
 * one at most. The remainder then lies between −m and 2m: its lowest 32 bits, which `imul` gives exactly, are all of it.
 */
function finishShortRound({ view, target, modulus, direction, next }: RoundStep): void {
	const reciprocal = 1 / modulus;
	const adds = direction === "add";
	// By index: destructuring runs the iterator protocol, which costs as much as all else for a single value.
	const word0 = next[0] as number;
	const word1 = next[1] as number;
	const word2 = next[2] as number;
	const word3 = next[3] as number;
	for (let index = 0, at = 0; index < target.length; index++, at += AES_BLOCK_BYTES) {
		const low = view.getInt32(at + 4);
		const quotient = (view.getUint32(at) * TWO_32 + (low >>> 0)) * reciprocal;
		const rest = (low - Math.imul(quotient, modulus)) | 0;
		const output = rest < 0 ? rest + modulus : rest >= modulus ? rest - modulus : rest;
		const sum = (target[index] as number) + (adds ? output : modulus - output);
		const half = sum >= modulus ? sum - modulus : sum;
		target[index] = half;
		view.setInt32(at, word0);
		view.setInt32(at + 4, word1);
		view.setInt32(at + 8, word2);
		view.setInt32(at + 12, word3 ^ half);
	}
}

/** The same for any d up to 12 and m up to 2^44. */
function finishLongRound({ view, target, modulus, bytes, direction, next }: RoundStep): void {
	const reciprocal = 1 / modulus;
	const adds = direction === "add";
	for (let index = 0, at = 0; index < target.length; index++, at += AES_BLOCK_BYTES) {
		let output = reduce(view.getUint32(at) * 0x1_0000 + view.getUint16(at + 4), modulus, reciprocal);
		for (let from = 6; from < bytes; from++) output = reduce(output * 0x100 + view.getUint8(at + from), modulus, reciprocal);
		const sum = (target[index] as number) + (adds ? output : modulus - output);
		const half = sum >= modulus ? sum - modulus : sum;
		target[index] = half;
		putBlock(view, at, half, next);
	}
}

/** Reads halves from numerals: `from` and `to` are positions within a string. */
function readHalves(numerals: Int32Array, first: number, halves: Float64Array, count: number, part: HalfPart): void {
	const { stride, from, to, radix } = part;
	for (let index = 0, start = first * stride; index < count; index++, start += stride) {
		let half = 0;
		for (let at = start + from; at < start + to; at++) half = half * radix + (numerals[at] as number);
		halves[index] = half;
	}
}

function writeHalves(numerals: Int32Array, first: number, halves: Float64Array, count: number, part: HalfPart): void {
	const { stride, from, to, radix } = part;
	const reciprocal = 1 / radix;
	for (let index = 0, start = first * stride; index < count; index++, start += stride) {
		let half = halves[index] as number;
		for (let at = start + to - 1; at >= start + from; at--) {
			let quotient = Math.floor(half * reciprocal);
			let numeral = half - quotient * radix;
			if (numeral < 0) {
				quotient--;
				numeral += radix;
			} else if (numeral >= radix) {
				quotient++;
				numeral -= radix;
			}
			numerals[at] = numeral;
			half = quotient;
		}
	}
}

interface HalfPart {
	readonly stride: number;
	readonly from: number;
	readonly to: number;
	readonly radix: number;
}

/** The template of each round as big-endian words, round number included. */
function roundTemplates(template: Uint8Array<ArrayBuffer>, roundAt: number): readonly Int32Array[] {
	return Array.from({ length: ROUNDS }, (_, round) => {
		const block = template.slice();
		block[roundAt] = (block[roundAt] as number) ^ round;
		const view = new DataView(block.buffer);
		return Int32Array.of(view.getInt32(0), view.getInt32(4), view.getInt32(8), view.getInt32(12));
	});
}

/** The rounds over Numbers; `shape.rightModulus` is at most {@link NARROW_LIMIT}. */
export function createNarrowFeistel(aes: AesBlocks, shape: Ff1Shape): Feistel {
	const { radix, length: stride, leftLength, halfBytes, roundBytes } = shape;
	const leftPart: HalfPart = { stride, from: 0, to: leftLength, radix };
	const rightPart: HalfPart = { stride, from: leftLength, to: stride, radix };
	const leftModulus = Number(shape.leftModulus);
	const rightModulus = Number(shape.rightModulus);
	const templates = roundTemplates(chainedTemplate(aes, shape), AES_BLOCK_BYTES - 1 - halfBytes);
	const isShort = leftModulus >= SHORT_MODULI.min && rightModulus <= SHORT_MODULI.max;
	const finishRound = isShort ? finishShortRound : finishLongRound;
	let left = new Float64Array(0);
	let right = new Float64Array(0);
	let blocks = new Uint8Array(0);
	let view = new DataView(blocks.buffer);

	function reserve(count: number): void {
		if (left.length === count) return;
		left = new Float64Array(count);
		right = new Float64Array(count);
		blocks = new Uint8Array(count * AES_BLOCK_BYTES);
		view = new DataView(blocks.buffer);
	}

	function runRounds(direction: Direction): void {
		const order = roundOrder(direction);
		const first = templates[order[0] as number] as Int32Array;
		const source = direction === "add" ? right : left;
		for (let index = 0, at = 0; index < source.length; index++, at += AES_BLOCK_BYTES) putBlock(view, at, source[index] as number, first);
		for (let step = 0; step < ROUNDS; step++) {
			const round = order[step] as number;
			aes.encryptBlocks(blocks);
			const toLeft = round % 2 === 0;
			const next = templates[order[step + 1] ?? round] as Int32Array;
			const target = toLeft ? left : right;
			finishRound({ view, target, modulus: toLeft ? leftModulus : rightModulus, bytes: roundBytes, direction, next });
		}
	}

	return {
		run(numerals, direction) {
			const total = numerals.length / stride;
			for (let first = 0; first < total; first += CHUNK) {
				const count = Math.min(CHUNK, total - first);
				reserve(count);
				readHalves(numerals, first, left, count, leftPart);
				readHalves(numerals, first, right, count, rightPart);
				runRounds(direction);
				writeHalves(numerals, first, left, count, leftPart);
				writeHalves(numerals, first, right, count, rightPart);
			}
		},
		dispose() {
			for (const secret of [...templates, left, right, blocks]) secret.fill(0);
		},
	};
}
