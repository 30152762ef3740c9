import { bytesToUint, compareBytes, concatBytes, equalBytes, toHex, uintToBytes } from "@veilkit/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { property } from "../support/property.ts";

const bytes = fc.uint8Array({ maxLength: 40 });

describe("concatBytes", () => {
	test("puts byte strings one after the other, in fresh memory", () => {
		property([fc.array(bytes)], (parts) => expect(toHex(concatBytes(...parts))).toBe(parts.map(toHex).join("")));
		const part = Uint8Array.of(1);
		const joined = concatBytes(part);
		part.fill(0);
		expect(joined).toEqual(Uint8Array.of(1));
	});
});

describe("equalBytes", () => {
	test("agrees with equality of the hexadecimal texts", () => {
		const similar = fc.array(fc.constantFrom(0, 1), { maxLength: 4 }).map((list) => Uint8Array.from(list));
		property([similar, similar], (a, b) => expect(equalBytes(a, b)).toBe(toHex(a) === toHex(b)), 1000);
	});

	test("sees a difference in any single bit", () => {
		const zeros = new Uint8Array(32);
		for (let bit = 0; bit < 256; bit++) {
			const other = new Uint8Array(32);
			other[bit >> 3] = 1 << (bit & 7);
			expect(equalBytes(zeros, other)).toBe(false);
		}
	});
});

describe("compareBytes", () => {
	test("orders like the hexadecimal texts", () => {
		property([bytes, bytes], (a, b) => {
			const [left, right] = [toHex(a), toHex(b)];
			expect(Math.sign(compareBytes(a, b))).toBe(left < right ? -1 : left > right ? 1 : 0);
		});
	});
});

describe("uintToBytes", () => {
	test("is big-endian, and bytesToUint undoes it", () => {
		expect(uintToBytes(258, 4)).toEqual(Uint8Array.of(0, 0, 1, 2));
		property([fc.maxSafeNat(), fc.constantFrom(7, 8)], (value, length) => {
			expect(bytesToUint(uintToBytes(value, length))).toBe(value);
			expect(toHex(uintToBytes(value, length))).toBe(value.toString(16).padStart(2 * length, "0"));
		});
	});
});
