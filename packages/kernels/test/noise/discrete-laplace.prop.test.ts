/**
 * The sampler against an independent transcription of Canonne, Kamath, Steinke (2020), algorithms 1 and 2, in plain BigInt, on the same draws.
 */
import { seededRandom } from "@veilkit/core/testing";
import { createDiscreteLaplace, createUniformIntegers, type UniformIntegers } from "@veilkit/kernels";
import fc from "fast-check";
import { expect, it } from "vitest";

/** Bernoulli(e^(−p/q)); Bernoulli(p/(qk)) as the product of 1/k and p/q. */
function decays(uniform: UniformIntegers, p: bigint, q: bigint): boolean {
	for (let k = 1n; ; k++) {
		if (uniform.belowBig(k) !== 0n || uniform.belowBig(q) >= p) return k % 2n === 1n;
	}
}

function reference(uniform: UniformIntegers, t: bigint, s: bigint): bigint {
	for (;;) {
		const u = uniform.belowBig(t);
		if (!decays(uniform, u, t)) continue;
		let v = 0n;
		while (decays(uniform, 1n, 1n)) v++;
		const y = (u + t * v) / s;
		if (uniform.belowBig(2n) === 1n) return y;
		if (y !== 0n) return -y;
	}
}

const coprime = (a: bigint, b: bigint): boolean => (b === 0n ? a === 1n : coprime(b, a % b));
const size = fc.integer({ min: 1, max: 90 }).chain((bits) => fc.bigInt({ min: 1n, max: 1n << BigInt(bits) }));

it("equals the reference draw by draw, on Numbers and on BigInt", () => {
	fc.assert(
		fc.property(size, size, fc.nat(), (t, s, seed) => {
			fc.pre(coprime(t, s));
			const sampler = createDiscreteLaplace({ numerator: t, denominator: s }, createUniformIntegers(seededRandom(seed)));
			const uniform = createUniformIntegers(seededRandom(seed));
			for (let draw = 0; draw < 20; draw++) expect(sampler.draw()).toBe(reference(uniform, t, s));
		}),
		{ numRuns: 300, seed: 20_261_123 },
	);
});

it.each([2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 52n + 1n])("equals the reference where Numbers end: t = %i", (t) => {
	const sampler = createDiscreteLaplace({ numerator: t, denominator: 3n }, createUniformIntegers(seededRandom(5)));
	const uniform = createUniformIntegers(seededRandom(5));
	const s = t % 3n === 0n ? 1n : 3n;
	for (let draw = 0; draw < 300; draw++) expect(sampler.draw()).toBe(reference(uniform, t % 3n === 0n ? t / 3n : t, s));
});

it("reduces the scale first, so equal scales give equal noise", () => {
	const of = (numerator: bigint, denominator: bigint): bigint[] => {
		const sampler = createDiscreteLaplace({ numerator, denominator }, createUniformIntegers(seededRandom(9)));
		return Array.from({ length: 50 }, () => sampler.draw());
	};
	expect(of(30n, 20n)).toEqual(of(3n, 2n));
});
