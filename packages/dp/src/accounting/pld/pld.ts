/**
 * Privacy-loss distributions as users see them: made from a mechanism, composed, asked for ε or δ.
 *
 * Pessimistic: every answer holds. δ(ε) is the composed hockey-stick sum plus the mass at infinity plus the bound of what rounding can have
 * hidden. Optimistic: no answer is above the truth, up to the same bound, which is then subtracted; the two bracket it.
 */
import { checkArray, checkNumber, checkOneOf, checkOptions, invalidArgument } from "@veilkit/core";
import { exp, expm1, log } from "../../numeric/elementary.ts";
import { extent, probability, count as readCount } from "../arguments.ts";
import { type ComposedLoss, composeLosses } from "./compose.ts";
import { discretizeAtoms, discretizeCurve, type Estimate, type LossPair } from "./distribution.ts";
import { lossLaw, type PldMechanism } from "./mechanisms.ts";

/** How a distribution is put on the grid. */
export interface PldOptions {
	/** Distance of the grid points in units of ε: 1e-4 unless given. The error grows with its square and the number of uses. */
	readonly interval?: number;
	/** `"pessimistic"` unless given. */
	readonly estimate?: Estimate;
}

/** The privacy loss of some uses of some mechanisms. */
export interface PrivacyLoss {
	readonly interval: number;
	readonly estimate: Estimate;
	/** The least ε at δ, 0 ≤ δ ≤ 1; `Infinity` where δ does not suffice. */
	epsilon(delta: number): number;
	/** The least δ at ε ≥ 0. */
	delta(epsilon: number): number;
}

interface Use {
	readonly pair: LossPair;
	readonly count: number;
	/** P and Q are mirror images: one direction says all. */
	readonly symmetric: boolean;
}

/** The uses behind a loss; composition goes back to them, so that nothing is rounded twice. */
const usesOf = new WeakMap<PrivacyLoss, readonly Use[]>();

const SYMMETRIC: ReadonlySet<PldMechanism["type"]> = new Set(["gaussian", "laplace", "discrete-laplace", "discrete-gaussian", "approx-dp"]);

function errorAt({ logError, tilt }: ComposedLoss, epsilon: number): number {
	return exp(logError - tilt * epsilon);
}

function deltaOf(loss: ComposedLoss, epsilon: number, interval: number, sign: number): number {
	let delta = loss.infinity + sign * errorAt(loss, epsilon);
	for (let index = loss.masses.length - 1; index >= 0; index--) {
		const excess = (loss.first + index) * interval - epsilon;
		if (excess <= 0) break;
		delta -= (loss.masses[index] as number) * expm1(-excess);
	}
	return Math.min(1, Math.max(0, delta * (1 + sign * 2 ** -40)));
}

function epsilonOf(loss: ComposedLoss, delta: number, interval: number, sign: number): number {
	const cap = loss.infinity <= delta ? loss.greatest : Number.POSITIVE_INFINITY;
	const decay = exp(-interval);
	// Walking down: above = mass at losses greater than the point, scaled = Σ mᵢ·e^(point − lossᵢ) over them.
	let [above, scaled] = [0, 0];
	for (let index = loss.masses.length - 1; ; index--) {
		const point = (loss.first + index) * interval;
		const start = loss.infinity + sign * errorAt(loss, point);
		if ((above - scaled + start) * (1 + sign * 2 ** -40) > delta) {
			const rest = (above + start) * (1 + sign * 2 ** -40) - delta;
			const within = scaled > 0 ? point + log(rest / scaled) : Number.POSITIVE_INFINITY;
			return Math.max(0, Math.min(cap, scaled > 0 ? Math.min(point + interval, within) : Number.POSITIVE_INFINITY));
		}
		if (point <= 0) return 0;
		const mass = index >= 0 ? (loss.masses[index] as number) : 0;
		above += mass;
		scaled = (scaled + mass) * decay;
	}
}

function build(uses: readonly Use[], interval: number, estimate: Estimate): PrivacyLoss {
	const sides = uses.every(({ symmetric }) => symmetric) ? (["remove"] as const) : (["remove", "add"] as const);
	const sign = estimate === "pessimistic" ? 1 : -1;
	let composed: readonly ComposedLoss[] | undefined;
	const directions = (): readonly ComposedLoss[] => {
		composed ??= composeLosses(
			sides.map((side) => uses.map(({ pair, count }) => ({ distribution: pair[side], count }))),
			interval,
		);
		return composed;
	};
	const loss: PrivacyLoss = {
		interval,
		estimate,
		epsilon(delta) {
			probability(delta, "PrivacyLoss.epsilon(delta)");
			return directions().reduce((worst, side) => Math.max(worst, epsilonOf(side, delta, interval, sign)), 0);
		},
		delta(epsilon) {
			extent(epsilon, "PrivacyLoss.delta(epsilon)");
			return directions().reduce((worst, side) => Math.max(worst, deltaOf(side, epsilon, interval, sign)), 0);
		},
	};
	usesOf.set(loss, uses);
	return loss;
}

/**
 * The privacy loss of one use of a mechanism.
 *
 * Source: Sommer, Meiser, Mohammadi (2019); Doroshenko et al. (2022); Koskela et al. (2020) for composition by FFT.
 *
 * @example
 * ```ts
 * import { composePld, pld } from "@veilkit/dp/accounting";
 * const step = pld({ type: "poisson", rate: 0.01, of: { type: "gaussian", sigma: 1 } });
 * composePld([[step, 1000]]).epsilon(1e-5); // 1.828…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function pld(mechanism: PldMechanism, options: PldOptions = {}): PrivacyLoss {
	checkOptions(options, "pld(options)", ["interval", "estimate"]);
	const interval = checkNumber(options.interval ?? 1e-4, "pld(options.interval)", { min: 1e-6, max: 1 });
	const estimate = checkOneOf(options.estimate ?? "pessimistic", "pld(options.estimate)", ["pessimistic", "optimistic"]);
	const law = lossLaw(mechanism, "pld(mechanism)");
	const pair = "curve" in law ? discretizeCurve(law.curve, interval, estimate) : discretizeAtoms(law.atoms, interval, estimate);
	return build([{ pair, count: 1, symmetric: SYMMETRIC.has(mechanism.type) }], interval, estimate);
}

/**
 * The privacy loss of independent or adaptively chosen uses, each so many times.
 *
 * @param uses - losses of the same interval and estimate, with counts ≥ 1
 *
 * @example
 * ```ts
 * import { composePld, pld } from "@veilkit/dp/accounting";
 * composePld([[pld({ type: "laplace", scale: 1 }), 3], [pld({ type: "laplace", scale: 2 }), 2]]).epsilon(1e-14); // 4
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function composePld(uses: readonly (readonly [loss: PrivacyLoss, count: number])[]): PrivacyLoss {
	checkArray(uses, "composePld(uses)", { min: 1 });
	const [head] = uses[0] as readonly [PrivacyLoss, number];
	const all = uses.flatMap(([loss, times], index) => {
		const path = `composePld(uses)[${index}]`;
		const parts = usesOf.get(loss);
		if (parts === undefined) throw invalidArgument(path, "a privacy loss from pld() or composePld()");
		if (loss.interval !== head.interval || loss.estimate !== head.estimate)
			throw invalidArgument(path, "the interval and estimate of the first");
		const factor = readCount(times, `${path}[1]`);
		return parts.map((part) => ({ ...part, count: part.count * factor }));
	});
	return build(all, head.interval, head.estimate);
}
