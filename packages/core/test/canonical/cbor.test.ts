import { CBOR_MAX_DEPTH, type CborValue, decodeCbor, encodeCbor, fromHex, toHex } from "@veilkit/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "../support/errors.ts";

const nested = (levels: number): CborValue => (levels === 0 ? 0 : [nested(levels - 1)]);
const refusal = (value: unknown): string => thrownBy(() => encodeCbor(value as CborValue), "ERR_INVALID_ARGUMENT").message;

describe("encodeCbor", () => {
	test("orders the keys of a map by the bytes of their encodings, whatever order they came in", () => {
		// RFC 8949 §4.2.1 gives this order for the keys it can have in common with us.
		const keys = [-1, "aa", "z", 100, 10];
		const map = new Map(keys.map((key): [string | number, CborValue] => [key, null]));
		expect([...(decodeCbor(encodeCbor(map)) as Map<unknown, unknown>).keys()]).toEqual([10, 100, -1, "z", "aa"]);
		expect(encodeCbor({ b: 1, a: 2 })).toEqual(encodeCbor({ a: 2, b: 1 }));
	});

	test("writes a bigint like the number of the same value, and reads it back as a number where that is safe", () => {
		expect(encodeCbor(5n)).toEqual(encodeCbor(5));
		expect(decodeCbor(encodeCbor(2n ** 53n - 1n))).toBe(2 ** 53 - 1);
		expect(decodeCbor(encodeCbor(2n ** 53n))).toBe(2n ** 53n);
		expect(decodeCbor(encodeCbor(-(2n ** 53n) + 1n))).toBe(-(2 ** 53) + 1);
		expect(decodeCbor(encodeCbor(-(2n ** 53n)))).toBe(-(2n ** 53n));
	});

	test("keeps every float, minus zero and magnitudes beyond 2^53 included", () => {
		for (const value of [
			-0,
			0.5,
			2 ** 53,
			-1e300,
			5e-324,
			2 ** -24,
			2 ** -25,
			1 + 2 ** -10,
			1 + 2 ** -11,
			65_519.5,
			Number.NaN,
			-Infinity,
		]) {
			expect(decodeCbor(encodeCbor(value))).toBe(value);
		}
	});

	test("names the place of what it cannot encode", () => {
		expect(refusal(undefined)).toMatch(/^encodeCbor\(value\): expected null, boolean/);
		expect(refusal({ events: [1, { time: new Date(0) }] })).toMatch(/^encodeCbor\(value\)\.events\[1\]\.time: /);
		expect(refusal(["\ud800"])).toBe("encodeCbor(value)[0]: expected text without lone surrogates");
		expect(refusal({ "\ud800": 1 })).toBe("encodeCbor(value)[0]: expected text without lone surrogates");
		expect(refusal(2n ** 64n)).toContain("-2^64 to 2^64 - 1");
		expect(refusal(-(2n ** 64n) - 1n)).toContain("-2^64 to 2^64 - 1");
		expect(refusal([() => 0])).toContain("encodeCbor(value)[0]");
		expect(refusal(new Map([[1.5, 0]]))).toContain("a key that is text or an integer");
		expect(refusal(new Array(2))).toContain("encodeCbor(value)[0]");
	});

	test("refuses a key twice, even in two types", () => {
		const twice = new Map<number | bigint, null>([
			[1, null],
			[1n, null],
		]);
		expect(refusal(twice)).toContain("each key once");
	});

	test("refuses cycles and more than the greatest depth", () => {
		const cycle: CborValue[] = [];
		cycle.push(cycle);
		expect(refusal(cycle)).toContain("no cycle");
		expect(decodeCbor(encodeCbor(nested(CBOR_MAX_DEPTH)))).toEqual(nested(CBOR_MAX_DEPTH));
		expect(refusal(nested(CBOR_MAX_DEPTH + 1))).toContain(`at most ${CBOR_MAX_DEPTH} levels`);
	});
});

describe("decodeCbor", () => {
	test("returns bytes that are copies", () => {
		const input = fromHex("420102");
		const decoded = decodeCbor(input) as Uint8Array;
		input.fill(0);
		expect(decoded).toEqual(Uint8Array.of(1, 2));
	});

	test("reads a view at its own offset", () => {
		expect(decodeCbor(fromHex("ff1903e8ff").subarray(1, 4))).toBe(1000);
	});

	test("does not let a key reach a prototype", () => {
		const decoded = decodeCbor(encodeCbor(new Map([["__proto__", { polluted: true }]]))) as Map<string, unknown>;
		expect(decoded.has("__proto__")).toBe(true);
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});

	test("keeps to its limits, and accepts what is just within them", () => {
		expect(decodeCbor(fromHex("818100"), { maxDepth: 2 })).toEqual([[0]]);
		expect(thrownBy(() => decodeCbor(fromHex("818100"), { maxDepth: 1 }), "ERR_FORMAT").message).toContain(
			"more than 1 levels at offset 1",
		);
		expect(decodeCbor(fromHex("820102"), { maxItems: 3 })).toEqual([1, 2]);
		expect(thrownBy(() => decodeCbor(fromHex("820102"), { maxItems: 2 }), "ERR_FORMAT").message).toContain("more than 2 items at offset 2");
		expect(thrownBy(() => decodeCbor(fromHex(`${"81".repeat(5000)}00`)), "ERR_FORMAT").message).toContain("levels");
		thrownBy(() => decodeCbor(fromHex("00"), { maxdepth: 1 } as object), "ERR_INVALID_ARGUMENT");
		thrownBy(() => decodeCbor(fromHex("00"), { maxDepth: CBOR_MAX_DEPTH + 1 }), "ERR_INVALID_ARGUMENT");
	});

	test("names the offset of the first deviation", () => {
		expect(thrownBy(() => decodeCbor(fromHex("83010218 17".replace(" ", "")))).message).toBe(
			"deterministic CBOR: head is not of minimal length at offset 3",
		);
	});
});

test("the same value in other clothes is the same bytes", () => {
	const plain = { list: [1, "two", null], flag: true };
	const map = new Map<string, CborValue>([
		["flag", true],
		["list", [1n, "two", null]],
	]);
	expect(toHex(encodeCbor(map))).toBe(toHex(encodeCbor(plain)));
});
