import { seededRandom } from "@veilkit/core/testing";
import {
	discreteLaplace,
	discreteLaplaceEpsilon,
	discreteLaplaceMass,
	discreteLaplaceQuantile,
	discreteLaplaceScale,
	discreteLaplaceTail,
	discreteLaplaceVariance,
	keySelectionDelta,
	keySelectionThreshold,
} from "@veilkit/dp/mechanisms";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { passes } from "../src/mechanism/key-selection.ts";

const scales = fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 100 })).map(([n, d]) => `${n}/${d}`);
const settings = { seed: 7, numRuns: 60 };

describe("scale and ε", () => {
	it("are exact inverses", () => {
		expect(discreteLaplaceScale({ epsilon: "0.375", sensitivity: 5 })).toBe("40/3");
		expect(discreteLaplaceEpsilon({ scale: "40/3", sensitivity: 5 })).toBe(0.375);
	});

	it("round ε up, never down", () => {
		expect(discreteLaplaceEpsilon({ scale: 3, sensitivity: 1 })).toBeGreaterThan(1 / 3);
		expect(discreteLaplaceEpsilon({ scale: 3, sensitivity: 1 })).toBeCloseTo(1 / 3, 15);
	});

	it("say what no noise means", () => {
		expect(discreteLaplaceEpsilon({ scale: 0, sensitivity: 0 })).toBe(0);
		expect(discreteLaplaceEpsilon({ scale: 0, sensitivity: 1 })).toBe(Number.POSITIVE_INFINITY);
	});

	it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, "", "1,5", null, undefined, {}])("refuse %s", (bad) => {
		expect(() => discreteLaplaceEpsilon({ scale: bad as never, sensitivity: 1 })).toThrow(/scale/);
		expect(() => discreteLaplaceScale({ epsilon: bad as never, sensitivity: 1 })).toThrow(/epsilon/);
		expect(() => discreteLaplace({ scale: bad as never })).toThrow(/scale/);
	});
});

describe("the law", () => {
	it("sums to one, and its tails are sums of its masses", () => {
		fc.assert(
			fc.property(scales, fc.integer({ min: -40, max: 40 }), (scale, n) => {
				const [at, next, mass] = [discreteLaplaceTail(scale, n), discreteLaplaceTail(scale, n + 1), discreteLaplaceMass(scale, n)];
				expect(at.high - next.low).toBeGreaterThanOrEqual(mass.low * (1 - 1e-9));
				expect(at.low - next.high).toBeLessThanOrEqual(mass.high * (1 + 1e-9));
				expect(at.high + discreteLaplaceTail(scale, 1 - n).high).toBeGreaterThanOrEqual(1);
			}),
			settings,
		);
	});

	it("has the least half width that covers", () => {
		fc.assert(
			fc.property(scales, fc.integer({ min: 1, max: 999 }), (scale, permille) => {
				const alpha = `${permille}/1000`;
				const w = discreteLaplaceQuantile(scale, alpha);
				expect(2 * discreteLaplaceTail(scale, w + 1n).low).toBeLessThanOrEqual(permille / 1000);
				if (w > 0n) expect(2 * discreteLaplaceTail(scale, w).high).toBeGreaterThan(permille / 1000);
			}),
			settings,
		);
	});

	it("has the variance its samples have", () => {
		const mechanism = discreteLaplace({ scale: "20", random: seededRandom(3) });
		const squares = Array.from({ length: 20_000 }, () => Number(mechanism.noise()) ** 2);
		const sample = squares.reduce((sum, square) => sum + square, 0) / squares.length;
		// The sample variance has a relative standard deviation of √(5/n) = 1.6 %; five of them are allowed.
		expect(sample / discreteLaplaceVariance("20").high).toBeCloseTo(1, 1);
		expect(mechanism.stdDev ** 2).toBeCloseTo(discreteLaplaceVariance("20").high, 6);
	});

	it("adds noise to integers of any size", () => {
		const mechanism = discreteLaplace({ scale: "1", random: seededRandom(4) });
		const released = mechanism.release(10n ** 40n);
		expect(released - 10n ** 40n).toBeLessThan(50n);
		expect(released - 10n ** 40n).toBeGreaterThan(-50n);
	});
});

describe("key selection", () => {
	it("has the least threshold whose δ fits, by the rule that is used to release", () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 40 }),
				fc.integer({ min: 3, max: 40 }),
				fc.integer({ min: 1, max: 9 }),
				(tenths, exponent, maxGroups) => {
					const [epsilon, delta] = [`${tenths}/10`, `1e-${exponent}`];
					const threshold = keySelectionThreshold({ epsilon, delta, maxGroups });
					const scale = discreteLaplaceScale({ epsilon, sensitivity: maxGroups });
					const perGroup = (at: bigint): number => keySelectionDelta({ scale, threshold: at, contribution: 1 });
					expect(perGroup(threshold) * maxGroups).toBeLessThanOrEqual(Number(delta) * (1 + 1e-12));
					if (threshold > 1n) expect(perGroup(threshold - 1n) * maxGroups).toBeGreaterThan(Number(delta));
				},
			),
			settings,
		);
	});

	it("releases strictly above the threshold", () => {
		expect([passes(11n, 10n), passes(10n, 10n), passes(9n, 10n)]).toEqual([true, false, false]);
	});

	it.each([
		{ epsilon: 0, delta: "1e-6", maxGroups: 1 },
		{ epsilon: 1, delta: "-0.1", maxGroups: 1 },
		{ epsilon: 1, delta: 0, maxGroups: 1 },
		{ epsilon: 1, delta: 1, maxGroups: 1 },
		{ epsilon: 1, delta: "1e-6", maxGroups: 0 },
	])("refuses %o", (options) => {
		expect(() => keySelectionThreshold(options)).toThrow(/keySelectionThreshold/);
	});

	it("refuses a contribution that is no safe integer", () => {
		expect(() => keySelectionDelta({ scale: 1, threshold: 10n, contribution: Number.MAX_VALUE })).toThrow(/contribution/);
	});
});
