import { type Batch, createBatch, rowsOf } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { addNoise, microaggregate, pram, rankSwap, shuffle } from "@veilkit/pseudonymize/perturb";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

function column(batch: Batch, name: string): number[] {
	return Array.from(batch.columns[name] as ArrayLike<number>);
}

const ascending = (values: readonly number[]): number[] => [...values].sort((left, right) => left - right);

describe("shuffle", () => {
	it("moves columns together, keeps their values, and touches nothing else", () => {
		const batch = createBatch({ id: [1, 2, 3, 4, 5], city: ["a", "b", "c", "d", "e"], income: Float64Array.of(1, 2, 3, 4, 5) });
		const shuffled = shuffle(batch, ["city", "income"], { random: seededRandom(3) });
		expect(shuffled.columns["id"]).toBe(batch.columns.id);
		expect(column(shuffled, "income")).not.toEqual([1, 2, 3, 4, 5]);
		expect(ascending(column(shuffled, "income"))).toEqual([1, 2, 3, 4, 5]);
		for (const row of rowsOf(shuffled)) expect("-abcde"[row["income"] as number]).toBe(row["city"]);
		expect(batch.columns.city).toEqual(["a", "b", "c", "d", "e"]);
	});
});

describe("rankSwap", () => {
	it("keeps the values and moves none further than the window", () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 8 }), (values, maxRanks) => {
				const swapped = column(rankSwap(createBatch({ v: values }), ["v"], { maxRanks, random: seededRandom(1) }), "v");
				const ranks = ascending(values);
				expect(ascending(swapped)).toEqual(ranks);
				for (const [row, value] of values.entries()) {
					expect(Math.abs(ranks.indexOf(value) - ranks.indexOf(swapped[row] as number))).toBeLessThanOrEqual(maxRanks);
				}
			}),
		);
	});

	it("moves every value that has a partner left", () => {
		const swapped = column(rankSwap(createBatch({ v: [1, 2, 3, 4] }), ["v"], { maxRanks: 1, random: seededRandom(1) }), "v");
		expect(swapped).toEqual([2, 1, 4, 3]);
	});
});

describe("microaggregate (MDAV)", () => {
	it("gives the groups of a worked example", () => {
		// Mean 27.3: 80 is farthest and takes 71 and 70; 1 is farthest from it and takes 2 and 5; the four left over are the last group.
		const batch = createBatch({ v: [1, 2, 5, 10, 11, 12, 11, 70, 71, 80] });
		const means = column(microaggregate(batch, ["v"], { k: 3 }), "v");
		expect(means.map((mean) => Number(mean.toFixed(6)))).toEqual([
			2.666667, 2.666667, 2.666667, 11, 11, 11, 11, 73.666667, 73.666667, 73.666667,
		]);
	});

	it("is k-anonymous over the columns together, and keeps means", () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.nat({ max: 50 }), fc.nat({ max: 50 })), { minLength: 5, maxLength: 40 }),
				fc.integer({ min: 2, max: 5 }),
				(rows, k) => {
					const batch = createBatch({ a: rows.map(([a]) => a), b: rows.map(([, b]) => b) });
					const safe = microaggregate(batch, ["a", "b"], { k });
					const classes = new Map<string, number>();
					for (const row of rowsOf(safe)) classes.set(JSON.stringify(row), (classes.get(JSON.stringify(row)) ?? 0) + 1);
					expect(Math.min(...classes.values())).toBeGreaterThanOrEqual(k);
					for (const name of ["a", "b"]) {
						const total = (part: Batch): number => column(part, name).reduce((sum, value) => sum + value, 0);
						expect(total(safe)).toBeCloseTo(total(batch), 6);
					}
				},
			),
		);
	});

	it("weighs columns alike, whatever their units", () => {
		const a = [1, 2, 3, 40, 41, 42];
		const b = [5, 6, 5, 90, 91, 90];
		const small = microaggregate(createBatch({ a, b }), ["a", "b"], { k: 3 });
		const large = microaggregate(createBatch({ a, b: b.map((value) => value * 1e6) }), ["a", "b"], { k: 3 });
		expect(column(large, "a")).toEqual(column(small, "a"));
		expect(column(small, "a")).toEqual([2, 2, 2, 41, 41, 41]);
	});
});

describe("addNoise", () => {
	it("moves numbers on the grid, the same for the same randomness", () => {
		const batch = createBatch({ v: Array.from({ length: 200 }, (_, index) => index * 7.3) });
		const noisy = column(addNoise(batch, ["v"], { step: 5, scale: 3, random: seededRandom(8) }), "v");
		expect(noisy.every((value) => Number.isInteger(value / 5))).toBe(true);
		expect(noisy.filter((value, row) => value !== Math.round((row * 7.3) / 5) * 5).length).toBeGreaterThan(100);
		expect(column(addNoise(batch, ["v"], { step: 5, scale: 3, random: seededRandom(8) }), "v")).toEqual(noisy);
	});
});

describe("pram", () => {
	it("with certainty on the diagonal changes nothing, and leaves missing values missing", () => {
		const batch = createBatch({ v: ["a", "b", null, "a"] });
		const certain = { a: { a: 1 }, b: { b: 1 } };
		expect(pram(batch, "v", { transitions: certain }).columns["v"]).toEqual(["a", "b", null, "a"]);
	});

	it("never makes a category that the table lacks, since that would move the marginal", () => {
		const transitions = { a: { a: 1, b: 1, c: 1 }, b: { a: 1, b: 1, c: 1 }, c: { a: 1, b: 1, c: 1 } };
		const batch = createBatch({ v: Array.from({ length: 300 }, (_, row) => (row % 3 === 0 ? "b" : "a")) });
		expect(new Set(pram(batch, "v", { transitions, random: seededRandom(2) }).columns["v"] as string[])).toEqual(new Set(["a", "b"]));
	});
});

describe("whole tables are checked", () => {
	const batch = createBatch({ v: [1, 2, 3], text: ["a", "b", "c"], gap: [1, null, 3] });

	it("by column and row, without values", () => {
		expect(() => rankSwap(batch, ["v"], { maxRanks: 1 })).not.toThrow();
		expect(() => rankSwap(batch, ["text"], { maxRanks: 1 })).toThrow('column "text", row 1: expected a finite number');
		expect(() => microaggregate(batch, ["gap"], { k: 2 })).toThrow('column "gap", row 2');
		expect(() => shuffle(batch, ["absent"])).toThrow('column "absent"');
		expect(() => pram(batch, "text", { transitions: { a: { a: 1 }, b: { b: 1 } } })).toThrow('column "text", row 3: expected a category');
	});

	it("and so are options", () => {
		expect(() => shuffle(batch, [])).toThrow("shuffle(columns)");
		expect(() => shuffle(batch, ["v", "v"])).toThrow("shuffle(columns)");
		expect(() => rankSwap(batch, ["v"], { maxRanks: 0 })).toThrow("rankSwap(options.maxRanks)");
		expect(() => microaggregate(batch, ["v"], { k: 4 })).toThrow("at least k = 4 rows");
		expect(() => addNoise(batch, ["v"], { step: 0, scale: 1 })).toThrow("addNoise(options.step)");
		expect(() => addNoise(batch, ["v"], { step: 1, scale: 0.5 })).toThrow("addNoise(options.scale)");
		expect(() => pram(batch, "text", { transitions: { a: { b: 1 } } })).toThrow("categories that have a row themselves");
		expect(() => pram(batch, "text", { transitions: { a: { a: 1 }, b: { b: 2 } } })).toThrow("one and the same sum");
		expect(() => pram(batch, "text", { transitions: { a: { a: 0.5 } } })).toThrow("pram(options.transitions).a.a");
	});
});
