import {
	checkArray,
	checkBytes,
	checkFunction,
	checkInteger,
	checkNumber,
	checkObject,
	checkOneOf,
	checkOptions,
	checkString,
} from "@veilkit/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "../support/errors.ts";

const refusal = (call: () => unknown): string => thrownBy(call, "ERR_INVALID_ARGUMENT").message;

describe("validators return what they accept and name what they refuse", () => {
	test("checkOptions refuses unknown keys, which are usually misspelt known ones", () => {
		const options = { epsilon: 1 };
		expect(checkOptions(options, "plan(options)", ["epsilon", "delta"])).toBe(options);
		expect(refusal(() => checkOptions({ epsilno: 1 }, "plan(options)", ["epsilon", "delta"]))).toBe(
			"plan(options).epsilno: expected one of the names epsilon, delta",
		);
		for (const bad of [null, undefined, 1, "text", []])
			expect(refusal(() => checkOptions(bad as object, "options", []))).toContain("an object");
	});

	test("checkInteger", () => {
		for (const good of [1, 10]) expect(checkInteger(good, "n", { min: 1, max: 10 })).toBe(good);
		for (const bad of [0, 11, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "1", 1n, null, undefined]) {
			expect(refusal(() => checkInteger(bad, "n", { min: 1, max: 10 }))).toBe("n: expected an integer from 1 up to 10");
		}
	});

	test("checkNumber", () => {
		for (const good of [0, -0.5, 1e300]) expect(checkNumber(good, "x")).toBe(good);
		for (const bad of [Number.NaN, Number.NEGATIVE_INFINITY, "0.5", null])
			expect(refusal(() => checkNumber(bad, "x"))).toBe("x: expected a finite number");
		expect(refusal(() => checkNumber(2, "x", { max: 1 }))).toBe("x: expected a finite number up to 1");
	});

	test("checkString", () => {
		const shape = { minLength: 1, maxLength: 3, pattern: /^[a-z]+$/, description: "lower-case letters" };
		for (const good of ["a", "abc"]) expect(checkString(good, "s", shape)).toBe(good);
		for (const bad of ["", "abcd", "A", 1, null])
			expect(refusal(() => checkString(bad, "s", shape))).toBe("s: expected a string of 1 to 3 characters: lower-case letters");
	});

	test("checkOneOf", () => {
		expect(checkOneOf("csv", "format", ["csv", "ndjson"])).toBe("csv");
		for (const bad of ["CSV", "", undefined])
			expect(refusal(() => checkOneOf(bad, "format", ["csv", "ndjson"]))).toBe("format: expected one of csv, ndjson");
	});

	test("checkBytes", () => {
		const key = new Uint8Array(32);
		expect(checkBytes(key, "key", 32)).toBe(key);
		for (const bad of [new Uint8Array(31), [1], "bytes", new ArrayBuffer(32)])
			expect(refusal(() => checkBytes(bad, "key", 32))).toBe("key: expected a Uint8Array of 32 bytes");
	});

	test("checkObject, checkArray and checkFunction", () => {
		expect(checkObject({ a: 1 }, "o")).toEqual({ a: 1 });
		expect(checkArray([1, 2], "a", { max: 2 })).toEqual([1, 2]);
		const callback = (): number => 1;
		expect(checkFunction(callback, "f")).toBe(callback);
		for (const bad of [null, [], "o"]) refusal(() => checkObject(bad, "o"));
		for (const bad of [null, {}, "a", [1, 2, 3]])
			expect(refusal(() => checkArray(bad, "a", { max: 2 }))).toContain("a: expected an array of length up to 2");
		for (const bad of [null, {}]) expect(refusal(() => checkFunction(bad, "f"))).toBe("f: expected a function");
	});
});
