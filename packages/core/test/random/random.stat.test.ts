/**
 * Chi-square tests of uniformity: n = 262,144 draws, α = 1e-6 a test, fixed seeds, so that they fail for a biased sampler and never by chance.
 */
import { type RandomSource, randomBytes, randomInteger } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { describe, expect, test } from "vitest";

const DRAWS = 262_144;
const Z = 4.753; // standard normal quantile of 1 - 1e-6

function chiSquare(cells: number, draw: () => number): number {
	const counts = new Float64Array(cells);
	for (let index = 0; index < DRAWS; index++) (counts[draw()] as number)++;
	const expected = DRAWS / cells;
	return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** The critical value for some degrees of freedom, by the cube-root normal approximation of Wilson and Hilferty (1931). */
function critical(degrees: number): number {
	const spread = 2 / (9 * degrees);
	return degrees * (1 - spread + Z * Math.sqrt(spread)) ** 3;
}

describe("uniformity", () => {
	test("of bytes", () => {
		const bytes = randomBytes(DRAWS, seededRandom(101));
		let next = 0;
		expect(chiSquare(256, () => bytes[next++] as number)).toBeLessThan(critical(255));
	});

	test.for([2, 6, 7, 100, 1000])("of integers below %i", (bound) => {
		const random = seededRandom(bound);
		expect(chiSquare(bound, () => randomInteger(bound, random))).toBeLessThan(critical(bound - 1));
	});

	test("is not found in planted faults: one byte value in 256 twice as likely, and modulo bias", () => {
		const source: RandomSource = seededRandom(102);
		const biased = (): number => {
			const [byte, coin] = randomBytes(2, source);
			return byte === 0 && (coin as number) < 128 ? 1 : (byte as number);
		};
		expect(chiSquare(256, biased)).toBeGreaterThan(critical(255));
		expect(chiSquare(100, () => (randomBytes(1, source)[0] as number) % 100)).toBeGreaterThan(critical(99));
	});
});
