import { seededRandom } from "@veilkit/core/testing";
import { createUniformIntegers } from "@veilkit/kernels";
import { describe, expect, it } from "vitest";

/** Uniform integers over words that start with the given ones and go on with 0, 1, 2, …, so that the next word tells how many were used. */
function over(...first: readonly number[]): ReturnType<typeof createUniformIntegers> {
	return createUniformIntegers({
		fill(target) {
			const view = new DataView(target.buffer, target.byteOffset, target.length);
			for (let word = 0; 4 * word < target.length; word++) view.setUint32(4 * word, first[word] ?? word - first.length, true);
		},
	});
}

const nextWord = (uniform: ReturnType<typeof createUniformIntegers>): number => uniform.below(2 ** 32);

describe("uniform integers", () => {
	it("ask their source for whole blocks only", () => {
		const sizes: number[] = [];
		const uniform = createUniformIntegers({ fill: (target) => void sizes.push(target.length) });
		for (let draw = 0; draw < 4097; draw++) nextWord(uniform);
		expect(sizes).toEqual([16_384, 16_384]);
	});

	it.each([2, 3, 5, 7, 8, 100, 255, 256])("below %i are equally frequent over all words", (bound) => {
		const counts = new Array<number>(bound).fill(0);
		// Bounds up to 256 look at the 8 high bits only; each value of them is tried once.
		for (let top = 0; top < 256; top++) {
			const uniform = over(top * 2 ** 24 + 12_345);
			const value = uniform.below(bound);
			const accepted = nextWord(uniform) === 0;
			if (accepted) counts[value] = (counts[value] as number) + 1;
		}
		expect(counts[0]).toBeGreaterThan(0);
		expect(new Set(counts).size).toBe(1);
	});

	it("below 1 use no word", () => {
		const uniform = over();
		expect(uniform.below(1)).toBe(0);
		expect(uniform.belowBig(1n)).toBe(0n);
		expect(nextWord(uniform)).toBe(0);
	});

	it("reach both ends of the largest bounds", () => {
		expect(over(0xffff_ffff).below(2 ** 32)).toBe(2 ** 32 - 1);
		expect(over(0xffff_ffff, 0xffff_ffff).below(2 ** 53)).toBe(Number.MAX_SAFE_INTEGER);
		expect(over(0, 0).below(2 ** 53)).toBe(0);
		expect(over(0xffff_ffff, 0xffff_ffff).below(2 ** 53 - 1)).toBe(0);
	});

	it.each([1, 2, 3, 1000, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 3 * 2 ** 40, 2 ** 53 - 1, 2 ** 53])(
		"below %i agree with BigInt on the same words",
		(bound) => {
			const [numbers, bigs] = [createUniformIntegers(seededRandom(bound)), createUniformIntegers(seededRandom(bound))];
			for (let draw = 0; draw < 500; draw++) expect(BigInt(numbers.below(bound))).toBe(bigs.belowBig(BigInt(bound)));
		},
	);
});
