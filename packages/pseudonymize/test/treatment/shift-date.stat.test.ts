import { createBatch } from "@veilkit/core";
import { bindPolicy, policyFromJson } from "@veilkit/pseudonymize";
import { describe, expect, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

/** Chance of a false alarm a test, over the choice of key; the keys here are fixed, so a passing test passes always. */
const ALPHA = 1e-6;
const SUBJECTS = 60_000;
const MAX_DAYS = 15;
const BINS = 2 * MAX_DAYS;

/** The standard normal quantile of 1 − ALPHA. */
const Z = 4.7534;

/** The same for 2·14 comparisons at once (Bonferroni). */
const Z_FOR_28 = 5.39;

/** The chi-squared quantile of 1 − ALPHA (Wilson and Hilferty 1931, exact to under a percent here). */
function chiSquaredLimit(freedom: number): number {
	const term = 2 / (9 * freedom);
	return freedom * (1 - term + Z * Math.sqrt(term)) ** 3;
}

function chiSquared(counts: readonly number[]): number {
	const total = counts.reduce((sum, count) => sum + count, 0);
	const expected = total / counts.length;
	return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function shiftsOf(keyByte: number): readonly number[] {
	const policy = policyFromJson({
		version: 1,
		columns: { id: { treatment: "drop" }, date: { treatment: "shiftDate", by: "id", maxDays: MAX_DAYS, domain: "visits" } },
	});
	const ids = Array.from({ length: SUBJECTS }, (_, index) => `subject-${index}`);
	const batch = createBatch({ id: ids, date: ids.map(() => "2024-06-15") });
	const dates = bindPolicy(policy, { keys: fixedRing(keyByte) }).batch(batch).columns["date"] as readonly string[];
	return dates.map((date) => (Date.parse(date) - Date.parse("2024-06-15")) / 86_400_000);
}

function histogram(shifts: readonly number[]): number[] {
	const counts = new Array<number>(BINS).fill(0);
	for (const shift of shifts) {
		const bin = shift < 0 ? shift + MAX_DAYS : shift + MAX_DAYS - 1;
		counts[bin] = (counts[bin] as number) + 1;
	}
	return counts;
}

describe(`the shift of ${SUBJECTS} subjects (alpha ${ALPHA} a test)`, () => {
	it.each([1, 2, 3])("is uniform on the days from −max to +max without 0, key %i", (keyByte) => {
		const shifts = shiftsOf(keyByte);
		expect(shifts).not.toContain(0);
		expect(chiSquared(histogram(shifts))).toBeLessThan(chiSquaredLimit(BINS - 1));
	});

	it("of one key says nothing about another", () => {
		const first = shiftsOf(1);
		const second = shiftsOf(2);
		const table = new Array<number>(BINS).fill(0);
		for (const [index, shift] of first.entries()) {
			const bin = (((shift - (second[index] as number)) % BINS) + BINS) % BINS;
			table[bin] = (table[bin] as number) + 1;
		}
		// The difference of two independent shifts, modulo 2·max: the gap at 0 makes it triangular, so only its symmetry is tested.
		for (let bin = 1; bin < MAX_DAYS; bin++) {
			const left = table[bin] as number;
			const right = table[BINS - bin] as number;
			expect(Math.abs(left - right)).toBeLessThan(Z_FOR_28 * Math.sqrt(left + right));
		}
	});

	it("would be caught with a fifth more on one day", () => {
		const counts = histogram(shiftsOf(1));
		counts[3] = Math.round((counts[3] as number) * 1.2);
		expect(chiSquared(counts)).toBeGreaterThan(chiSquaredLimit(BINS - 1));
	});
});
