/**
 * The probabilities of all outcomes, by walking through every sequence of draws the sampler can make: no sampling, no statistics.
 * That the draws themselves are uniform is shown the same way, word by word, in uniform-integers.test.ts.
 */
import { createDiscreteLaplace, type IntegerSampler, type UniformIntegers } from "@veilkit/kernels";
import { describe, expect, it } from "vitest";

/** Paths less likely than this are not followed further; what they would add is accounted for as undecided. */
const LIGHTEST = 1e-6;

/** Thrown where a path is to be continued; one object, since making a stack trace each time would take longer than the walk. */
const PATH_ENDS = new Error("the path ends here");

interface Distribution {
	readonly decided: ReadonlyMap<number, number>;
	readonly undecided: number;
}

/** The probability of each outcome over all paths of draws, and of the paths that were cut off. */
function enumerate(create: (uniform: UniformIntegers) => IntegerSampler): Distribution {
	let path: readonly number[] = [];
	let depth = 0;
	let open: readonly number[] = [];
	/** The outcome the path prescribes for a draw whose outcomes have these probabilities. */
	const follow = (probabilities: readonly number[]): number => {
		const outcome = path[depth++];
		if (outcome !== undefined) return outcome;
		open = probabilities;
		throw PATH_ENDS;
	};
	const below = (bound: number): number => follow(new Array<number>(bound).fill(1 / bound));
	const chance = (p: number, q: number): boolean => p === q || (p !== 0 && follow([1 - p / q, p / q]) === 1);
	const sampler = create({
		below,
		belowBig: (bound) => BigInt(below(Number(bound))),
		chance,
		chanceBig: (p, q) => chance(Number(p), Number(q)),
	});
	const decided = new Map<number, number>();
	let undecided = 0;

	const explore = (next: readonly number[], weight: number): void => {
		[path, depth] = [next, 0];
		try {
			const z = Number(sampler.draw());
			decided.set(z, (decided.get(z) ?? 0) + weight);
		} catch (error) {
			if (error !== PATH_ENDS) throw error;
			const probabilities = open;
			if (weight < LIGHTEST) undecided += weight;
			else for (const [outcome, p] of probabilities.entries()) explore([...next, outcome], weight * p);
		}
	};
	explore([], 1);
	return { decided, undecided };
}

/** The largest violation of: decided ≤ P(Z = z) ≤ decided + undecided. */
function violation(scale: number, { decided, undecided }: Distribution): number {
	let worst = 0;
	for (let z = -60; z <= 60; z++) {
		const p = Math.tanh(1 / (2 * scale)) * Math.exp(-Math.abs(z) / scale);
		const mass = decided.get(z) ?? 0;
		worst = Math.max(worst, mass - p, p - mass - undecided);
	}
	return worst;
}

describe("discrete Laplace, every path of draws", () => {
	it.each([
		[1n, 1n],
		[1n, 2n],
		[2n, 1n],
		[3n, 2n],
		[4n, 3n],
		[8n, 1n],
	])("has the stated probabilities at scale %i/%i", (numerator, denominator) => {
		const result = enumerate((uniform) => createDiscreteLaplace({ numerator, denominator }, uniform));
		expect(result.undecided).toBeLessThan(0.1);
		expect(violation(Number(numerator) / Number(denominator), result)).toBeLessThan(1e-12);
	});

	it("would notice one draw in ten being wrong", () => {
		const result = enumerate((uniform) => {
			const sampler = createDiscreteLaplace({ numerator: 1n, denominator: 2n }, uniform);
			return { draw: () => (uniform.chance(1, 10) ? 0n : sampler.draw()) };
		});
		expect(violation(0.5, result)).toBeGreaterThan(0.005);
	});

	it("is symmetric outcome by outcome", () => {
		const { decided } = enumerate((uniform) => createDiscreteLaplace({ numerator: 3n, denominator: 2n }, uniform));
		expect(decided.get(1)).toBeGreaterThan(0);
		for (let z = 1; z <= 8; z++) expect(decided.get(-z)).toBeCloseTo(decided.get(z) as number, 12);
	});

	it.each([
		[0n, 1n],
		[-1n, 1n],
		[1n, 0n],
	])("refuses the scale %i/%i", (numerator, denominator) => {
		const uniform: UniformIntegers = { below: () => 0, belowBig: () => 0n, chance: () => false, chanceBig: () => false };
		expect(() => createDiscreteLaplace({ numerator, denominator }, uniform)).toThrow(/createDiscreteLaplace/);
	});
});
