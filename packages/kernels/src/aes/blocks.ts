/**
 * AES (FIPS 197) over runs of blocks, with the key schedule expanded once.
 *
 * Three implementations of the same permutation: the platform's (`native-blocks.ts`) for long runs, vector permutes in WASM
 * (`wasm-blocks.ts`) for short ones, both without look-ups that depend on secrets, and noble's tables (`table-blocks.ts`) where neither is
 * to be had. The last is not constant-time: whoever must not have it demands `backend: "wasm"` and gets an error instead.
 */
import { checkBytes, invalidArgument } from "@veilkit/core";
import { backendRefused, demandedBackend, type KernelBackend, type KernelOptions } from "../backend/options.ts";
import { keyDisposed } from "../internal/disposed.ts";
import { AES_BLOCK_BYTES, type BlockCipher } from "./block-cipher.ts";
import { nativeBlocks } from "./native-blocks.ts";
import { tableBlocks } from "./table-blocks.ts";
import { wasmBlocks } from "./wasm-blocks.ts";

export { AES_BLOCK_BYTES } from "./block-cipher.ts";

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

/** Bytes from which the platform's cipher wins over a WASM call. */
const NATIVE_FROM = 512;

const BACKENDS: Readonly<Record<KernelBackend, (key: Uint8Array) => BlockCipher | undefined>> = {
	native: nativeBlocks,
	wasm: wasmBlocks,
	typescript: tableBlocks,
};

function fastestBlocks(key: Uint8Array): BlockCipher {
	const native = nativeBlocks(key);
	const short = wasmBlocks(key) ?? native ?? tableBlocks(key);
	const long = native ?? short;
	return {
		encryptBlocks: (blocks) => (blocks.length < NATIVE_FROM ? short : long).encryptBlocks(blocks),
		dispose() {
			short.dispose();
			if (long !== short) long.dispose();
		},
	};
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
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_UNSUPPORTED` for a demanded backend that the runtime lacks; `ERR_KEY_DISPOSED` from the
 * result once disposed
 */
export function createAesBlocks(key: Uint8Array, options: KernelOptions = {}): AesBlocks {
	if (![16, 24, 32].includes(checkBytes(key, "createAesBlocks(key)").length))
		throw invalidArgument("createAesBlocks(key)", "16, 24 or 32 bytes");
	const backend = demandedBackend(options, "createAesBlocks", ["native", "wasm", "typescript"]);
	const cipher = backend === undefined ? fastestBlocks(key) : BACKENDS[backend](key);
	if (!cipher) throw backendRefused("AES", backend as KernelBackend);
	let disposed = false;
	return {
		encryptBlocks(blocks) {
			if (disposed) throw keyDisposed("AES");
			if (blocks.length % AES_BLOCK_BYTES !== 0) throw invalidArgument("encryptBlocks(blocks)", "a multiple of 16 bytes");
			cipher.encryptBlocks(blocks);
		},
		dispose() {
			if (disposed) return;
			disposed = true;
			cipher.dispose();
		},
	};
}
