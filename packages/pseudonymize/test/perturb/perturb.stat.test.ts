import { createBatch } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { addNoise, pram, shuffle } from "@veilkit/pseudonymize/perturb";
import { describe, expect, it } from "vitest";

/** Chance of a false alarm a comparison, over the choice of seed; the seeds here are fixed, so a passing test passes always. */
const ALPHA = 1e-6;

/** The two-sided standard normal quantile of ALPHA. */
const Z = 4.8917;
const ROWS = 60_000;

function within(observed: number, expected: number, variance: number): void {
	expect(Math.abs(observed - expected)).toBeLessThan(Z * Math.sqrt(variance));
}

describe(`over ${ROWS} draws (alpha ${ALPHA} a comparison)`, () => {
	it("invariant PRAM keeps the marginals of a skewed column and follows R = PQ in every cell", () => {
		const counts = { a: 40_000, b: 15_000, c: 5_000 };
		const weights = { a: { a: 6, b: 3, c: 1 }, b: { a: 1, b: 8, c: 1 }, c: { a: 5, b: 0, c: 5 } };
		const names = ["a", "b", "c"] as const;
		const raw = names.flatMap((name) => new Array<(typeof names)[number]>(counts[name]).fill(name));
		const drawn = pram(createBatch({ v: raw }), "v", { transitions: weights, random: seededRandom(11) }).columns["v"] as string[];
		const reach = (j: (typeof names)[number]): number => names.reduce((sum, l) => sum + counts[l] * weights[l][j], 0);
		let marginalVariance = 0;
		for (const k of names) {
			marginalVariance = 0;
			for (const i of names) {
				const probability = names.reduce((sum, j) => sum + ((weights[i][j] / 10) * (counts[k] * weights[k][j])) / reach(j), 0);
				const observed = raw.filter((value, row) => value === i && drawn[row] === k).length;
				const variance = counts[i] * probability * (1 - probability);
				within(observed, counts[i] * probability, variance);
				marginalVariance += variance;
			}
			within(drawn.filter((value) => value === k).length, counts[k], marginalVariance);
		}
	});

	it("noise has mean 0 and the variance of the two-sided geometric distribution", () => {
		const scale = 4;
		const noisy = addNoise(createBatch({ v: new Float64Array(ROWS) }), ["v"], { step: 1, scale, random: seededRandom(12) }).columns[
			"v"
		] as Float64Array;
		const decay = Math.exp(-1 / scale);
		const variance = (2 * decay) / (1 - decay) ** 2;
		const moment = (power: number): number => noisy.reduce((sum, value) => sum + value ** power, 0) / ROWS;
		within(moment(1), 0, variance / ROWS);
		// The fourth moment of the distribution is below 7 times the squared variance.
		within(moment(2), variance, (6 * variance ** 2) / ROWS);
	});

	it("shuffling gives every order of three rows alike", () => {
		const orders = new Map<string, number>();
		const random = seededRandom(13);
		const batch = createBatch({ v: ["x", "y", "z"] });
		for (let round = 0; round < ROWS; round++) {
			const order = (shuffle(batch, ["v"], { random }).columns["v"] as string[]).join("");
			orders.set(order, (orders.get(order) ?? 0) + 1);
		}
		expect(orders.size).toBe(6);
		for (const count of orders.values()) within(count, ROWS / 6, (ROWS * 5) / 36);
	});
});
