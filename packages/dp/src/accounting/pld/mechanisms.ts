/**
 * The pairs of laws (P: with the unit, Q: without it) that dominate each mechanism at sensitivity 1 or as stated.
 *
 * Poisson sampling at rate q turns P into (1 − q)·Q + q·P; the loss becomes ln(1 − q + q·e^loss). Both directions are kept and composed
 * separately, and the worse one counts (Zhu, Dong, Wang 2022, Theorem 11).
 */
import { checkArray, checkNumber, checkOneOf, invalidArgument } from "@veilkit/core";
import { exp, expm1, log, log1p } from "../../numeric/elementary.ts";
import { normalTail } from "../../numeric/normal.ts";
import { count, extent, positive, probability, read } from "../arguments.ts";
import { discreteGaussianLaw } from "../discrete-gaussian.ts";
import type { LossAtoms, LossCurve } from "./distribution.ts";

/** A mechanism with a privacy-loss distribution. */
export type PldMechanism =
	/** Noise of standard deviation σ at L2 sensitivity 1. */
	| { readonly type: "gaussian"; readonly sigma: number }
	/** Noise of scale b at L1 sensitivity 1. */
	| { readonly type: "laplace"; readonly scale: number }
	| { readonly type: "discrete-laplace"; readonly scale: number; readonly sensitivity: number }
	/** One integer query; σ² up to 10^10. */
	| { readonly type: "discrete-gaussian"; readonly sigma2: number; readonly sensitivity: number }
	/** With probability `noise` a uniform one of `categories` answers, else the true one; `replace-special`: the neighbour's is uniform. */
	| {
			readonly type: "randomized-response";
			readonly noise: number;
			readonly categories: number;
			readonly relation: "replace-one" | "replace-special";
	  }
	/** Anything that is (ε, δ)-differentially private. */
	| { readonly type: "approx-dp"; readonly epsilon: number; readonly delta: number }
	/** Gaussian noise around a random shift: `shifts` ≥ 0 ascending, `weights` that sum to 1. */
	| { readonly type: "gaussian-mixture"; readonly sigma: number; readonly shifts: readonly number[]; readonly weights: readonly number[] }
	/** The mechanism on a Poisson sample, add/remove. */
	| { readonly type: "poisson"; readonly rate: number; readonly of: PldMechanism };

/** What the grid is made from. */
export type LossLaw = { readonly curve: LossCurve } | { readonly atoms: LossAtoms };

/** P(N > 9.3) < 10^−20: what lies further out counts as infinite loss. */
const REACH = 9.3;

function gaussianCurve(sigma: number): LossCurve {
	const mu = 1 / sigma;
	return {
		low: -mu * REACH - (mu * mu) / 2,
		high: mu * REACH + (mu * mu) / 2,
		tails(loss, into) {
			const x = loss / mu + mu / 2;
			into.pAbove = normalTail(x - mu);
			into.pUpTo = normalTail(mu - x);
			into.qAbove = normalTail(x);
			into.qUpTo = normalTail(-x);
		},
	};
}

function laplaceCurve(epsilon: number): LossCurve {
	return {
		low: -epsilon,
		high: epsilon,
		tails(loss, into) {
			const inside = loss >= -epsilon && loss < epsilon;
			into.pUpTo = inside ? exp((loss - epsilon) / 2) / 2 : loss < 0 ? 0 : 1;
			into.pAbove = 1 - into.pUpTo;
			into.qAbove = inside ? exp(-(loss + epsilon) / 2) / 2 : loss < 0 ? 1 : 0;
			into.qUpTo = 1 - into.qAbove;
		},
	};
}

function mixtureCurve(sigma: number, shifts: readonly number[], weights: readonly number[]): LossCurve {
	const variance = sigma * sigma;
	const parts = shifts.map((shift, index) => ({ shift, weight: weights[index] as number, slope: shift / variance }));
	const lossAndSlope = (x: number): readonly [loss: number, slope: number] => {
		let top = Number.NEGATIVE_INFINITY;
		const exponents = parts.map(({ weight, shift, slope }) => {
			const exponent = log(weight) + slope * (x - shift / 2);
			if (exponent > top) top = exponent;
			return exponent;
		});
		let [sum, slopes] = [0, 0];
		parts.forEach(({ slope }, index) => {
			const part = exp((exponents[index] as number) - top);
			sum += part;
			slopes += part * slope;
		});
		return [top + log(sum), slopes / sum];
	};
	const reach = REACH * sigma;
	const widest = shifts.reduce((most, shift) => Math.max(most, shift), 0);
	let x = 0;
	return {
		low: lossAndSlope(-reach)[0],
		high: lossAndSlope(widest + reach)[0],
		tails(loss, into) {
			// The loss is increasing and convex in x: after one step, Newton comes from the right. Next to its lower limit x is −∞.
			let step = 1;
			for (let round = 0; round < 60 && (step > 1e-13 || step < -1e-13); round++) {
				const [value, slope] = lossAndSlope(x);
				step = Math.min(widest + 2 * reach, Math.max(-reach, (loss - value) / slope));
				x = Math.min(widest + 2 * reach, Math.max(-4 * reach, x + step));
			}
			into.pAbove = 0;
			into.pUpTo = 0;
			for (const { weight, shift } of parts) {
				into.pAbove += weight * normalTail((x - shift) / sigma);
				into.pUpTo += weight * normalTail((shift - x) / sigma);
			}
			into.qAbove = normalTail(x / sigma);
			into.qUpTo = normalTail(-x / sigma);
		},
	};
}

function sampledCurve(rate: number, base: LossCurve): LossCurve {
	const sampled = (loss: number): number => (loss > 1 ? loss + log(rate + (1 - rate) * exp(-loss)) : log1p(rate * expm1(loss)));
	return {
		low: sampled(base.low),
		high: sampled(base.high),
		tails(loss, into) {
			const argument = loss > 1 ? 0 : expm1(loss) / rate;
			if (argument <= -1) {
				Object.assign(into, { pAbove: 1, pUpTo: 0, qAbove: 1, qUpTo: 0 });
				return;
			}
			base.tails(loss > 1 ? loss + log((1 - (1 - rate) * exp(-loss)) / rate) : log1p(argument), into);
			into.pAbove = (1 - rate) * into.qAbove + rate * into.pAbove;
			into.pUpTo = (1 - rate) * into.qUpTo + rate * into.pUpTo;
		},
	};
}

const atom = (p: number, q: number) => ({ p, q, loss: log(p / q) });

function discreteLaplaceAtoms(scale: number, sensitivity: number): LossAtoms {
	const a = 1 / scale;
	const edge = 1 / (1 + exp(-a));
	const far = exp(-a * sensitivity) * edge;
	const middle = -expm1(-a) * edge;
	return [
		{ p: edge, q: far, loss: a * sensitivity },
		...Array.from({ length: sensitivity - 1 }, (_, index) => ({
			p: middle * exp(-a * (index + 1)),
			q: middle * exp(-a * (sensitivity - index - 1)),
			loss: a * (sensitivity - 2 * (index + 1)),
		})),
		{ p: far, q: edge, loss: -a * sensitivity },
	];
}

function discreteGaussianAtoms(sigma2: number, sensitivity: number): LossAtoms {
	const { mass } = discreteGaussianLaw({ sigma2 });
	// x·x is above 90·σ² beyond it: each further mass is below 10^−19 and a million of them below 10^−18 of the whole.
	let reach = sensitivity;
	while (reach * reach < 90 * sigma2) reach += Math.max(1, Math.floor(reach / 64));
	const atoms = Array.from({ length: 2 * reach + 1 + sensitivity }, (_, index) => {
		const x = index - reach;
		return { p: mass(x), q: mass(x - sensitivity), loss: (sensitivity * (sensitivity - 2 * x)) / (2 * sigma2) };
	});
	const tail = 1e-18;
	return [{ p: tail, q: 0, loss: Number.POSITIVE_INFINITY }, ...atoms, { p: 0, q: tail, loss: Number.NEGATIVE_INFINITY }];
}

function randomizedResponseAtoms(noise: number, categories: number, special: boolean): LossAtoms {
	const other = noise / categories;
	const truth = 1 - noise + other;
	if (special) {
		const rest = categories - 1;
		return [atom(truth, 1 / categories), { p: rest * other, q: rest / categories, loss: log(noise) }];
	}
	const shared = (categories - 2) * other;
	return [atom(truth, other), atom(other, truth), { p: shared, q: shared, loss: 0 }];
}

function approxAtoms(epsilon: number, delta: number): LossAtoms {
	const small = (1 - delta) / (1 + exp(epsilon));
	const large = (1 - delta) / (1 + exp(-epsilon));
	return [
		{ p: delta, q: 0, loss: Number.POSITIVE_INFINITY },
		{ p: large, q: small, loss: epsilon },
		{ p: small, q: large, loss: -epsilon },
		{ p: 0, q: delta, loss: Number.NEGATIVE_INFINITY },
	];
}

function sampledLaw(rate: number, law: LossLaw): LossLaw {
	if ("curve" in law) return { curve: sampledCurve(rate, law.curve) };
	const sampledLoss = (loss: number): number => (loss > 1 ? loss + log(rate + (1 - rate) * exp(-loss)) : log1p(rate * expm1(loss)));
	return { atoms: law.atoms.map(({ p, q, loss }) => ({ p: (1 - rate) * q + rate * p, q, loss: sampledLoss(loss) })) };
}

/** The pair of laws of a mechanism, its parameters checked. */
export function lossLaw(mechanism: PldMechanism, path: string): LossLaw {
	const type = <T extends string>(name: T) => ({ type: () => name });
	const numbers = (value: unknown, at: string): readonly number[] =>
		checkArray(value, at, { min: 1 }).map((item, index) => checkNumber(item, `${at}[${index}]`, { min: 0 }));
	switch (mechanism.type) {
		case "gaussian":
			return { curve: gaussianCurve(read(mechanism, path, { ...type("gaussian"), sigma: positive }).sigma) };
		case "laplace":
			return { curve: laplaceCurve(1 / read(mechanism, path, { ...type("laplace"), scale: positive }).scale) };
		case "discrete-laplace": {
			const { scale, sensitivity } = read(mechanism, path, { ...type("discrete-laplace"), scale: positive, sensitivity: count });
			return { atoms: discreteLaplaceAtoms(scale, sensitivity) };
		}
		case "discrete-gaussian": {
			const { sigma2, sensitivity } = read(mechanism, path, { ...type("discrete-gaussian"), sigma2: positive, sensitivity: count });
			return { atoms: discreteGaussianAtoms(sigma2, sensitivity) };
		}
		case "randomized-response": {
			const relation = (value: unknown, at: string) => checkOneOf(value, at, ["replace-one", "replace-special"]);
			const checks = { ...type("randomized-response"), noise: probability, categories: count, relation };
			const { noise, categories, relation: change } = read(mechanism, path, checks);
			return { atoms: randomizedResponseAtoms(noise, categories, change === "replace-special") };
		}
		case "approx-dp": {
			const { epsilon, delta } = read(mechanism, path, { ...type("approx-dp"), epsilon: extent, delta: probability });
			return { atoms: approxAtoms(epsilon, delta) };
		}
		case "gaussian-mixture": {
			const checks = { ...type("gaussian-mixture"), sigma: positive, shifts: numbers, weights: numbers };
			const { sigma, shifts, weights } = read(mechanism, path, checks);
			const total = weights.reduce((sum, weight) => sum + weight, 0);
			if (weights.length !== shifts.length || total < 1 - 1e-9 || total > 1 + 1e-9) {
				throw invalidArgument(`${path}.weights`, "one weight a shift, that sum to 1");
			}
			return { curve: mixtureCurve(sigma, shifts, weights) };
		}
		case "poisson": {
			const { rate, of } = read(mechanism, path, { ...type("poisson"), rate: probability, of: (value) => value as PldMechanism });
			const base = lossLaw(of, `${path}.of`);
			if (rate === 1) return base;
			return rate === 0 ? { atoms: [{ p: 1, q: 1, loss: 0 }] } : sampledLaw(rate, base);
		}
		default:
			throw invalidArgument(`${path}.type`, "a mechanism with a privacy-loss distribution");
	}
}
