/**
 * Chi-square tests of goodness of fit with fixed seeds. α = 1e-6 per test, n = 100,000 draws each; the critical value is the tail bound
 * P(X ≥ k + 2√(kx) + 2x) ≤ e^(−x) of Laurent and Massart (2000), so α is not exceeded.
 */
import { seededRandom } from "@veilkit/core/testing";
import { createDiscreteLaplace, createUniformIntegers } from "@veilkit/kernels";
import { describe, expect, it } from "vitest";

const ALPHA = 1e-6;
const DRAWS = 100_000;
const CELLS = 41;

/** Statistic and critical value; cells of equal width around 0, tails in the outer ones, so that every cell expects many draws. */
function chiSquare(drawn: { readonly numerator: bigint; readonly denominator: bigint }, claimedScale: number): readonly [number, number] {
	const sampler = createDiscreteLaplace(drawn, createUniformIntegers(seededRandom(2026)));
	const width = Math.max(1, Math.round(claimedScale / 5));
	const half = (CELLS - 1) / 2;
	const cellOf = (z: number): number => Math.max(-half, Math.min(half, Math.round(z / width))) + half;
	const a = Math.exp(-1 / claimedScale);
	const atLeast = (n: number): number => (n >= 1 ? a ** n / (1 + a) : 1 - a ** (1 - n) / (1 + a));
	const observed = new Array<number>(CELLS).fill(0);
	for (let draw = 0; draw < DRAWS; draw++) {
		const cell = cellOf(Number(sampler.draw()));
		observed[cell] = (observed[cell] as number) + 1;
	}
	/** The least integer that Math.round(z / width) takes to the cell. */
	const start = (cell: number): number => (cell === 0 ? Number.NEGATIVE_INFINITY : Math.ceil((cell - half - 0.5) * width));
	const startTail = (cell: number): number => (cell === 0 ? 1 : cell === CELLS ? 0 : atLeast(start(cell)));
	let [statistic, cells] = [0, 0];
	let [expected, seen] = [0, 0];
	for (let cell = 0; cell < CELLS; cell++) {
		expected += DRAWS * (startTail(cell) - startTail(cell + 1));
		seen += observed[cell] as number;
		if (expected < 20 && cell < CELLS - 1) continue;
		statistic += (seen - expected) ** 2 / expected;
		cells++;
		[expected, seen] = [0, 0];
	}
	const x = Math.log(1 / ALPHA);
	const k = cells - 1;
	return [statistic, k + 2 * Math.sqrt(k * x) + 2 * x];
}

describe("discrete Laplace, goodness of fit", () => {
	it.each([
		[1n, 1n],
		[10n, 1n],
		[100n, 1n],
		[10_000n, 1n],
		[7n, 3n],
		[1_500_000n, 333n],
		[(1n << 70n) + 1n, 1n << 60n],
	])("fits at scale %i/%i", (numerator, denominator) => {
		const [statistic, critical] = chiSquare({ numerator, denominator }, Number(numerator) / Number(denominator));
		expect(statistic).toBeLessThan(critical);
	});

	it("notices a scale that is 5 % off", () => {
		const [statistic, critical] = chiSquare({ numerator: 95n, denominator: 10n }, 10);
		expect(statistic).toBeGreaterThan(critical);
	});
});
