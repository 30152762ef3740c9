import type { Value } from "@veilkit/core";
import { decimal, integer } from "@veilkit/dp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStepReader } from "../src/schema/lattice.ts";

const cents = createStepReader(decimal({ min: -1000, max: 1000, step: "0.01" }));

describe("a cell becomes the nearest step", () => {
	it.each<[Value, number]>([
		["12.34", 1234],
		["12.345", 1235],
		["-12.345", -1235],
		["12.3449999999999999999", 1234],
		["1e1", 1000],
		["1.5e-2", 2],
		[" 7 ", 700],
		["+7", 700],
		[".005", 1],
		["5.", 500],
		["00012.30", 1230],
		[12.345, 1235],
		[1.005, 101],
		[0.1 + 0.2, 30],
		[1e-7, 0],
		[7n, 700],
		[-0, 0],
	])("%s", (cell, steps) => {
		expect(cents(cell)).toBe(steps + 0);
	});

	it.each<[Value, number]>([
		["1e9999", 100_000],
		["-1e9999", -100_000],
		["1e-9999", 0],
		[`1e${"9".repeat(300)}`, 100_000],
		[`0.${"0".repeat(900)}1`, 0],
		["9".repeat(1000), 100_000],
		[Number.MAX_VALUE, 100_000],
		[-(10n ** 400n), -100_000],
		["1000.01", 100_000],
	])("clamped to the bounds: %s", (cell, steps) => {
		expect(cents(cell)).toBe(steps);
	});

	it.each<Value | undefined>([
		null,
		undefined,
		"",
		" ",
		".",
		"-",
		"e5",
		"12,5",
		"1 000",
		"0x10",
		"NaN",
		"Infinity",
		Number.NaN,
		Number.POSITIVE_INFINITY,
		true,
		new Date(0),
		"9".repeat(1001),
		"١٢",
	])("or nothing: %s", (cell) => {
		expect(cents(cell)).toBeUndefined();
		expect(createStepReader(integer({ min: 10, max: 21, missing: "midpoint" }))(cell)).toBe(15);
	});

	it("agrees with exact arithmetic for any decimal and any step", () => {
		fc.assert(
			fc.property(
				fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
				fc.nat(20),
				fc.constantFrom("1", "0.01", "0.000001", "0.25", "3", "1/3"),
				(digits, places, step) => {
					const [top, bottom] =
						step === "1/3" ? [1n, 3n] : step.includes(".") ? [BigInt(step.slice(2)), 10n ** BigInt(step.length - 2)] : [BigInt(step), 1n];
					const sign = digits < 0n ? -1n : 1n;
					const [n, d] = [sign * digits * bottom, 10n ** BigInt(places) * top];
					const exact = sign * ((2n * n + d) / (2n * d));
					const column = integer({ min: -(2 ** 48), max: 2 ** 48 });
					const reader = createStepReader({ ...column, step: { numerator: top, denominator: bottom } });
					const magnitude = (sign * digits).toString().padStart(places + 1, "0");
					const cut = magnitude.length - places;
					const text = `${digits < 0n ? "-" : ""}${magnitude.slice(0, cut)}${places > 0 ? `.${magnitude.slice(cut)}` : ""}`;
					const clamped = exact > 2n ** 48n ? 2n ** 48n : exact < -(2n ** 48n) ? -(2n ** 48n) : exact;
					expect(reader(text)).toBe(Number(clamped) + 0);
					expect(reader(`${digits}e-${places}`)).toBe(Number(clamped) + 0);
				},
			),
			{ seed: 11, numRuns: 500 },
		);
	});

	it("never throws and never leaves the bounds, whatever the cell", () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.string(), fc.double(), fc.bigInt(), fc.boolean(), fc.date({ noInvalidDate: false }), fc.constant(null)),
				(cell) => {
					const steps = cents(cell);
					if (steps !== undefined) expect(Number.isSafeInteger(steps) && Math.abs(steps) <= 100_000).toBe(true);
				},
			),
			{ seed: 12, numRuns: 1000 },
		);
	});
});

describe("a declaration", () => {
	it.each([
		() => decimal({ min: 0, max: 1, step: 0 }),
		() => decimal({ min: 0, max: 1, step: "-0.1" }),
		() => decimal({ min: 0, max: "0.005", step: "0.01" }),
		() => decimal({ min: 2, max: 1, step: 1 }),
		() => decimal({ min: 0, max: 0, step: 1 }),
		() => decimal({ min: 0, max: 1e15, step: 1 }),
		() => integer({ min: Number.NaN, max: 1 }),
		() => integer({ min: 0, max: 1, missing: "zero" as never }),
		() => integer({ min: 0, max: 1, step: 2 } as never),
	])("is refused if it cannot be meant: case %#", (declare) => {
		expect(declare).toThrow(/(decimal|integer)\(options/);
	});
});
