import { composePld, gaussianEpsilon, leastNoise, type PldMechanism, pld } from "@veilkit/dp/accounting";
import { describe, expect, it } from "vitest";
import { createFft, mirror } from "../../src/accounting/pld/fft.ts";
import vectors from "../../vectors/accounting.json" with { type: "json" };

const interval = 1e-3;

describe("the Fourier transform", () => {
	it("turns products into circular convolutions", () => {
		const n = 16;
		const values = Float64Array.from({ length: n }, (_, index) => (index * 7) % 5);
		const [re, im] = [values.slice(), new Float64Array(n)];
		const fft = createFft(n);
		fft.forward(re, im);
		const squares = re.map((x, p) => x * x - (im[p] as number) ** 2);
		const cross = re.map((x, p) => 2 * x * (im[p] as number));
		fft.backward(squares, cross);
		for (let at = 0; at < n; at++) {
			let expected = 0;
			for (let j = 0; j < n; j++) expected += (values[j] as number) * (values[(at - j + n) % n] as number);
			expect(squares[at]).toBeCloseTo(expected, 10);
			expect(cross[at]).toBeCloseTo(0, 10);
		}
	});

	it("keeps conjugate frequencies of a real vector at mirrored places", () => {
		const [re, im] = [Float64Array.from({ length: 32 }, (_, index) => (index * 11) % 7), new Float64Array(32)];
		createFft(32).forward(re, im);
		for (let p = 0; p < 32; p++) {
			expect(re[mirror(p)]).toBeCloseTo(re[p] as number, 10);
			expect(im[mirror(p)]).toBeCloseTo(-(im[p] as number), 10);
		}
	});
});

describe("privacy-loss distributions", () => {
	it.each<readonly [steps: number, delta: number]>([
		[1, 1e-5],
		[3, 1e-5],
		[100, 1e-8],
	])("of %i uses of a Gaussian bracket the exact ε at δ = %d", (steps, delta) => {
		const sigma = 4;
		const exact = gaussianEpsilon({ sigma, delta, l2Sensitivity: 1, steps });
		const by = (estimate: "pessimistic" | "optimistic"): number =>
			composePld([[pld({ type: "gaussian", sigma }, { interval, estimate }), steps]]).epsilon(delta);
		expect(by("pessimistic")).toBeGreaterThanOrEqual(exact * (1 - 1e-12));
		expect(by("pessimistic")).toBeLessThanOrEqual(exact + 1e-3);
		expect(by("optimistic")).toBeLessThanOrEqual(exact);
		expect(by("optimistic")).toBeGreaterThanOrEqual(exact - 2 * steps * interval);
	});

	it("of DP-SGD lie in the rigorous bracket of another accountant", () => {
		const found = vectors.groups.flatMap(({ id, cases: of }): readonly unknown[] => (id === "dpsgd.accountants" ? of : []));
		const cases = found as readonly { readonly in: Record<string, number>; readonly out: Record<string, number> }[];
		expect(cases.length).toBe(3);
		for (const { in: given, out } of cases) {
			const of: PldMechanism = { type: "gaussian", sigma: given["sigma"] as number };
			const step = pld({ type: "poisson", rate: given["q"] as number, of }, { interval: 2e-4 });
			const epsilon = composePld([[step, given["steps"] as number]]).epsilon(given["delta"] as number);
			expect(epsilon).toBeGreaterThanOrEqual(out["prvLower"] as number);
			expect(Math.abs(epsilon / (out["pldUpper"] as number) - 1)).toBeLessThanOrEqual(1e-3);
		}
	});

	it("of pure mechanisms end at the sum of ε, exactly", () => {
		const one = pld({ type: "laplace", scale: 1 }, { interval });
		const two = pld({ type: "discrete-laplace", scale: 2, sensitivity: 1 }, { interval });
		expect(
			composePld([
				[one, 3],
				[two, 2],
			]).epsilon(0),
		).toBeCloseTo(4, 12);
		expect(pld({ type: "approx-dp", epsilon: 1, delta: 1e-6 }, { interval }).epsilon(1e-7)).toBe(Number.POSITIVE_INFINITY);
		expect(pld({ type: "approx-dp", epsilon: 1, delta: 1e-6 }, { interval }).epsilon(1.01e-6)).toBeLessThanOrEqual(1.001);
	});

	it("compose the same whether at once or step by step", () => {
		const step = pld({ type: "poisson", rate: 0.1, of: { type: "laplace", scale: 1 } }, { interval });
		const atOnce = composePld([[step, 6]]);
		const nested = composePld([[composePld([[step, 2]]), 3]]);
		expect(nested.epsilon(1e-6)).toBe(atOnce.epsilon(1e-6));
		expect(atOnce.delta(atOnce.epsilon(1e-6))).toBeLessThanOrEqual(1e-6 * (1 + 1e-6));
	});

	it("never grow when the sample shrinks, and rate 0 costs nothing", () => {
		const at = (rate: number): number =>
			composePld([
				[pld({ type: "poisson", rate, of: { type: "discrete-gaussian", sigma2: 4, sensitivity: 1 } }, { interval }), 10],
			]).epsilon(1e-6);
		expect(at(0)).toBeLessThanOrEqual(interval);
		expect(at(0.01)).toBeLessThan(at(0.1));
		expect(at(0.1)).toBeLessThan(at(1));
	});

	it("calibrate: the noise found satisfies the target, one percent less does not", () => {
		const epsilonAt = (scale: number): number => composePld([[pld({ type: "laplace", scale }, { interval }), 20]]).epsilon(1e-4);
		const scale = leastNoise(epsilonAt, { epsilon: 1, tolerance: 1e-3 });
		expect(epsilonAt(scale)).toBeLessThanOrEqual(1);
		expect(epsilonAt(scale * 0.99)).toBeGreaterThan(1);
	});

	it("refuse what they cannot mix or read", () => {
		const coarse = pld({ type: "laplace", scale: 1 }, { interval });
		const refusals = [
			() =>
				composePld([
					[coarse, 1],
					[pld({ type: "laplace", scale: 1 }, { interval: 2e-3 }), 1],
				]),
			() => composePld([[{ ...coarse }, 1]]),
			() => pld({ type: "laplace", scale: 0 }),
			() => pld({ type: "gaussian", sigma: 0.001 }),
			() => pld({ type: "gaussian-mixture", sigma: 1, shifts: [0, 1], weights: [0.5, 0.6] }),
			() => coarse.epsilon(Number.NaN),
		];
		for (const refuse of refusals) expect(refuse).toThrow(expect.objectContaining({ code: "ERR_INVALID_ARGUMENT" }));
	});
});
