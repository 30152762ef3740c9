import { aessiv } from "@noble/ciphers/aes.js";
import { concatBytes } from "@veilkit/core";
import { createAesBlocks, createAesSivOpener, createAesSivSealer } from "@veilkit/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const keys = fc.constantFrom(32, 48, 64).chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
const associated = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 });
const batches = fc
	.tuple(fc.nat({ max: 70 }), fc.integer({ min: 1, max: 6 }))
	.chain(([length, count]) => fc.array(fc.uint8Array({ minLength: length, maxLength: length }), { minLength: count, maxLength: count }));

describe("batched AES-SIV", () => {
	it("equals noble's for any key, associated data and batch of equally long messages", () => {
		fc.assert(
			fc.property(keys, associated, batches, (key, ad, messages) => {
				const sealed = createAesSivSealer(key, ad).sealAll(concatBytes(...messages), messages.length);
				expect(sealed).toEqual(concatBytes(...messages.map((message) => aessiv(key, ...ad).encrypt(message))));
			}),
		);
	});

	it("opens what it sealed, and nothing with one bit flipped", () => {
		fc.assert(
			fc.property(keys, associated, fc.uint8Array({ maxLength: 70 }), fc.nat(), (key, ad, message, position) => {
				const sealed = createAesSivSealer(key, ad).sealAll(message, 1);
				const opener = createAesSivOpener(key, ad);
				expect(opener.open(sealed)).toEqual(new Uint8Array(message));
				const bit = position % (8 * sealed.length);
				sealed[bit >> 3] = (sealed[bit >> 3] as number) ^ (1 << (bit & 7));
				expect(() => opener.open(sealed)).toThrow("authentication failed");
			}),
		);
	});

	it("counts the order and the boundaries of the associated data", () => {
		const key = new Uint8Array(32).fill(1);
		const message = new Uint8Array(20);
		const sealed = createAesSivSealer(key, [Uint8Array.of(1), Uint8Array.of(2)]).sealAll(message, 1);
		expect(createAesSivOpener(key, [Uint8Array.of(1), Uint8Array.of(2)]).open(sealed)).toEqual(message);
		for (const other of [
			[Uint8Array.of(2), Uint8Array.of(1)],
			[Uint8Array.of(1, 2)],
			[],
			[Uint8Array.of(1), Uint8Array.of(2), new Uint8Array(0)],
		]) {
			expect(() => createAesSivOpener(key, other).open(sealed)).toThrow("authentication failed");
		}
	});

	it("refuses to work after disposal, rather than with an empty key", () => {
		const sealer = createAesSivSealer(new Uint8Array(32), []);
		const opener = createAesSivOpener(new Uint8Array(32), []);
		const sealed = sealer.sealAll(new Uint8Array(5), 1);
		expect(opener.open(sealed)).toEqual(new Uint8Array(5));
		sealer.dispose();
		opener.dispose();
		expect(() => sealer.sealAll(new Uint8Array(5), 1)).toThrow("used after it was disposed");
		expect(() => opener.open(sealed)).toThrow("used after it was disposed");
	});

	it("refuses wrong key sizes, uneven batches and truncated ciphertexts", () => {
		const key = new Uint8Array(32);
		expect(createAesSivSealer(key, []).sealAll(new Uint8Array(6), 2)).toHaveLength(38);
		expect(() => createAesSivSealer(key, []).sealAll(new Uint8Array(7), 2)).toThrow("equal length");
		expect(() => createAesSivSealer(new Uint8Array(16), [])).toThrow("32, 48 or 64 bytes");
		expect(() => createAesSivOpener(key, []).open(new Uint8Array(15))).toThrow("authentication failed");
		expect(() =>
			createAesSivSealer(
				key,
				Array.from({ length: 127 }, () => key),
			),
		).toThrow("at most 126");
		expect(() => createAesBlocks(new Uint8Array(15))).toThrow("16, 24 or 32 bytes");
		expect(() => createAesBlocks(key).encryptBlocks(new Uint8Array(17))).toThrow("multiple of 16");
	});
});
