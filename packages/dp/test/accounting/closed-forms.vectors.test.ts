import {
	advancedComposition,
	DEFAULT_ORDERS,
	discreteGaussianDelta,
	gaussianDelta,
	gaussianEpsilon,
	gaussianSigma,
	optimalComposition,
	rdp,
	rdpEpsilon,
	selectionProbability,
	zcdpDelta,
	zcdpEpsilon,
	zcdpRho,
} from "@veilkit/dp/accounting";
import { describe, expect, it } from "vitest";
import vectors from "../../vectors/accounting.json" with { type: "json" };

type Numbers = Readonly<Record<string, number>>;

function casesOf<T = { readonly in: Numbers; readonly out: Numbers }>(id: string): readonly T[] {
	const group = vectors.groups.find((candidate) => candidate.id === id);
	if (group === undefined) throw new RangeError(`no group ${id}`);
	return group.cases as unknown as readonly T[];
}

/** Not below the truth by more than the rounding of the vector, and at most a relative distance above. */
function expectUpper(given: number, truth: number, relative: number): void {
	expect(given).toBeGreaterThanOrEqual(truth * (1 - 1e-15));
	expect(given).toBeLessThanOrEqual(truth * (1 + relative) + 1e-12);
}

const at = (given: Numbers, name: string): number => given[name] as number;

describe("the Gaussian mechanism, from the safe side", () => {
	it.each(casesOf("gaussian.analytic.sigma"))("σ of $in", ({ in: given, out }) => {
		const [epsilon, delta] = [at(given, "epsilon"), at(given, "delta")];
		const sigma = gaussianSigma({ epsilon, delta, l2Sensitivity: 1 });
		expectUpper(sigma, at(out, "sigma"), 1e-12);
		expect(gaussianDelta({ sigma, epsilon, l2Sensitivity: 1 })).toBeLessThanOrEqual(delta * (1 + 1e-9));
		expect(gaussianDelta({ sigma: sigma * (1 - 1e-8), epsilon, l2Sensitivity: 1 })).toBeGreaterThan(delta);
	});

	it.each(casesOf("gaussian.epsilon"))("ε of $in", ({ in: given, out }) => {
		const epsilon = gaussianEpsilon({ sigma: at(given, "sigma"), delta: at(given, "delta"), l2Sensitivity: 1, steps: 1 });
		expectUpper(epsilon, at(out, "epsilon"), 1e-12);
	});
});

describe("zCDP, from the safe side", () => {
	it.each(casesOf("zcdp.toEpsilon"))("ε of $in", ({ in: given, out }) => {
		const [rho, delta] = [at(given, "rho"), at(given, "delta")];
		const epsilon = zcdpEpsilon({ rho, delta });
		expectUpper(epsilon, at(out, "epsilon"), 1e-9);
		expect(zcdpDelta({ rho, epsilon })).toBeLessThanOrEqual(delta * (1 + 1e-9));
	});

	it.each(casesOf("zcdp.fromEpsilon"))("ρ of $in", ({ in: given, out }) => {
		const rho = zcdpRho({ epsilon: at(given, "epsilon"), delta: at(given, "delta") });
		expect(rho).toBeLessThanOrEqual(at(out, "rho"));
		expect(rho).toBeGreaterThanOrEqual(at(out, "rho") * (1 - 1e-9));
	});
});

describe("Rényi curves", () => {
	it.each(casesOf<Numbers>("rdp.sampledGaussian.integral"))("sampled Gaussian: $sigma, $rate, order $order is its integral", (given) => {
		const curve = rdp({ type: "sampled-gaussian", sigma: at(given, "sigma"), rate: at(given, "rate") }, at(given, "order"));
		expectUpper(curve, at(given, "rdp"), 1e-9);
	});

	it.each(casesOf("rdp.laplace"))("Laplace: $in", ({ in: given, out }) => {
		expectUpper(rdp({ type: "laplace", scale: 1 / at(given, "epsilon") }, at(given, "order")), at(out, "rdp"), 1e-10);
	});

	it("permute-and-flip costs what Laplace costs, more than a mechanism of bounded range", () => {
		const flip = rdp({ type: "permute-and-flip", epsilon: 0.5 }, 4);
		expect(flip).toBe(rdp({ type: "laplace", scale: 2 }, 4));
		expect(flip).toBeGreaterThan(2 * rdp({ type: "exponential", epsilon: 0.5 }, 4));
	});

	it("of pure mechanisms give at most ε, also at δ = 10^−300", () => {
		const values = DEFAULT_ORDERS.map((order) => rdp({ type: "laplace", scale: 2 }, order));
		expectUpper(rdpEpsilon({ orders: DEFAULT_ORDERS, values }, { delta: 1e-300 }).epsilon, 0.5, 1e-10);
	});
});

describe("selection and composition", () => {
	it.each(casesOf("partition.truncatedGeometric.more"))("keep probability of $in", ({ in: given, out }) => {
		const [epsilon, delta, units] = [at(given, "epsilon"), at(given, "delta"), at(given, "privacyUnits")];
		const kept = selectionProbability({ epsilon, delta, maxGroups: at(given, "maxPartitionsContributed"), units });
		expect(Math.abs(kept / at(out, "keepProbability") - 1)).toBeLessThanOrEqual(1e-9);
	});

	it.each(casesOf("composition.advanced"))("$in", ({ in: given, out }) => {
		const [epsilon, k, deltaPrime] = [at(given, "epsilon"), at(given, "k"), at(given, "deltaPrime")];
		const closed = advancedComposition({ epsilon, k, deltaPrime });
		expectUpper(closed.dworkRothblumVadhan, at(out, "dworkRothVadhan"), 1e-9);
		expectUpper(closed.kairouzOhViswanath, at(out, "kovClosedForm"), 1e-9);
		const optimum = optimalComposition({ epsilon, delta: 0, k, totalDelta: deltaPrime });
		expectUpper(optimum, at(out, "optimal"), 1e-9);
		expect(optimum).toBeLessThanOrEqual(closed.kairouzOhViswanath);
	});

	it.each(casesOf("discreteGaussian.delta"))("discrete Gaussian δ of $in", ({ in: given, out }) => {
		const [sigma2, sensitivity, epsilon] = [at(given, "sigma2"), at(given, "sensitivity"), at(given, "epsilon")];
		expectUpper(discreteGaussianDelta({ sigma2, sensitivity, epsilon }), at(out, "delta"), 1e-8);
	});
});
