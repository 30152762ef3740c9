import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@veilkit/core";
import { createHmacSha256 } from "@veilkit/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

function layOut(messages: readonly Uint8Array[]): { bytes: Uint8Array; offsets: Uint32Array } {
	const offsets = new Uint32Array(messages.length + 1);
	for (const [index, message] of messages.entries()) offsets[index + 1] = (offsets[index] as number) + message.length;
	return { bytes: concatBytes(...messages), offsets };
}

describe("batched HMAC-SHA-256", () => {
	it("equals noble's for any key of up to 64 bytes and any batch of messages", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 64 }), fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 12 }), (key, messages) => {
				const { bytes, offsets } = layOut(messages);
				const expected = concatBytes(...messages.map((message) => hmac(sha256, key, message)));
				expect(createHmacSha256(key).tagAll(bytes, offsets)).toEqual(expected);
			}),
		);
	});

	it("equals noble's at every length around the block boundaries", () => {
		const key = Uint8Array.of(1, 2, 3);
		const messages = Array.from({ length: 200 }, (_, length) => new Uint8Array(length).fill(length));
		const { bytes, offsets } = layOut(messages);
		expect(createHmacSha256(key).tagAll(bytes, offsets)).toEqual(concatBytes(...messages.map((message) => hmac(sha256, key, message))));
	});

	it("refuses keys longer than a block and offsets that do not fit", () => {
		expect(() => createHmacSha256(new Uint8Array(65))).toThrow("at most 64 bytes");
		const kernel = createHmacSha256(new Uint8Array(32));
		expect(kernel.tagAll(new Uint8Array(4), Uint32Array.of(0, 4))).toHaveLength(32);
		expect(() => kernel.tagAll(new Uint8Array(4), Uint32Array.of(0, 5))).toThrow("tagAll(offsets)");
		expect(() => kernel.tagAll(new Uint8Array(4), Uint32Array.of(3, 1))).toThrow("ascending");
	});

	it("refuses to work after disposal, rather than with an empty key", () => {
		const kernel = createHmacSha256(new Uint8Array(32).fill(9));
		expect(kernel.tagAll(Uint8Array.of(1), Uint32Array.of(0, 1))).toHaveLength(32);
		kernel.dispose();
		expect(() => kernel.tagAll(Uint8Array.of(1), Uint32Array.of(0, 1))).toThrow("used after it was disposed");
	});
});
