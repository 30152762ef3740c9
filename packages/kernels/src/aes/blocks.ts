/**
 * AES (FIPS 197) over runs of blocks, with the key schedule expanded once.
 *
 * The block function is noble's. It works with lookup tables, so its time can depend on key and data through the processor's cache:
 * it is NOT constant-time, and an attacker who shares the machine may measure it. This interface is what a bitsliced WASM or a
 * native kernel implements as well.
 */
import { unsafe } from "@noble/ciphers/aes.js";
import { checkBytes, invalidArgument } from "@veilkit/core";
import { keyDisposed } from "../internal/disposed.ts";

/** Bytes of one block. */
export const AES_BLOCK_BYTES = 16;

/** AES under one key. */
export interface AesBlocks {
	/**
	 * Encrypts every block in place, each on its own (the raw permutation: a building block, not a mode).
	 *
	 * @param blocks - a multiple of 16 bytes
	 */
	encryptBlocks(blocks: Uint8Array): void;
	/** Overwrites the key schedule; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
}

function loadWord(bytes: Uint8Array, at: number): number {
	return (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
}

function storeWord(bytes: Uint8Array, at: number, word: number): void {
	bytes[at] = word;
	bytes[at + 1] = word >>> 8;
	bytes[at + 2] = word >>> 16;
	bytes[at + 3] = word >>> 24;
}

/**
 * AES under one key, for batches of blocks.
 *
 * @param key - 16, 24 or 32 bytes
 *
 * @example
 * ```ts
 * import { createAesBlocks } from "@veilkit/kernels";
 * const aes = createAesBlocks(key);
 * aes.encryptBlocks(blocks); // blocks.length is a multiple of 16
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_KEY_DISPOSED` from the result once disposed
 */
export function createAesBlocks(key: Uint8Array): AesBlocks {
	if (![16, 24, 32].includes(checkBytes(key, "createAesBlocks(key)").length))
		throw invalidArgument("createAesBlocks(key)", "16, 24 or 32 bytes");
	const schedule = unsafe.expandKeyLE(key);
	let disposed = false;
	return {
		encryptBlocks(blocks) {
			if (disposed) throw keyDisposed("AES");
			if (blocks.length % AES_BLOCK_BYTES !== 0) throw invalidArgument("encryptBlocks(blocks)", "a multiple of 16 bytes");
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
		dispose() {
			disposed = true;
			schedule.fill(0);
		},
	};
}
