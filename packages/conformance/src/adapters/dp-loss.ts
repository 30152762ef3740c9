/** Differential privacy: the groups of privacy-loss distributions and of noise calibrated with them, against `@veilkit/dp/accounting`. */
import * as dp from "@veilkit/dp/accounting";
import { type ConformanceCase, type FileAdapter, testsOf, type VectorGroup } from "../runner.ts";
import { relationOf } from "./dp-accounting.ts";

interface LossTest {
	readonly id: string;
	readonly in: Readonly<Record<string, number>> & {
		readonly events?: readonly LossEvent[];
		readonly mechanism?: string;
		readonly accountant?: string;
	};
	readonly out: Readonly<Record<string, number>>;
	readonly tolAbs?: number;
}

interface LossEvent {
	readonly type: string;
	readonly count?: number;
	readonly [parameter: string]: unknown;
}

const within = (given: number, expected: number | undefined, tolerance: number | undefined): boolean =>
	Math.abs(given - Number(expected)) <= Number(tolerance);

function cases(run: (test: LossTest) => boolean) {
	return function* (group: VectorGroup): Iterable<ConformanceCase> {
		for (const test of testsOf<LossTest>(group)) yield { id: test.id, run: () => run(test) };
	};
}

/** The mechanism of an event of `pld.published`. */
function mechanismOf(event: LossEvent): dp.PldMechanism {
	const number = (name: string): number => event[name] as number;
	const numbers = (name: string): readonly number[] => event[name] as readonly number[];
	switch (event.type) {
		case "laplace":
			return { type: "laplace", scale: number("scale") };
		case "poissonLaplace":
			return { type: "poisson", rate: number("q"), of: { type: "laplace", scale: number("scale") } };
		case "poissonGaussian":
			return { type: "poisson", rate: number("q"), of: { type: "gaussian", sigma: number("sigma") } };
		case "discreteLaplace":
			return { type: "discrete-laplace", scale: 1 / number("a"), sensitivity: number("sensitivity") };
		case "mixtureGaussian":
			return { type: "gaussian-mixture", sigma: number("sigma"), shifts: numbers("sensitivities"), weights: numbers("probs") };
		case "epsilonDelta":
			return { type: "approx-dp", epsilon: number("epsilon"), delta: number("delta") };
		case "randomizedResponse":
			return { type: "randomized-response", noise: number("p"), categories: number("k"), relation: relationOf(event["relation"]) };
		default:
			throw new TypeError(`no event ${event.type}`);
	}
}

function published({ in: given, out, tolAbs }: LossTest): boolean {
	const loss = dp.composePld((given.events ?? []).map((event) => [dp.pld(mechanismOf(event)), event.count ?? 1]));
	const { epsilon, delta } = given;
	return epsilon === undefined
		? within(loss.epsilon(Number(delta)), out["epsilon"], tolAbs)
		: within(loss.delta(epsilon), out["delta"], tolAbs);
}

function gaussianPublished({ in: given, out }: LossTest): boolean {
	const { sigma = 0, steps = 0, epsilon, fpr = 0 } = given;
	if (epsilon === undefined) {
		const mu = dp.composeGdp(Array.from({ length: steps }, () => 1 / sigma));
		return within(dp.gdpTruePositiveRate({ mu, falsePositiveRate: fpr }), out["tpr"], 1e-3);
	}
	return within(dp.composePld([[dp.pld({ type: "gaussian", sigma }), steps]]).delta(epsilon), out["delta"], 1e-3);
}

/** Not below the optimistic figure, and at most 2e-3 above the pessimistic one; our own optimistic figure is below ours. */
function selfComposed({ in: given, out }: LossTest): boolean {
	const { mechanism, scale = 0, sigma = 0, steps = 0, delta = 0 } = given;
	const noise: dp.PldMechanism =
		mechanism === "laplace"
			? { type: "laplace", scale }
			: mechanism === "discreteLaplace"
				? { type: "discrete-laplace", scale, sensitivity: 1 }
				: { type: "discrete-gaussian", sigma2: sigma ** 2, sensitivity: 1 };
	const by = (estimate: dp.Estimate): number => dp.composePld([[dp.pld(noise, { estimate }), steps]]).epsilon(delta);
	const epsilon = by("pessimistic");
	const { epsilonUpper = 0, epsilonLower = epsilonUpper * (1 - 2e-3) } = out;
	return epsilon >= epsilonLower && epsilon <= epsilonUpper * (1 + 2e-3) && by("optimistic") <= epsilon;
}

function dpsgdRdp(sigma: number, rate: number, steps: number, delta: number): number {
	const orders = dp.DEFAULT_ORDERS;
	const values = orders.map((order) => steps * dp.rdp({ type: "sampled-gaussian", sigma, rate }, order));
	return dp.rdpEpsilon({ orders, values }, { delta }).epsilon;
}

function dpsgdPld(sigma: number, rate: number, steps: number, delta: number): number {
	return dp.composePld([[dp.pld({ type: "poisson", rate, of: { type: "gaussian", sigma } }), steps]]).epsilon(delta);
}

function opacus({ in: given, out, tolAbs }: LossTest): boolean {
	const { epsilon, delta = 0, q = 0, steps = 0, sigma = 0 } = given;
	const by = given.accountant === "pld" ? dpsgdPld : dpsgdRdp;
	if (epsilon === undefined) return within(by(sigma, q, steps, delta), out["epsilon"], tolAbs);
	return within(
		dp.leastNoise((noise) => by(noise, q, steps, delta), { epsilon, tolerance: 1e-4 }),
		out["sigma"],
		tolAbs,
	);
}

function accountants({ in: given, out }: LossTest): boolean {
	const { sigma = 0, q = 0, steps = 0, delta = 0 } = given;
	const { pldUpper = 0, rdp = 0, prvLower = 0, prvUpper = 0 } = out;
	const tight = dpsgdPld(sigma, q, steps, delta);
	const loose = dpsgdRdp(sigma, q, steps, delta);
	return (
		within(tight, pldUpper, 1e-3 * pldUpper) &&
		tight >= prvLower &&
		tight <= prvUpper &&
		loose >= prvLower &&
		within(loose, rdp, 0.02 * rdp)
	);
}

/** With δ = 0 each use costs up to one interval more, so the grid is fine. */
const PURE = { interval: 1e-4, tolerance: 1e-4 };

/** The least noise of k uses, as a multiple of the sensitivity, by privacy-loss distribution. */
function least(
	given: LossTest["in"],
	{ interval, tolerance }: { readonly interval: number; readonly tolerance: number },
	mechanism: (noise: number) => dp.PldMechanism,
): number {
	const { epsilon = 0, delta = 0, queries = 0 } = given;
	return dp.leastNoise((noise) => dp.composePld([[dp.pld(mechanism(noise), { interval }), queries]]).epsilon(delta), {
		epsilon,
		tolerance,
	});
}

export const lossGroups: FileAdapter["groups"] = {
	"gaussian.composition.published": cases(gaussianPublished),
	"pld.published": cases(published),
	"pld.composition": cases(selfComposed),
	"dpsgd.opacus": cases(opacus),
	"dpsgd.accountants": cases(accountants),
	"calibrate.laplace": cases(({ in: given, out }) => {
		const scale = Number(given["sensitivity"]) * least(given, PURE, (noise) => ({ type: "laplace", scale: noise }));
		return within(scale, out["scale"], 0.1);
	}),
	"calibrate.discreteLaplace": cases(({ in: given, out }) => {
		const sensitivity = Number(given["sensitivity"]);
		const scale = least(given, PURE, (noise) => ({ type: "discrete-laplace", scale: noise, sensitivity }));
		return within(1 / scale, out["a"], 1e-3);
	}),
	"calibrate.gaussian": cases(({ in: given, out }) => {
		const rate = Number(given["q"]);
		const sigma =
			Number(given["sensitivity"]) *
			least(given, { interval: 5e-4, tolerance: 1e-6 }, (noise) => ({ type: "poisson", rate, of: { type: "gaussian", sigma: noise } }));
		return within(sigma, out["sigma"], 1e-5);
	}),
};
