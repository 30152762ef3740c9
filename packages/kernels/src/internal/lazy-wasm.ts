/**
 * A WASM kernel that is decoded and compiled on first use, in one step and without waiting.
 *
 * Some runtimes refuse to compile WASM from bytes (a content security policy without `wasm-unsafe-eval`, edge runtimes), some lack SIMD or
 * address space. Whatever the reason, a kernel that was refused once is refused for good, and its twin in TypeScript takes over. There is one
 * instance and one memory of fixed size for all keys; calls are synchronous, so that they cannot meet in it.
 */
import { fromBase64 } from "@veilkit/core";

/** What every kernel of this package exports. */
interface CommonExports extends WebAssembly.Exports {
	readonly memory: WebAssembly.Memory;
	/** Where data may start; 16-byte aligned. */
	arena(): number;
	/** Overwrites data up to `end`, and the kernel's own working area. */
	wipe(end: number): void;
}

/** A kernel that runs. */
export interface WasmKernel<Exports> {
	readonly call: Exports & CommonExports;
	/** The whole memory; it never grows. */
	readonly heap: Uint8Array;
	readonly arena: number;
}

/** Gives the kernel, or undefined where it was refused. */
export function lazyWasm<Exports>(base64: string): () => WasmKernel<Exports> | undefined {
	let kernel: WasmKernel<Exports> | undefined;
	let tried = false;
	return () => {
		if (tried) return kernel;
		tried = true;
		try {
			const { exports } = new WebAssembly.Instance(new WebAssembly.Module(fromBase64(base64)));
			const call = exports as Exports & CommonExports;
			kernel = { call, heap: new Uint8Array(call.memory.buffer), arena: call.arena() };
		} catch {
			// refused: the twin takes over, and gives the same bytes
		}
		return kernel;
	};
}

/** The next position that is aligned for vectors. */
export function align(position: number): number {
	return (position + 15) & ~15;
}
