import { createIntEncryptor } from "@veilkit/pseudonymize/fpe";
import { createIntDecryptor } from "@veilkit/pseudonymize/recover/fpe";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

const keys = fixedRing(1);

const ranges = fc
	.oneof(fc.bigInt({ min: 1_000_000n, max: 1n << 40n }), fc.bigInt({ min: 1n << 31n, max: 1n << 70n }), fc.constant(1n << 1024n))
	.chain((below) => fc.record({ below: fc.constant(below), value: fc.bigInt({ min: 0n, max: below - 1n }) }));

describe("integer encryption", () => {
	it("stays below the bound and opens again", () => {
		fc.assert(
			fc.property(ranges, ({ below, value }) => {
				const options = { keys, domain: "orders", below };
				const encrypted = createIntEncryptor(options).encryptInt(value);
				expect(encrypted >= 0n && encrypted < below).toBe(true);
				expect(createIntDecryptor(options).decryptInt(encrypted)).toBe(value);
			}),
			{ numRuns: 150 },
		);
	});

	it("gives 50,000 values of a range whose size is no power 50,000 different ones", () => {
		const encryptor = createIntEncryptor({ keys, domain: "orders", below: 1_000_003 });
		const images = new Set(Array.from({ length: 50_000 }, (_, value) => encryptor.encryptInt(value)));
		expect(images.size).toBe(50_000);
	});

	it("gives numbers for numbers and bigints for bigints, the same", () => {
		const encryptor = createIntEncryptor({ keys, domain: "orders", below: 10_000_000 });
		expect(BigInt(encryptor.encryptInt(4711))).toBe(encryptor.encryptInt(4711n));
	});

	it("depends on domain and bound", () => {
		const make = (domain: string, below: number): number => createIntEncryptor({ keys, domain, below }).encryptInt(4711);
		expect(new Set([make("a", 10_000_000), make("b", 10_000_000), make("a", 10_000_001)])).toHaveLength(3);
	});

	it("refuses what is out of range, without naming it, and bounds under 10^6", () => {
		const encryptor = createIntEncryptor({ keys, domain: "orders", below: 8_000_000 });
		expect(encryptor.encryptInt(7_999_999)).toBeLessThan(8_000_000);
		for (const value of [8_000_000, -1, 0.5, Number.NaN, 8_000_000n, -1n]) {
			expect(() => encryptor.encryptInt(value)).toThrow("an integer from 0, below the bound");
		}
		expect(() => createIntEncryptor({ keys, domain: "orders", below: 999_999 })).toThrow("below");
		expect(() => createIntEncryptor({ keys, domain: "orders", below: 2n ** 60n }).encryptInt(5)).toThrow("a bigint");
		encryptor.dispose();
		expect(() => encryptor.encryptInt(1)).toThrow("used after it was disposed");
	});
});
