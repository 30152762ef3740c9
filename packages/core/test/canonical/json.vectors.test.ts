import { canonicalJson, fromHex, type JsonValue } from "@veilkit/core";
import { describe, expect, test } from "vitest";
import rfc8785 from "../../vectors/rfc8785.json" with { type: "json" };
import { thrownBy } from "../support/errors.ts";

const doubleOf = (hex: string): number => new DataView(fromHex(hex).buffer).getFloat64(0);

describe("RFC 8785", () => {
	test.for(rfc8785.numbers)("the number $ieee754 is written $json", ({ ieee754, json }) => {
		expect(canonicalJson(doubleOf(ieee754))).toBe(json);
	});

	test.for(rfc8785.refusedNumbers)("the number %s is refused", (hex) => {
		thrownBy(() => canonicalJson(doubleOf(hex)), "ERR_INVALID_ARGUMENT");
	});

	test.for(rfc8785.documents)("the document $name", ({ input, canonical }) => {
		expect(canonicalJson(JSON.parse(input) as JsonValue)).toBe(canonical);
	});
});
