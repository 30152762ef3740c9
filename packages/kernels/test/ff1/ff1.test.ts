import { isVeilkitError } from "@veilkit/core";
import { createFf1Decryptor, createFf1Encryptor, type Ff1Options } from "@veilkit/kernels";
import { describe, expect, it } from "vitest";

const key = new Uint8Array(32).fill(5);
const tweak = new Uint8Array(0);
const decimal: Ff1Options = { radix: 10, tweak };

describe("FF1 refuses", () => {
	it("domains under a million strings, in both directions", () => {
		const encryptor = createFf1Encryptor(key, decimal);
		const numerals = Int32Array.of(1, 2, 3, 4, 5, 6);
		encryptor.encryptAll(numerals, 6);
		expect(() => encryptor.encryptAll(Int32Array.of(1, 2, 3, 4, 5), 5)).toThrow("radix^length 1000000");
		expect(() => createFf1Decryptor(key, decimal).decryptAll(Int32Array.of(1, 2, 3, 4, 5), 5)).toThrow("radix^length 1000000");
		expect(() => createFf1Encryptor(key, { radix: 65_536, tweak }).encryptAll(Int32Array.of(1), 1)).toThrow("length");
	});

	it("small domains even for old data, unless asked, and never below a hundred", () => {
		const old = createFf1Decryptor(key, { ...decimal, allowSmallDomain: "legacy-decrypt" });
		old.decryptAll(Int32Array.of(1, 2), 2);
		expect(() =>
			createFf1Decryptor(key, { radix: 9, tweak, allowSmallDomain: "legacy-decrypt" }).decryptAll(Int32Array.of(1, 2), 2),
		).toThrow("radix^length 100");
		expect(() => createFf1Encryptor(key, { ...decimal, allowSmallDomain: "legacy-decrypt" } as Ff1Options)).toThrow("allowSmallDomain");
		expect(() => createFf1Decryptor(key, { ...decimal, allowSmallDomain: "yes" as "legacy-decrypt" })).toThrow("legacy-decrypt");
	});

	it("what is no numeral, without naming it, and leaves the batch as it was", () => {
		const encryptor = createFf1Encryptor(key, decimal);
		for (const wrong of [10, -1, 8317]) {
			const numerals = Int32Array.of(1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, wrong);
			try {
				encryptor.encryptAll(numerals, 6);
				expect.unreachable();
			} catch (error) {
				expect(isVeilkitError(error, "ERR_INVALID_ARGUMENT")).toBe(true);
				expect(String(error)).not.toMatch(/8317|-1\b/);
			}
			expect([...numerals.subarray(0, 6)]).toEqual([1, 2, 3, 4, 5, 6]);
		}
	});

	it("uneven batches, radixes, keys and tweaks out of range, and names it does not know", () => {
		expect(() => createFf1Encryptor(key, decimal).encryptAll(new Int32Array(13), 6)).toThrow("equal length");
		expect(() => createFf1Encryptor(key, decimal).encryptAll(new Uint16Array(12) as unknown as Int32Array, 6)).toThrow("Int32Array");
		for (const radix of [1, 65_537, 10.5]) expect(() => createFf1Encryptor(key, { radix, tweak })).toThrow("radix");
		expect(() => createFf1Encryptor(key.subarray(1), decimal)).toThrow("16, 24 or 32 bytes");
		expect(() => createFf1Encryptor(key, { radix: 10, tweak: new Uint8Array(65_536) })).toThrow("65535");
		expect(() => createFf1Encryptor(key, { ...decimal, rounds: 8 } as Ff1Options)).toThrow("rounds");
	});

	it("to work after disposal", () => {
		const encryptor = createFf1Encryptor(key, decimal);
		encryptor.encryptAll(new Int32Array(6), 6);
		encryptor.dispose();
		expect(() => encryptor.encryptAll(new Int32Array(6), 6)).toThrow("used after it was disposed");
	});
});

describe("FF1 depends", () => {
	it("on the tweak and on the length", () => {
		const make = (bytes: Uint8Array, length: number): string => {
			const numerals = new Int32Array(length);
			createFf1Encryptor(key, { radix: 10, tweak: bytes }).encryptAll(numerals, length);
			return numerals.join("");
		};
		expect(new Set([make(tweak, 8), make(Uint8Array.of(0), 8), make(Uint8Array.of(1), 8), make(tweak, 9).slice(0, 8)])).toHaveLength(4);
	});
});
