/**
 * The promise that everything rests on: adding or removing one privacy unit changes the vector of exact totals by at most the claimed L1
 * sensitivity. Brute force over small random tables and every unit in them.
 */
import { createBatch, type Value } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { type AggregateRequest, type Aggregates, decimal, groupKey, rowsSource } from "@veilkit/dp";
import { createUniformIntegers, type UniformIntegers } from "@veilkit/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rational } from "../src/numeric/rational.ts";
import { designRelease } from "../src/query/design.ts";
import { tableSource } from "./support/session.ts";

type Row = Readonly<Record<"who" | "key" | "x", Value>>;

const cell = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom<Value>(null, Number.NaN, "oops", 1e300, "-1e300"));
const row: fc.Arbitrary<Row> = fc.record({ who: fc.constantFrom("a", "b", "c"), key: fc.constantFrom("k1", "k2", "k3", "k4"), x: cell });
const bounds = fc.record({
	maxGroups: fc.integer({ min: 1, max: 4 }),
	maxRowsPerGroup: fc.integer({ min: 1, max: 3 }),
	low: fc.integer({ min: -5, max: 4 }),
	width: fc.integer({ min: 1, max: 6 }),
	missing: fc.constantFrom<"skip" | "midpoint">("skip", "midpoint"),
});

/** Always keeps the first groups, so that two runs keep the same groups for the units they share. */
const keepFirst: UniformIntegers = { below: () => 0, belowBig: () => 0n, chance: () => true, chanceBig: () => true };

function requestFor(options: Parameters<Parameters<typeof bounds.map>[0]>[0], uniform: UniformIntegers): AggregateRequest {
	const { maxGroups, maxRowsPerGroup, low, width, missing } = options;
	const max = low + width === 0 && low === 0 ? 1 : low + width;
	return {
		unit: { column: "who", maxGroups, maxRowsPerGroup },
		groupBy: [{ name: "key", column: groupKey() }],
		sums: [{ name: "x", column: decimal({ min: low, max, step: 1, missing }) }],
		uniform,
	};
}

function byKey({ groups, units, counts, sums }: Aggregates): Map<string, readonly bigint[]> {
	return new Map(
		groups.map(([key], group) => [key as string, [units[group] as bigint, counts[group] as bigint, sums[0]?.[group] as bigint]]),
	);
}

/** L1 distance of units, counts and sums. */
function distance(a: Aggregates, b: Aggregates): readonly bigint[] {
	const [left, right] = [byKey(a), byKey(b)];
	const total = [0n, 0n, 0n];
	for (const key of new Set([...left.keys(), ...right.keys()])) {
		for (let place = 0; place < 3; place++) {
			const change = (left.get(key)?.[place] ?? 0n) - (right.get(key)?.[place] ?? 0n);
			total[place] = (total[place] as bigint) + (change < 0n ? -change : change);
		}
	}
	return total;
}

function claimed(request: AggregateRequest): readonly bigint[] {
	const design = designRelease(
		{ unit: request.unit, groupBy: request.groupBy, counted: true, sums: request.sums },
		{
			spend: { epsilon: rational(1n), delta: rational(1n, 1000n) },
			confidence: rational(1n, 2n),
			weights: new Map([
				["keys", 1],
				["count", 1],
				["x", 1],
			]),
		},
	);
	return [BigInt(design.reach), ...design.outputs.map(({ sensitivity }) => sensitivity)];
}

describe("the exact totals", () => {
	it("change by at most the claimed sensitivity when one unit is removed", async () => {
		let reached = [0, 0, 0];
		await fc.assert(
			fc.asyncProperty(fc.array(row, { maxLength: 14 }), bounds, async (rows, options) => {
				const request = requestFor(options, keepFirst);
				const all = await tableSource(rows).aggregate(request, {});
				const limits = claimed(request);
				for (const who of ["a", "b", "c"]) {
					const without = await tableSource(rows.filter((candidate) => candidate.who !== who)).aggregate(request, {});
					const change = distance(all, without);
					for (const [place, limit] of limits.entries()) expect(change[place]).toBeLessThanOrEqual(limit);
					reached = reached.map((count, place) => count + (change[place] === limits[place] ? 1 : 0));
				}
			}),
			{ seed: 20_261_124, numRuns: 300 },
		);
		// The claim is tight: if it were smaller, this test would fail.
		expect(Math.min(...reached)).toBeGreaterThan(5);
	});

	it("equal a plain recount where no unit reaches its limits", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
				const request = requestFor({ maxGroups: 4, maxRowsPerGroup: 30, low: -5, width: 9, missing: "skip" }, keepFirst);
				const totals = byKey(await tableSource(rows).aggregate(request, {}));
				for (const [key, [units, count, sum]] of totals) {
					const own = rows.filter((candidate) => candidate.key === key);
					const numbers = own.map(({ x }) => Number(x ?? Number.NaN)).filter((x) => !Number.isNaN(x));
					expect(units).toBe(BigInt(new Set(own.map(({ who }) => who)).size));
					expect(count).toBe(BigInt(own.length));
					expect(sum).toBe(BigInt(numbers.map((x) => Math.min(4, Math.max(-5, x))).reduce((a, b) => a + b, 0)));
				}
				expect(totals.size).toBe(new Set(rows.map(({ key }) => key)).size);
			}),
			{ seed: 3, numRuns: 100 },
		);
	});

	it("do not depend on the order or the batches of the rows", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(row, { maxLength: 20 }), bounds, async (rows, options) => {
				const request = requestFor({ ...options, maxGroups: 4 }, keepFirst);
				const forward = await tableSource(rows).aggregate(request, {});
				const backward = await tableSource(rows.toReversed()).aggregate(request, {});
				expect(distance(forward, backward)).toEqual([0n, 0n, 0n]);
			}),
			{ seed: 4, numRuns: 100 },
		);
	});

	it("keep a uniformly random choice of a unit's groups (α = 1e-6, n = 6000)", async () => {
		const rows = ["k1", "k2", "k3", "k4"].map((key) => ({ who: "a", key, x: 1 }));
		const request = requestFor(
			{ maxGroups: 2, maxRowsPerGroup: 1, low: 0, width: 1, missing: "skip" },
			createUniformIntegers(seededRandom(8)),
		);
		const tally = new Map<string, number>();
		for (let run = 0; run < 6000; run++) {
			const { groups, units } = await tableSource(rows).aggregate(request, {});
			const kept = groups
				.filter((_, group) => units[group] === 1n)
				.map(([key]) => key)
				.join();
			tally.set(kept, (tally.get(kept) ?? 0) + 1);
		}
		expect(tally.size).toBe(6);
		const statistic = [...tally.values()].reduce((sum, seen) => sum + (seen - 1000) ** 2 / 1000, 0);
		// P(X ≥ k + 2√(kx) + 2x) ≤ e^(−x) for a chi-square of k = 5 degrees of freedom.
		const x = Math.log(1e6);
		expect(statistic).toBeLessThan(5 + 2 * Math.sqrt(5 * x) + 2 * x);
	});

	it("stay exact beyond 2^53, in any order", async () => {
		const top = 2 ** 48;
		const values = [...Array<number>(100).fill(top), ...Array<number>(99).fill(-top), 1];
		const source = rowsSource(() => [createBatch({ x: values }), createBatch({ x: Array<number>(60).fill(top) })]);
		const column = decimal({ min: -top, max: top, step: 1 });
		const { sums } = await source.aggregate({ unit: "row", groupBy: [], sums: [{ name: "x", column }], uniform: keepFirst }, {});
		expect(sums).toEqual([[61n * 2n ** 48n + 1n]]);
	});
});

describe("rows that belong nowhere", () => {
	it("are left out: no unit, no key, a key that is not listed", async () => {
		const rows: Readonly<Record<string, Value>>[] = [
			{ who: "a", key: "k1", other: 1 },
			{ who: null, key: "k1", other: 1 },
			{ who: "", key: "k1", other: 1 },
			{ who: Number.NaN, key: "k1", other: 1 },
			{ who: "a", key: null, other: 1 },
			{ who: "a", key: "k9", other: 1 },
			{ who: 7, key: "k2", other: "1" },
			{ who: "7", key: "k2", other: 1n },
		];
		const { groups, units, counts } = await tableSource(rows).aggregate(
			{
				unit: { column: "who", maxGroups: 9, maxRowsPerGroup: 9 },
				groupBy: [
					{ name: "key", column: groupKey({ keys: ["k1", "k2"] }) },
					{ name: "other", column: groupKey({ keys: ["1", "2"] }) },
				],
				sums: [],
				uniform: keepFirst,
			},
			{},
		);
		expect(groups).toEqual([
			["k1", "1"],
			["k1", "2"],
			["k2", "1"],
			["k2", "2"],
		]);
		expect(units).toEqual([1n, 0n, 1n, 0n]);
		expect(counts).toEqual([1n, 0n, 2n, 0n]);
	});

	it("do not stop a run; a missing column does, by name", async () => {
		const request: AggregateRequest = { unit: "row", groupBy: [{ name: "key", column: groupKey() }], sums: [], uniform: keepFirst };
		await expect(tableSource([{ who: "a" }]).aggregate(request, {})).rejects.toMatchObject({
			code: "ERR_DP_COLUMN_MISSING",
			details: { column: "key" },
		});
	});

	it("are grouped by private combinations as they occur", async () => {
		const rows = [
			{ a: "x", b: "1", c: "p" },
			{ a: "y", b: "1", c: "p" },
			{ a: "x", b: "1", c: "p" },
			{ a: "x", b: "2", c: "q" },
		];
		const groupBy = ["a", "b", "c"].map((name) => ({ name, column: groupKey() }));
		const { groups, counts } = await tableSource(rows).aggregate({ unit: "row", groupBy, sums: [], uniform: keepFirst }, {});
		expect(new Map(groups.map((keys, group) => [keys.join(), counts[group]]))).toEqual(
			new Map([
				["x,1,p", 2n],
				["y,1,p", 1n],
				["x,2,q", 1n],
			]),
		);
	});
});
