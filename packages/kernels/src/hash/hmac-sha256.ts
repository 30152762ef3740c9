/**
 * HMAC-SHA-256 (RFC 2104, FIPS 198-1) of many short messages under one key.
 *
 * The states after the inner and the outer key block are computed once, so a message of up to 55 bytes costs two compressions
 * instead of four; in WASM four messages share each of them. Time depends on message lengths only; engines give no guarantee of
 * constant time. The midstates are as sensitive as the key: `dispose` overwrites them (best effort).
 */
import { type Bytes, checkBytes, invalidArgument } from "@veilkit/core";
import { backendRefused, demandedBackend, type KernelOptions } from "../backend/options.ts";
import { keyDisposed } from "../internal/disposed.ts";
import { HMAC_SHA256_BYTES, loadBlock, type TagAll, tagAllTwin } from "./hmac-twin.ts";
import { hmacWasm, tagAllBy } from "./hmac-wasm.ts";
import { BLOCK_BYTES, compress, INITIAL_STATE, STATE_WORDS } from "./sha256.ts";

/** HMAC-SHA-256 under one key. */
export interface HmacSha256 {
	/**
	 * The tags of `offsets.length − 1` messages, 32 bytes each, end to end.
	 *
	 * @param messages - the messages, end to end
	 * @param offsets - where each starts, ascending; one more entry than messages, the last being where the last one ends
	 */
	tagAll(messages: Uint8Array, offsets: Uint32Array): Bytes;
	/** Overwrites the key's midstates; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
}

function midstatesOf(key: Uint8Array): Int32Array {
	const w = new Int32Array(64);
	const midstates = new Int32Array(2 * STATE_WORDS);
	for (const [index, mask] of [0x36, 0x5c].entries()) {
		const block = new Uint8Array(BLOCK_BYTES);
		block.set(key);
		for (let at = 0; at < BLOCK_BYTES; at++) block[at] = (block[at] as number) ^ mask;
		const state = midstates.subarray(index * STATE_WORDS, (index + 1) * STATE_WORDS);
		state.set(INITIAL_STATE);
		loadBlock(w, block, 0);
		compress(state, w);
		block.fill(0);
	}
	w.fill(0);
	return midstates;
}

function checkOffsets(messages: Uint8Array, offsets: Uint32Array): void {
	let previous = 0;
	for (let index = 0; index < offsets.length; index++) {
		const offset = offsets[index] as number;
		if (offset < previous) throw invalidArgument("tagAll(offsets)", "ascending positions");
		previous = offset;
	}
	if (previous > messages.length) throw invalidArgument("tagAll(offsets)", `positions up to the message length ${messages.length}`);
}

function chooseTagAll(options: KernelOptions<"wasm" | "typescript">): TagAll {
	const backend = demandedBackend(options, "createHmacSha256", ["wasm", "typescript"]);
	const kernel = backend === "typescript" ? undefined : hmacWasm();
	if (backend === "wasm" && !kernel) throw backendRefused("HMAC-SHA-256", backend);
	return kernel ? tagAllBy(kernel) : tagAllTwin;
}

/**
 * HMAC-SHA-256 under one key, for batches.
 *
 * @param key - up to 64 bytes, copied into two hash states; longer keys are to be hashed by the caller, which nothing here needs
 *
 * @example
 * ```ts
 * import { createHmacSha256 } from "@veilkit/kernels";
 * const hmac = createHmacSha256(key);
 * hmac.tagAll(Uint8Array.of(1, 2, 3), Uint32Array.of(0, 1, 3)); // the tags of [1] and [2, 3], 64 bytes
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_UNSUPPORTED` for a demanded backend that the runtime lacks; `ERR_KEY_DISPOSED` from the
 * result once disposed
 */
export function createHmacSha256(key: Uint8Array, options: KernelOptions<"wasm" | "typescript"> = {}): HmacSha256 {
	if (checkBytes(key, "createHmacSha256(key)").length > BLOCK_BYTES) throw invalidArgument("createHmacSha256(key)", "at most 64 bytes");
	const tagAll = chooseTagAll(options);
	const midstates = midstatesOf(key);
	let disposed = false;
	return {
		tagAll(messages, offsets) {
			if (disposed) throw keyDisposed("HMAC-SHA-256");
			checkOffsets(messages, offsets);
			const tags = new Uint8Array(Math.max(0, offsets.length - 1) * HMAC_SHA256_BYTES);
			tagAll(midstates, messages, offsets, tags);
			return tags;
		},
		dispose() {
			disposed = true;
			midstates.fill(0);
		},
	};
}
