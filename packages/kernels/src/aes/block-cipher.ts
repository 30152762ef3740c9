/**
 * What the implementations of the AES block function share; `blocks.ts` chooses between them.
 */

/** Bytes of one block. */
export const AES_BLOCK_BYTES = 16;

/** The block function under one key; the caller checks lengths and does not use it after disposal. */
export interface BlockCipher {
	/** Encrypts every block in place. */
	encryptBlocks(blocks: Uint8Array): void;
	/** Overwrites what depends on the key. */
	dispose(): void;
}
