/** Internals are tested by path: they decide thresholds and intervals, but are not exported. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toNumberDown, toNumberNearest, toNumberUp } from "../src/numeric/double.ts";
import { expNegative, naturalLog, squareRootUp } from "../src/numeric/enclosure.ts";
import { add, compare, divide, multiply, ONE, type Rational, rational, subtract, ZERO } from "../src/numeric/rational.ts";
import { formatRational, parseRational } from "../src/numeric/text.ts";

const positive = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 20n })).map(([n, d]) => rational(n, d));
const small = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 6n }), fc.bigInt({ min: 1n, max: 10n ** 4n })).map(([n, d]) => rational(n, d));
const any = fc
	.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 20n }))
	.map(([n, d]) => rational(n, d));
const settings = { seed: 20_261_124, numRuns: 150 };

/** Sum of the first terms of e^x for x in [0, 1]; the rest is below the last term. */
function expSeries(x: Rational): { readonly low: Rational; readonly high: Rational } {
	let [sum, term] = [ONE, ONE];
	for (let n = 1n; n <= 30n; n++) {
		term = divide(multiply(term, x), rational(n));
		sum = add(sum, term);
	}
	return { low: sum, high: add(sum, term) };
}

describe("rationals", () => {
	it("form a field with exact comparison", () => {
		fc.assert(
			fc.property(any, any, positive, (a, b, c) => {
				expect(compare(subtract(add(a, b), b), a)).toBe(0);
				expect(compare(divide(multiply(a, c), c), a)).toBe(0);
				expect(Math.sign(compare(a, b))).toBe(Math.sign(compare(subtract(a, b), ZERO)));
			}),
			settings,
		);
	});

	it("are written as one text that reads back", () => {
		fc.assert(
			fc.property(any, (a) => {
				expect(parseRational(formatRational(a))).toEqual(a);
			}),
			settings,
		);
	});

	it.each([
		["0.1", 1n, 10n],
		["1e-6", 1n, 1_000_000n],
		["1/3", 1n, 3n],
		["-2.50", -5n, 2n],
		[".5", 1n, 2n],
		["1E3", 1000n, 1n],
		["000012", 12n, 1n],
	])("read %s exactly", (text, numerator, denominator) => {
		expect(parseRational(text)).toEqual({ numerator, denominator });
	});

	it.each([
		"",
		" ",
		".",
		"e5",
		"NaN",
		"Infinity",
		"1/0",
		"1/-3",
		"1.5/2",
		"0x10",
		"1_000",
		"1e401",
		"1e-401",
		`0.${"1".repeat(41)}`,
		"1 ",
		"--1",
	])("do not read %j", (text) => {
		expect(parseRational(text)).toBeUndefined();
	});

	it.each([
		["0.00001", "0.00001"],
		["5e-324", "5e-324"],
		["2/6", "1/3"],
		["100", "100"],
		["1e300", `1${"0".repeat(300)}`],
	])("write %s as %s and read it back", (text, canonical) => {
		const value = parseRational(text) as Rational;
		expect(formatRational(value)).toBe(canonical);
		expect(parseRational(canonical)).toEqual(value);
	});
});

describe("doubles", () => {
	it("round outward to neighbours, and to the nearest in between", () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true, noDefaultInfinity: true }), (x, y) => {
				const exact = (value: number): Rational => {
					let [numerator, denominator] = [value, 1n];
					while (!Number.isInteger(numerator)) [numerator, denominator] = [numerator * 2, denominator * 2n];
					return rational(BigInt(numerator), denominator);
				};
				expect(toNumberUp(exact(x))).toBe(x === 0 ? 0 : x);
				expect(toNumberDown(exact(x))).toBe(x === 0 ? 0 : x);
				const middle = divide(add(exact(x), exact(y)), rational(3n));
				const [down, near, up] = [toNumberDown(middle), toNumberNearest(middle), toNumberUp(middle)];
				expect(compare(exact(down), middle)).toBeLessThanOrEqual(0);
				if (up !== Number.POSITIVE_INFINITY) expect(compare(exact(up), middle)).toBeGreaterThanOrEqual(0);
				expect(near === down || near === up).toBe(true);
			}),
			settings,
		);
	});

	it("agree with the parser, which rounds to the nearest", () => {
		fc.assert(
			fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(60), (digits, places) => {
				expect(toNumberNearest(rational(digits, 10n ** BigInt(places)))).toBe(Number(`${digits}e-${places}`) + 0);
			}),
			settings,
		);
	});
});

describe("enclosures", () => {
	it("of e^(−x) contain the rational bounds of its series", () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 0n, max: 1000n }), (n) => {
				const x = rational(n, 1000n);
				const { low, high } = expNegative(x, 80);
				const series = expSeries(x);
				expect(compare(low, divide(ONE, series.low))).toBeLessThanOrEqual(0);
				expect(compare(high, divide(ONE, series.high))).toBeGreaterThanOrEqual(0);
			}),
			settings,
		);
	});

	it("are narrow, and narrower ones lie inside", () => {
		fc.assert(
			fc.property(small, positive, (x, y) => {
				for (const enclose of [(bits: number) => expNegative(x, bits), (bits: number) => naturalLog(y, bits)]) {
					const [wide, narrow] = [enclose(64), enclose(200)];
					expect(compare(wide.low, narrow.low)).toBeLessThanOrEqual(0);
					expect(compare(narrow.low, narrow.high)).toBeLessThanOrEqual(0);
					expect(compare(narrow.high, wide.high)).toBeLessThanOrEqual(0);
					expect(compare(subtract(wide.high, wide.low), rational(1n, 1n << 50n))).toBeLessThan(0);
				}
			}),
			settings,
		);
	});

	it("of ln invert those of exp", () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 1n, max: 500_000n }), (n) => {
				const x = rational(n, 1000n);
				const exp = expNegative(x, 120);
				expect(compare(naturalLog(exp.low, 120).low, subtract(ZERO, x))).toBeLessThanOrEqual(0);
				expect(compare(naturalLog(exp.high, 120).high, subtract(ZERO, x))).toBeGreaterThanOrEqual(0);
				expect(toNumberNearest(naturalLog(exp.low, 120).high)).toBeCloseTo(-toNumberNearest(x), 12);
			}),
			settings,
		);
	});

	it("stay sound where e^(−x) is far below every double", () => {
		const { low, high } = expNegative(rational(10n ** 9n), 64);
		expect(low).toEqual(ZERO);
		expect(compare(high, rational(1n, 1n << 2800n))).toBeLessThan(0);
	});

	it("know e and ln 2 to 30 digits", () => {
		const ln2 = naturalLog(rational(2n), 128).low;
		expect(((ln2.numerator * 10n ** 30n) / ln2.denominator).toString()).toBe("693147180559945309417232121458");
		const e = divide(ONE, expNegative(ONE, 128).high);
		expect(((e.numerator * 10n ** 30n) / e.denominator).toString()).toBe("2718281828459045235360287471352");
	});

	it("of square roots are from above, by less than the last place", () => {
		fc.assert(
			fc.property(
				any.map((a) => multiply(a, a)),
				(square) => {
					const root = squareRootUp(square, 64);
					expect(compare(multiply(root, root), square)).toBeGreaterThanOrEqual(0);
					const below = subtract(root, rational(1n, 1n << 63n));
					if (below.numerator > 0n) expect(compare(multiply(below, below), square)).toBeLessThan(0);
				},
			),
			settings,
		);
	});
});
