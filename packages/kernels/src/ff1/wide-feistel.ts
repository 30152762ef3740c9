/**
 * FF1 rounds for halves of any size, on BigInt: long strings and large radixes. Same steps as `narrow-feistel.ts`, in the plain form
 * of the standard; a half can span several blocks, and round output several blocks as well (step 6.iii).
 */
import { fromHex, toHex } from "@veilkit/core";
import { AES_BLOCK_BYTES, type AesBlocks } from "../aes/blocks.ts";
import { chainedTemplate, type Direction, type Feistel, roundOrder } from "./feistel.ts";
import type { Ff1Shape } from "./shape.ts";

function numberOf(numerals: Int32Array, from: number, to: number, radix: bigint): bigint {
	let value = 0n;
	for (let at = from; at < to; at++) value = value * radix + BigInt(numerals[at] as number);
	return value;
}

function writeNumerals(numerals: Int32Array, from: number, to: number, value: bigint, radix: bigint): void {
	let rest = value;
	for (let at = to - 1; at >= from; at--) {
		numerals[at] = Number(rest % radix);
		rest /= radix;
	}
}

/** The rounds over BigInts, for any shape. */
export function createWideFeistel(aes: AesBlocks, shape: Ff1Shape): Feistel {
	const { length: stride, leftLength, leftModulus, rightModulus, halfBytes, roundBytes } = shape;
	const radix = BigInt(shape.radix);
	const template = chainedTemplate(aes, shape);

	/** PRF(P ‖ Q): CBC-MAC from the template on, for each half. */
	function macAll(index: number, sources: readonly bigint[]): Uint8Array {
		const states = new Uint8Array(sources.length * AES_BLOCK_BYTES);
		const messages = sources.map((half) => {
			const message = template.slice();
			const bytes = fromHex(half.toString(16).padStart(2 * halfBytes, "0"));
			for (const [at, byte] of bytes.entries()) {
				const to = message.length - halfBytes + at;
				message[to] = (message[to] as number) ^ byte;
			}
			const roundAt = message.length - halfBytes - 1;
			message[roundAt] = (message[roundAt] as number) ^ index;
			return message;
		});
		for (let start = 0; start < template.length; start += AES_BLOCK_BYTES) {
			for (const [value, message] of messages.entries()) {
				for (let at = 0; at < AES_BLOCK_BYTES; at++) {
					const to = value * AES_BLOCK_BYTES + at;
					states[to] = (states[to] as number) ^ (message[start + at] as number);
				}
			}
			aes.encryptBlocks(states);
		}
		return states;
	}

	/** NUM(S) for each half: the first d bytes of R ‖ CIPH(R ⊕ [1]) ‖ CIPH(R ⊕ [2]) … */
	function outputs(states: Uint8Array, count: number): readonly bigint[] {
		const digits: string[] = Array.from({ length: count }, (_, value) => toHex(states.subarray(value * 16, value * 16 + 16)));
		const counter = new Uint8Array(4);
		for (let block = 1; block * AES_BLOCK_BYTES < roundBytes; block++) {
			new DataView(counter.buffer).setUint32(0, block);
			const next = states.slice();
			for (let to = 12; to < next.length; to += AES_BLOCK_BYTES) {
				for (let at = 0; at < 4; at++) next[to + at] = (next[to + at] as number) ^ (counter[at] as number);
			}
			aes.encryptBlocks(next);
			for (let value = 0; value < count; value++) digits[value] += toHex(next.subarray(value * 16, value * 16 + 16));
		}
		return digits.map((text) => BigInt(`0x${text.slice(0, 2 * roundBytes)}`));
	}

	return {
		run(numerals, direction: Direction) {
			const starts = Array.from({ length: numerals.length / stride }, (_, value) => value * stride);
			const left = starts.map((start) => numberOf(numerals, start, start + leftLength, radix));
			const right = starts.map((start) => numberOf(numerals, start + leftLength, start + stride, radix));
			for (const index of roundOrder(direction)) {
				const [target, source, modulus] = index % 2 === 0 ? [left, right, leftModulus] : [right, left, rightModulus];
				for (const [value, output] of outputs(macAll(index, source), source.length).entries()) {
					const addend = output % modulus;
					target[value] = ((target[value] as bigint) + (direction === "add" ? addend : modulus - addend)) % modulus;
				}
			}
			for (const [value, start] of starts.entries()) {
				writeNumerals(numerals, start, start + leftLength, left[value] as bigint, radix);
				writeNumerals(numerals, start + leftLength, start + stride, right[value] as bigint, radix);
			}
		},
		dispose: () => void template.fill(0),
	};
}
