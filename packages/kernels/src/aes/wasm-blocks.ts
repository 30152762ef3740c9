/**
 * AES blocks by vector permutes in WASM (`wasm/aes/aes.as.ts`): no branch and no address depends on key or data, the key schedule included.
 *
 * Round keys stay in JavaScript; they and the blocks are in the kernel's memory during a call only, and overwritten before it returns.
 */
import { lazyWasm, type WasmKernel } from "../internal/lazy-wasm.ts";
import { WASM } from "./aes.wasm.ts";
import { AES_BLOCK_BYTES, type BlockCipher } from "./block-cipher.ts";

interface AesExports {
	expandKey(schedule: number, words: number): void;
	encryptBlocks(schedule: number, rounds: number, blocks: number, count: number): void;
}

/** The kernel, or undefined where it was refused. */
export const aesWasm: () => WasmKernel<AesExports> | undefined = /* @__PURE__ */ lazyWasm<AesExports>(WASM);

/** Bytes of one call. */
const CALL_BYTES = 65_536;

/** The cipher under a key, or undefined where WASM was refused. */
export function wasmBlocks(key: Uint8Array): BlockCipher | undefined {
	const kernel = aesWasm();
	if (!kernel) return undefined;
	const { call, heap, arena } = kernel;
	const words = key.length / 4;
	const rounds = words + 6;
	const blocksAt = arena + AES_BLOCK_BYTES * (rounds + 1);
	heap.set(key, arena);
	call.expandKey(arena, words);
	const schedule = heap.slice(arena, blocksAt);
	call.wipe(blocksAt);
	return {
		encryptBlocks(blocks) {
			heap.set(schedule, arena);
			for (let at = 0; at < blocks.length; at += CALL_BYTES) {
				const part = blocks.length <= CALL_BYTES ? blocks : blocks.subarray(at, at + CALL_BYTES);
				heap.set(part, blocksAt);
				call.encryptBlocks(arena, rounds, blocksAt, part.length / AES_BLOCK_BYTES);
				part.set(heap.subarray(blocksAt, blocksAt + part.length));
			}
			call.wipe(blocksAt + Math.min(blocks.length, CALL_BYTES));
		},
		dispose: () => void schedule.fill(0),
	};
}
