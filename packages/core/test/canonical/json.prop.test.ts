import { canonicalJson, type JsonValue } from "@veilkit/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { thrownBy } from "../support/errors.ts";
import { property } from "../support/property.ts";

const value = fc.jsonValue({ stringUnit: "binary" }) as fc.Arbitrary<JsonValue>;

/** The value with the members of every object in reverse order of insertion. */
function reversed(input: JsonValue): JsonValue {
	if (Array.isArray(input)) return input.map(reversed);
	if (typeof input !== "object" || input === null) return input;
	return Object.fromEntries(
		Object.entries(input)
			.reverse()
			.map(([key, inner]) => [key, reversed(inner)]),
	);
}

const refusal = (input: unknown): string => thrownBy(() => canonicalJson(input as JsonValue), "ERR_INVALID_ARGUMENT").message;

describe("canonicalJson", () => {
	test("is JSON of the same value", () => {
		property([value], (input) => expect(JSON.parse(canonicalJson(input))).toEqual(JSON.parse(JSON.stringify(input))));
	});

	test("does not depend on the order of members", () => {
		property([value], (input) => expect(canonicalJson(reversed(input))).toBe(canonicalJson(input)));
	});

	test("is a fixed point: canonical text, parsed and written again, is the same text", () => {
		property([value], (input) => {
			const text = canonicalJson(input);
			expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text);
		});
	});

	test("orders keys by UTF-16 code units, not by code points", () => {
		expect(canonicalJson({ "\uffff": 1, "\u{10000}": 2 })).toBe('{"\u{10000}":2,"\uffff":1}');
	});

	test("names the place of what JSON cannot carry", () => {
		expect(refusal(undefined)).toBe("canonicalJson(value): expected null, boolean, number, string, array or plain object");
		expect(refusal({ list: [1, Number.NaN] })).toBe("canonicalJson(value).list[1]: expected a finite number");
		expect(refusal(["\udfff"])).toContain("canonicalJson(value)[0]: expected text without lone surrogates");
		expect(refusal({ "\ud800": 1 })).toContain("lone surrogates");
		for (const bad of [1n, Symbol("s"), () => 0, new Date(0), new Map(), Uint8Array.of(1)]) expect(refusal([bad])).toContain("[0]");
		expect(refusal({ missing: undefined })).toContain("canonicalJson(value).missing");
		const cycle: unknown[] = [];
		cycle.push(cycle);
		expect(refusal(cycle)).toContain("no cycle");
	});
});
