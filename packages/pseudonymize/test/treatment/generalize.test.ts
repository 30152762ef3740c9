import { createBatch, type Value } from "@veilkit/core";
import { bindPolicy, policyFromJson } from "@veilkit/pseudonymize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

function treat(treatment: object, values: readonly Value[]): readonly Value[] {
	const policy = policyFromJson({ version: 1, columns: { v: treatment } });
	return bindPolicy(policy, { keys: fixedRing(1) }).batch(createBatch({ v: values })).columns["v"] as readonly Value[];
}

describe("generalize.prefix", () => {
	it("keeps the first characters and one mark for whatever was cut", () => {
		const prefix3 = { treatment: "generalize.prefix", length: 3 };
		expect(treat(prefix3, ["0150", "SW1A 1AA", "015", "0", "", null, 12345])).toEqual(["015*", "SW1*", "015", "0", "", null, "123*"]);
		expect(treat({ treatment: "generalize.prefix", length: 0 }, ["x", ""])).toEqual(["*", ""]);
	});

	it("never splits a character", () => {
		expect(treat({ treatment: "generalize.prefix", length: 1 }, ["👩‍💻", "名前"])).toEqual(["👩*", "名*"]);
	});
});

describe("generalize.bucket", () => {
	const tens = { treatment: "generalize.bucket", width: 10 };

	it("gives the half-open interval around a number, in numbers and in text", () => {
		expect(treat(tens, [0, 9.99, 10, -1, -10, "37", " 37.5 ", "+8", 10n ** 30n + 5n, null])).toEqual([
			"[0,10)",
			"[0,10)",
			"[10,20)",
			"[-10,0)",
			"[-10,0)",
			"[30,40)",
			"[30,40)",
			"[0,10)",
			`[${10n ** 30n},${10n ** 30n + 10n})`,
			null,
		]);
	});

	it("holds the number", () => {
		fc.assert(
			fc.property(fc.integer(), fc.integer({ min: 1, max: 1e9 }), (value, width) => {
				const [interval] = treat({ treatment: "generalize.bucket", width }, [value]) as [string];
				const [low, high] = interval.slice(1, -1).split(",").map(Number) as [number, number];
				expect(low <= value && value < high && high - low === width && Math.abs(low % width) === 0).toBe(true);
			}),
		);
	});

	it.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "1e3", "0x10", "12,5", "", "twelve", true, new Date(0)])(
		"refuses case %#",
		(value) => {
			expect(() => treat(tens, [1, value])).toThrow('column "v", row 2: expected a decimal number below 2^53');
		},
	);

	it("works on typed arrays", () => {
		const policy = policyFromJson({ version: 1, columns: { v: tens } });
		const batch = createBatch({ v: Float64Array.of(3, 14) });
		expect(bindPolicy(policy, { keys: fixedRing(1) }).batch(batch).columns["v"]).toEqual(["[0,10)", "[10,20)"]);
	});
});

describe("generalize.year and generalize.month", () => {
	it("keep what they say, of text and of dates", () => {
		const values = ["1990-05-01", "2024-02-29T10:00:00Z", new Date("1999-12-31T23:59:59Z"), new Date("0099-01-01T00:00:00Z"), null];
		expect(treat({ treatment: "generalize.year" }, values)).toEqual(["1990", "2024", "1999", "0099", null]);
		expect(treat({ treatment: "generalize.month" }, values)).toEqual(["1990-05", "2024-02", "1999-12", "0099-01", null]);
	});

	it("refuse what is no date", () => {
		for (const treatment of ["generalize.year", "generalize.month"]) {
			expect(treat({ treatment }, ["2000-02-29"])).toHaveLength(1);
			expect(() => treat({ treatment }, ["1900-02-29"])).toThrow('column "v", row 1: expected an ISO 8601 date');
		}
	});
});
