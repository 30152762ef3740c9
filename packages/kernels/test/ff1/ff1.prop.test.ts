import { FF1 } from "@noble/ciphers/ff1.js";
import { createFf1Decryptor, createFf1Encryptor, FF1_MIN_DOMAIN, kernelBackend } from "@veilkit/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const keys = fc.constantFrom(16, 24, 32).chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
const tweaks = fc.uint8Array({ maxLength: 50 });

/** Radix, length and a batch of strings, over domains of both arithmetics and of round outputs longer than a block. */
const batches = fc
	.tuple(fc.oneof(fc.constantFrom(2, 10, 26, 36, 255, 256, 65_535), fc.integer({ min: 2, max: 65_535 })), fc.integer({ min: 2, max: 60 }))
	.filter(([radix, length]) => radix ** length >= FF1_MIN_DOMAIN)
	.chain(([radix, length]) =>
		fc.record({
			radix: fc.constant(radix),
			length: fc.constant(length),
			strings: fc.array(fc.array(fc.nat({ max: radix - 1 }), { minLength: length, maxLength: length }), { minLength: 1, maxLength: 4 }),
		}),
	);

describe("batched FF1", () => {
	it("equals noble's for any key, tweak, radix, length and batch, and opens what it made", () => {
		fc.assert(
			fc.property(keys, tweaks, batches, (key, tweak, { radix, length, strings }) => {
				const peer = FF1(radix, key, tweak);
				const numerals = Int32Array.from(strings.flat());
				createFf1Encryptor(key, { radix, tweak }).encryptAll(numerals, length);
				expect([...numerals]).toEqual(strings.flatMap((string) => [...peer.encrypt(string)]));
				createFf1Decryptor(key, { radix, tweak }).decryptAll(numerals, length);
				expect([...numerals]).toEqual(strings.flat());
			}),
			{ numRuns: 300 },
		);
	});

	it("reads ⌈log2⌉ off integers: radix 256 with halves of 29 numerals", () => {
		const key = new Uint8Array(16).fill(3);
		const string = Array.from({ length: 58 }, (_, index) => (index * 37) % 256);
		const numerals = Int32Array.from(string);
		createFf1Encryptor(key, { radix: 256, tweak: new Uint8Array(0) }).encryptAll(numerals, 58);
		expect([...numerals]).toEqual([...FF1(256, key, new Uint8Array(0)).encrypt(string)]);
	});

	it.each([
		[10, 7],
		[10, 8],
		[10, 18],
		[10, 19],
		[10, 26],
		[10, 28],
		[2, 26],
		[2, 60],
		[8192, 2],
		[32_768, 4],
		[65_535, 2],
	])("equals noble's at the edges of its arithmetics: radix %i, length %i", (radix, length) => {
		const key = new Uint8Array(32).fill(length);
		const tweak = Uint8Array.of(radix & 255);
		let state = 1;
		const strings = Array.from({ length: 40 }, (_, index) =>
			Array.from({ length }, () => {
				state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
				return index === 0 ? 0 : index === 1 ? radix - 1 : (state >>> 8) % radix;
			}),
		);
		const numerals = Int32Array.from(strings.flat());
		createFf1Encryptor(key, { radix, tweak }).encryptAll(numerals, length);
		const peer = FF1(radix, key, tweak);
		expect([...numerals]).toEqual(strings.flatMap((string) => [...peer.encrypt(string)]));
	});

	it("gives the same strings on each backend of AES", () => {
		const key = new Uint8Array(32).fill(4);
		const tweak = Uint8Array.of(1);
		const numerals = Int32Array.from({ length: 160 }, (_, index) => (index * 7919) % 10);
		const [mine, twin] = [numerals.slice(), numerals.slice()];
		createFf1Encryptor(key, { radix: 10, tweak, backend: kernelBackend("aes") }).encryptAll(mine, 16);
		createFf1Encryptor(key, { radix: 10, tweak, backend: "typescript" }).encryptAll(twin, 16);
		expect(mine).toEqual(twin);
		expect([...mine.subarray(144)]).toEqual([...FF1(10, key, tweak).encrypt([...numerals.subarray(144)])]);
		expect(() => createFf1Encryptor(key, { radix: 10, tweak, backend: "fpga" as "wasm" })).toThrow("backend");
	});

	it("gives each string the same result whatever the batch, across chunks", () => {
		const encryptor = createFf1Encryptor(new Uint8Array(32).fill(1), { radix: 10, tweak: Uint8Array.of(1) });
		const numerals = Int32Array.from({ length: 16 * 5000 }, (_, index) => (index * 7919) % 10);
		const single = [0, 2047, 2048, 4999].map((index) => numerals.slice(16 * index, 16 * index + 16));
		encryptor.encryptAll(numerals, 16);
		for (const [at, index] of [0, 2047, 2048, 4999].entries()) {
			const string = single[at] as Int32Array;
			encryptor.encryptAll(string, 16);
			expect(string).toEqual(numerals.slice(16 * index, 16 * index + 16));
		}
	});

	it.each([
		["six digits", 10, 6],
		["twenty bits", 2, 20],
	])("permutes the whole domain of %s", (_, radix, length) => {
		const size = radix ** length;
		const options = { radix, tweak: new Uint8Array(0) };
		const numerals = new Int32Array(size * length);
		for (let value = 0; value < size; value++) {
			for (let rest = value, at = (value + 1) * length - 1; rest > 0; at--) {
				numerals[at] = rest % radix;
				rest = Math.floor(rest / radix);
			}
		}
		const plain = numerals.slice();
		createFf1Encryptor(new Uint8Array(16).fill(9), options).encryptAll(numerals, length);
		const seen = new Uint8Array(size);
		for (let value = 0; value < size; value++) {
			let image = 0;
			for (let at = value * length; at < (value + 1) * length; at++) image = image * radix + (numerals[at] as number);
			seen[image] = 1;
		}
		expect(seen.indexOf(0)).toBe(-1);
		createFf1Decryptor(new Uint8Array(16).fill(9), options).decryptAll(numerals, length);
		expect(numerals.findIndex((numeral, at) => numeral !== plain[at])).toBe(-1);
	});
});
