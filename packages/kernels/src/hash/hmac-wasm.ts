/**
 * HMAC-SHA-256 four messages at a time in WASM (`wasm/hash/hmac-sha256.as.ts`).
 *
 * Midstates, messages and tags are in the kernel's memory during a call only, and overwritten before it returns.
 */
import { align, lazyWasm, type WasmKernel } from "../internal/lazy-wasm.ts";
import { WASM } from "./hmac-sha256.wasm.ts";
import { HMAC_SHA256_BYTES, type TagAll, tagAllTwin } from "./hmac-twin.ts";

interface HmacExports {
	tagAll(midstates: number, offsets: number, messages: number, tags: number, count: number): void;
}

/** The kernel, or undefined where it was refused. */
export const hmacWasm: () => WasmKernel<HmacExports> | undefined = /* @__PURE__ */ lazyWasm<HmacExports>(WASM);

/** Limits of one call, so that all of it fits into the kernel's memory, and into the processor's nearer cache. */
const CALL_MESSAGES = 1024;
const CALL_BYTES = 65_536;

/** How many messages from `first` on fit into a call; none if the first alone is too long. */
function fitting(offsets: Uint32Array, first: number): number {
	const limit = (offsets[first] as number) + CALL_BYTES;
	const most = Math.min(CALL_MESSAGES, offsets.length - 1 - first);
	let count = 0;
	while (count < most && (offsets[first + count + 1] as number) <= limit) count++;
	return count;
}

/** The tags by a kernel; a message that does not fit into its memory goes to the twin. */
export function tagAllBy({ call, heap, arena }: WasmKernel<HmacExports>): TagAll {
	const words = new Uint32Array(heap.buffer);

	const tagSome: TagAll = (midstates, messages, offsets, tags) => {
		const count = offsets.length - 1;
		const start = offsets[0] as number;
		const end = offsets[count] as number;
		const offsetsAt = arena + midstates.byteLength;
		const messagesAt = align(offsetsAt + offsets.byteLength);
		const tagsAt = align(messagesAt + end - start + 16); // the kernel reads up to 16 bytes behind a message
		words.set(midstates, arena / 4);
		words.set(offsets, offsetsAt / 4);
		heap.set(messages.subarray(start, end), messagesAt);
		call.tagAll(arena, offsetsAt, messagesAt - start, tagsAt, count);
		tags.set(heap.subarray(tagsAt, tagsAt + tags.length));
		call.wipe(tagsAt + HMAC_SHA256_BYTES * ((count + 3) & ~3));
	};

	return (midstates, messages, offsets, tags) => {
		for (let first = 0; first < offsets.length - 1; ) {
			const fit = fitting(offsets, first);
			const next = first + Math.max(1, fit);
			const part = offsets.subarray(first, next + 1);
			const out = tags.subarray(first * HMAC_SHA256_BYTES, next * HMAC_SHA256_BYTES);
			(fit === 0 ? tagAllTwin : tagSome)(midstates, messages, part, out);
			first = next;
		}
	};
}
