/** The elementary functions that bounds rest on, against enclosures that are proven. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toNumberNearest } from "../../src/numeric/double.ts";
import { exp, expm1, log, log1p, lower, RELATIVE_ERROR, raise, sqrt } from "../../src/numeric/elementary.ts";
import { expNegative, naturalLog } from "../../src/numeric/enclosure.ts";
import { millsRatio, NORMAL_ERROR, normalDensity, normalQuantile, normalTail } from "../../src/numeric/normal.ts";
import { add, divide, multiply, ONE, type Rational, rational, subtract } from "../../src/numeric/rational.ts";
import vectors from "../../vectors/accounting.json" with { type: "json" };

const settings = { seed: 20_261_124, numRuns: 300 };
const doubles = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** The exact value of a double. */
function exact(x: number): Rational {
	let [numerator, denominator] = [x, 1n];
	while (!Number.isInteger(numerator)) [numerator, denominator] = [numerator * 2, denominator * 2n];
	return rational(BigInt(numerator), denominator);
}

function expectWithin(given: number, truth: Rational, relative: number): void {
	const expected = toNumberNearest(truth);
	expect(Math.abs(given - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
}

describe("elementary functions are within their stated error", () => {
	it("e^−x, and its reciprocal", () => {
		fc.assert(
			fc.property(doubles(2 ** -20, 690), (x) => {
				const { low } = expNegative(exact(x), 1200);
				expectWithin(exp(-x), low, RELATIVE_ERROR);
				expectWithin(exp(x), divide(ONE, low), RELATIVE_ERROR);
			}),
			settings,
		);
	});

	it("e^x − 1 down to small x", () => {
		fc.assert(
			fc.property(doubles(2 ** -40, 2), (x) => {
				expectWithin(expm1(-x), subtract(expNegative(exact(x), 200).low, ONE), RELATIVE_ERROR);
			}),
			settings,
		);
	});

	it("ln x and ln(1 + x)", () => {
		fc.assert(
			fc.property(doubles(2 ** -30, 1e6), (x) => {
				if (x !== 1) expectWithin(log(x), naturalLog(exact(x), 160).low, RELATIVE_ERROR);
				expectWithin(log1p(x), naturalLog(add(ONE, exact(x)), 160).low, RELATIVE_ERROR);
			}),
			settings,
		);
	});

	it("√x", () => {
		fc.assert(
			fc.property(doubles(1e-300, 1e300), (x) => {
				const root = exact(sqrt(x));
				expectWithin(x, multiply(root, root), 2 * RELATIVE_ERROR);
			}),
			settings,
		);
	});

	it("at the ends of their ranges", () => {
		expect([exp(-800), exp(800), exp(0), expm1(0), log(0), log1p(0), sqrt(0)]).toEqual([
			0,
			Number.POSITIVE_INFINITY,
			1,
			0,
			-Infinity,
			0,
			0,
		]);
		expect([exp(Number.NaN), log(-1), sqrt(-1)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
		expect(log(5e-324)).toBeCloseTo(-744.4400719213812, 10);
	});

	it("raise and lower enclose", () => {
		expect(raise(-1, 0.5)).toBeGreaterThanOrEqual(-0.5001);
		expect(raise(1, 2 ** -52)).toBeGreaterThan(1);
		expect(lower(1, 2 ** -52)).toBeLessThan(1);
	});
});

describe("the normal law", () => {
	it("has the tails of 50-digit computation", () => {
		const cases = vectors.groups.flatMap(({ id, cases: of }): readonly unknown[] => (id === "normal.tail" ? of : []));
		expect(cases.length).toBeGreaterThan(10);
		for (const { x, tail } of cases as readonly { readonly x: number; readonly tail: number }[]) {
			expect(Math.abs(normalTail(x) / tail - 1), `at ${x}`).toBeLessThanOrEqual(NORMAL_ERROR);
			expect(Math.abs(normalDensity(x) * millsRatio(x) - tail)).toBeLessThanOrEqual(NORMAL_ERROR * tail);
		}
	});

	it("has a quantile that inverts the tail", () => {
		fc.assert(
			fc.property(doubles(1e-12, 1 - 1e-3), (p) => {
				expect(Math.abs(normalTail(-normalQuantile(p)) / p - 1)).toBeLessThanOrEqual(1e-12);
			}),
			settings,
		);
	});
});
