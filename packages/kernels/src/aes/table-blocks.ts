/**
 * AES blocks by noble's block function: the twin that runs everywhere.
 *
 * It works with lookup tables, so its time can depend on key and data through the processor's cache: it is NOT constant-time, and an
 * attacker who shares the machine may measure it.
 */
import { unsafe } from "@noble/ciphers/aes.js";
import { AES_BLOCK_BYTES, type BlockCipher } from "./block-cipher.ts";

/** The little-endian word at a position, as noble's block functions take it. */
export function loadWord(bytes: Uint8Array, at: number): number {
	return (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
}

/** Writes such a word. */
export function storeWord(bytes: Uint8Array, at: number, word: number): void {
	bytes[at] = word;
	bytes[at + 1] = word >>> 8;
	bytes[at + 2] = word >>> 16;
	bytes[at + 3] = word >>> 24;
}

/** The cipher under a key. */
export function tableBlocks(key: Uint8Array): BlockCipher {
	const schedule = unsafe.expandKeyLE(key);
	return {
		encryptBlocks(blocks) {
			for (let at = 0; at < blocks.length; at += AES_BLOCK_BYTES) {
				const { s0, s1, s2, s3 } = unsafe.encrypt(
					schedule,
					loadWord(blocks, at),
					loadWord(blocks, at + 4),
					loadWord(blocks, at + 8),
					loadWord(blocks, at + 12),
				);
				storeWord(blocks, at, s0);
				storeWord(blocks, at + 4, s1);
				storeWord(blocks, at + 8, s2);
				storeWord(blocks, at + 12, s3);
			}
		},
		dispose: () => void schedule.fill(0),
	};
}
