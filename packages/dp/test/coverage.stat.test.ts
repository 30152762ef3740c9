/**
 * Intervals cover the exact value at least as often as they say. α = 1e-6 per test, n = 20,000 releases, fixed seed.
 */

import { seededRandom } from "@veilkit/core/testing";
import { decimal } from "@veilkit/dp";
import { createUniformIntegers } from "@veilkit/kernels";
import { describe, expect, it } from "vitest";
import { readLoss } from "../src/budget/amount.ts";
import { rational } from "../src/numeric/rational.ts";
import { readRational } from "../src/numeric/text.ts";
import { designRelease, type QueryParts, type ReleaseDesign } from "../src/query/design.ts";
import { releaseTotals } from "../src/query/release.ts";
import { probabilityBound } from "./support/audit.ts";

const RELEASES = 20_000;
const query: QueryParts = {
	unit: { column: "who", maxGroups: 2, maxRowsPerGroup: 3 },
	groupBy: [],
	counted: true,
	sums: [{ name: "x", column: decimal({ min: -2, max: 5, step: "0.1" }) }],
};

function coverage(design: ReleaseDesign): readonly [count: number, sum: number] {
	const uniform = createUniformIntegers(seededRandom(99));
	const totals = { groups: [[]], units: [100n], counts: [123n], sums: [[-4567n]] };
	const hits: [number, number] = [0, 0];
	for (let run = 0; run < RELEASES; run++) {
		const [count, sum] = releaseTotals(totals, design, uniform)[0]?.estimates ?? [];
		if (count === undefined || sum === undefined) throw new RangeError("two estimates are released");
		if (count.interval[0] <= 123 && 123 <= count.interval[1]) hits[0]++;
		if (sum.interval[0] <= -456.7 && -456.7 <= sum.interval[1]) hits[1]++;
		expect(Number(sum.exact)).toBe(sum.value);
	}
	return hits;
}

const designAt = (confidence: string): ReleaseDesign =>
	designRelease(query, {
		spend: readLoss({ epsilon: "1", delta: "0" }, "spend"),
		confidence: readRational(confidence, "confidence"),
		weights: new Map([
			["count", 1],
			["x", 1],
		]),
	});

describe("intervals", () => {
	it.each(["0.5", "0.9", "0.95", "0.99"])("cover at confidence %s, and hardly more", (confidence) => {
		const [count, sum] = coverage(designAt(confidence));
		for (const hits of [count, sum]) {
			expect(probabilityBound(hits, RELEASES, { alpha: 1e-6, side: "high" })).toBeGreaterThanOrEqual(Number(confidence));
		}
		// Sums have small steps against their noise, so rounding up to a step adds little.
		expect(probabilityBound(sum, RELEASES, { alpha: 1e-6, side: "low" })).toBeLessThanOrEqual(Number(confidence) + 0.005);
	});

	it("would be noticed if they were a tenth too narrow", () => {
		const design = designAt("0.9");
		const narrow = { ...design, outputs: design.outputs.map((output) => ({ ...output, halfWidth: (output.halfWidth * 9n) / 10n })) };
		const [, sum] = coverage(narrow);
		expect(probabilityBound(sum, RELEASES, { alpha: 1e-6, side: "high" })).toBeLessThan(0.9);
	});

	it("know that a unit reaches no more groups than there are", () => {
		expect(designAt("0.9").outputs.map(({ scale }) => scale)).toEqual([rational(6n), rational(300n)]);
	});
});
