/**
 * AES-CMAC (RFC 4493, NIST SP 800-38B) of equally long messages in lockstep: all first blocks, then all second blocks.
 *
 * The chain of one message is sequential, but messages are independent; in lockstep the block cipher always sees a long run.
 */
import { viewOf, xorRange } from "../internal/xor.ts";
import { AES_BLOCK_BYTES, type AesBlocks } from "./blocks.ts";

/** What CMAC derives from its key before any message. */
export interface CmacSubkeys {
	/** Masks a last block that is full. */
	readonly full: Uint8Array;
	/** Masks a last block that was padded. */
	readonly padded: Uint8Array;
}

/**
 * Doubles a block in GF(2^128), in place: a shift by one bit, reduced by x^128 + x^7 + x^2 + x + 1 (RFC 5297 §2.3).
 */
export function double(block: Uint8Array): Uint8Array {
	const carry = (block[0] as number) >>> 7;
	for (let at = 0; at < AES_BLOCK_BYTES - 1; at++) block[at] = ((block[at] as number) << 1) | ((block[at + 1] as number) >>> 7);
	block[AES_BLOCK_BYTES - 1] = ((block[AES_BLOCK_BYTES - 1] as number) << 1) ^ (carry * 0x87);
	return block;
}

/** The subkeys of RFC 4493 §2.3. */
export function cmacSubkeys(aes: AesBlocks): CmacSubkeys {
	const full = new Uint8Array(AES_BLOCK_BYTES);
	aes.encryptBlocks(full);
	double(full);
	return { full, padded: double(full.slice()) };
}

/**
 * The tags of `count` messages of equal length.
 *
 * @param messages - the messages, end to end
 * @returns 16 bytes a message, end to end
 */
export function cmacAll(aes: AesBlocks, subkeys: CmacSubkeys, messages: Uint8Array, count: number): Uint8Array {
	const length = messages.length / count;
	const lastStart = Math.max(0, Math.ceil(length / AES_BLOCK_BYTES) - 1) * AES_BLOCK_BYTES;
	const states = new Uint8Array(count * AES_BLOCK_BYTES);
	const chain = viewOf(states);
	const source = viewOf(messages);
	for (let start = 0; start < lastStart; start += AES_BLOCK_BYTES) {
		for (let index = 0; index < count; index++) xorRange(chain, index * AES_BLOCK_BYTES, source, index * length + start, AES_BLOCK_BYTES);
		aes.encryptBlocks(states);
	}
	const lastLength = length - lastStart;
	const mask = viewOf(lastLength === AES_BLOCK_BYTES ? subkeys.full : subkeys.padded);
	for (let index = 0; index < count; index++) {
		const state = index * AES_BLOCK_BYTES;
		xorRange(chain, state, source, index * length + lastStart, lastLength);
		if (lastLength < AES_BLOCK_BYTES) states[state + lastLength] = (states[state + lastLength] as number) ^ 0x80;
		xorRange(chain, state, mask, 0, AES_BLOCK_BYTES);
	}
	aes.encryptBlocks(states);
	return states;
}
