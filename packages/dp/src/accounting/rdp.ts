/**
 * Rényi differential privacy: the divergence of order α of one use of a mechanism, in closed form, and the conversion to ε.
 *
 * Orders are α ≥ 1, `Infinity` included; order 1 is the Kullback–Leibler divergence. Composition adds curves. Sources:
 * Gaussian, Laplace: Mironov (2017), Propositions 6 and 7; permute-and-flip has the curve of Laplace (Ding et al. 2021), it is not of bounded
 * range. Exponential mechanism: Cesar, Rogers (2021), and Dong, Durfee, Rogers (2020) for order 1. Tree: Kairouz et al. (2021), appendix D.
 * Conversion: Canonne, Kamath, Steinke (2020), Proposition 12. Values are rounded up.
 */
import { checkArray, checkNumber, checkOneOf, invalidArgument } from "@veilkit/core";
import { exp, expm1, log, log1p, RELATIVE_ERROR, raise } from "../numeric/elementary.ts";
import { count, extent, openProbability, positive, probability, read } from "./arguments.ts";
import { sampledGaussianRdp } from "./sampled-gaussian-rdp.ts";

const SLACK = 16 * RELATIVE_ERROR;

/** A mechanism with a Rényi curve, at sensitivity 1. */
export type RdpMechanism =
	| { readonly type: "gaussian"; readonly sigma: number }
	| { readonly type: "laplace"; readonly scale: number }
	/** ε of the whole selection. */
	| { readonly type: "exponential"; readonly epsilon: number }
	/** ε of the whole selection. */
	| { readonly type: "permute-and-flip"; readonly epsilon: number }
	/** With probability `noise` a uniform one of `categories` answers, else the true one; `special`: the neighbour's answer is uniform. */
	| {
			readonly type: "randomized-response";
			readonly noise: number;
			readonly categories: number;
			readonly relation: "replace-one" | "replace-special";
	  }
	/** Binary tree over `steps` additions, each unit in one of them. */
	| { readonly type: "tree"; readonly sigma: number; readonly steps: number }
	/** Divergence ≤ ξ + ρ·α. */
	| { readonly type: "zcdp"; readonly rho: number; readonly xi: number }
	/** Gaussian noise on a Poisson sample of rate q. */
	| { readonly type: "sampled-gaussian"; readonly sigma: number; readonly rate: number };

type Curve = (order: number) => number;

function laplaceCurve(epsilon: number): Curve {
	return (order) => {
		if (order === Number.POSITIVE_INFINITY) return epsilon;
		if (order === 1) return epsilon + expm1(-epsilon);
		const a = order - 1;
		const width = order + a;
		// Near 1 the logarithm needs its argument minus 1; far from it the exponential would overflow.
		if (a * epsilon < 1) {
			const [rise, fall] = [order * expm1(a * epsilon), a * expm1(-order * epsilon)];
			return log1p((rise + fall) / width) / a + ((rise - fall) / width / a) * RELATIVE_ERROR;
		}
		return epsilon + (log(order / width) + log1p((a / order) * exp(-width * epsilon))) / a;
	};
}

function divergence(order: number, weights: readonly (readonly [times: number, p: number, q: number])[]): number {
	if (order === Number.POSITIVE_INFINITY) return Math.max(...weights.map(([times, p, q]) => (times > 0 ? log(p / q) : 0)));
	if (order === 1) return weights.reduce((sum, [times, p, q]) => sum + times * p * log(p / q), 0);
	const logs = weights.map(([times, p, q]) => log(times) + order * log(p) + (1 - order) * log(q));
	const top = Math.max(...logs);
	const error = logs.reduce((sum, term) => (term > Number.NEGATIVE_INFINITY ? sum + Math.abs(term) : sum), 1) * RELATIVE_ERROR;
	return (top + log(logs.reduce((sum, term) => sum + exp(term - top), 0)) + error) / (order - 1);
}

function randomizedResponseCurve(noise: number, categories: number, special: boolean): Curve {
	const other = noise / categories;
	const truth = 1 - noise + other;
	const forward = special
		? ([
				[1, truth, 1 / categories],
				[categories - 1, other, 1 / categories],
			] as const)
		: ([
				[1, truth, other],
				[1, other, truth],
				[categories - 2, other, other],
			] as const);
	const backward = forward.map(([times, p, q]) => [times, q, p] as const);
	return (order) => Math.max(divergence(order, forward), divergence(order, backward));
}

/** The curve of a mechanism, its parameters checked. */
export function rdpCurve(mechanism: RdpMechanism, path: string): Curve {
	const type = <T extends string>(name: T) => ({ type: () => name });
	switch (mechanism.type) {
		case "gaussian": {
			const { sigma } = read(mechanism, path, { ...type("gaussian"), sigma: positive });
			return (order) => order / (2 * sigma * sigma);
		}
		case "laplace":
			return laplaceCurve(1 / read(mechanism, path, { ...type("laplace"), scale: positive }).scale);
		case "permute-and-flip":
			return laplaceCurve(read(mechanism, path, { ...type("permute-and-flip"), epsilon: extent }).epsilon);
		case "exponential": {
			const { epsilon } = read(mechanism, path, { ...type("exponential"), epsilon: positive });
			const ratio = epsilon / expm1(epsilon);
			// The difference at order 1 cancels for small ε, where it hardly differs from ε²/8.
			const divergence1 = epsilon > 0.01 ? ratio - 1 - log(ratio) + 4 * RELATIVE_ERROR : Number.POSITIVE_INFINITY;
			return (order) => Math.min(order === 1 ? divergence1 : epsilon, (order * epsilon * epsilon) / 8);
		}
		case "randomized-response": {
			const relation = (value: unknown, at: string) => checkOneOf(value, at, ["replace-one", "replace-special"]);
			const checks = { ...type("randomized-response"), noise: probability, categories: count, relation };
			const { noise, categories, relation: change } = read(mechanism, path, checks);
			return noise === 1 ? () => 0 : randomizedResponseCurve(noise, categories, change === "replace-special");
		}
		case "tree": {
			const { sigma, steps } = read(mechanism, path, { ...type("tree"), sigma: positive, steps: count });
			const levels = steps.toString(2).length;
			return (order) => (order * levels) / (2 * sigma * sigma);
		}
		case "zcdp": {
			const { rho, xi } = read(mechanism, path, { ...type("zcdp"), rho: extent, xi: extent });
			return (order) => xi + (rho === 0 ? 0 : rho * order);
		}
		case "sampled-gaussian": {
			const { sigma, rate } = read(mechanism, path, { ...type("sampled-gaussian"), sigma: positive, rate: probability });
			return (order) => sampledGaussianRdp(sigma, rate, order);
		}
		default:
			throw invalidArgument(`${path}.type`, "a mechanism with a Rényi curve");
	}
}

/** An order α ≥ 1. */
function readOrder(value: unknown, path: string): number {
	return value === Number.POSITIVE_INFINITY ? value : checkNumber(value, path, { min: 1 });
}

/**
 * The Rényi divergence of order α of one use of a mechanism, rounded up.
 *
 * @param order - α ≥ 1, or `Infinity`
 *
 * @example
 * ```ts
 * import { rdp } from "@veilkit/dp/accounting";
 * rdp({ type: "gaussian", sigma: 2 }, 8); // 1
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function rdp(mechanism: RdpMechanism, order: number): number {
	return raise(rdpCurve(mechanism, "rdp(mechanism)")(readOrder(order, "rdp(order)")), SLACK);
}

/** Orders at which curves are evaluated unless the caller names others: dense where typical optima lie. */
export const DEFAULT_ORDERS: readonly number[] = [
	...Array.from({ length: 99 }, (_, index) => 1 + (index + 1) / 10),
	...Array.from({ length: 53 }, (_, index) => 11 + index),
	128,
	256,
	512,
	1024,
	Number.POSITIVE_INFINITY,
];

/** What a Rényi curve implies. */
export interface RdpEpsilon {
	readonly epsilon: number;
	/** The order that gave it. */
	readonly order: number;
}

/** The best ε over orders; the curve is given by value. */
export function epsilonOfCurve(orders: readonly number[], values: ArrayLike<number>, delta: number): RdpEpsilon {
	const logDelta = log(delta);
	let best: RdpEpsilon = { epsilon: Number.POSITIVE_INFINITY, order: Number.POSITIVE_INFINITY };
	orders.forEach((order, index) => {
		const value = values[index] as number;
		if (order === 1) return;
		const finite = order !== Number.POSITIVE_INFINITY;
		const given =
			delta > 0 && finite ? value + log1p(-1 / order) - (logDelta + log(order)) / (order - 1) : finite ? Number.POSITIVE_INFINITY : value;
		const epsilon = Math.max(0, given + (value + (finite ? 40 / (order - 1) : 0)) * SLACK);
		if (epsilon < best.epsilon) best = { epsilon, order };
	});
	return best;
}

/**
 * The least ε that a Rényi curve, known at some orders, implies at δ; rounded up.
 *
 * @param curve.orders - α > 1 each
 * @param curve.values - the divergence at each
 * @param options.delta - 0 < δ < 1
 *
 * @example
 * ```ts
 * import { rdpEpsilon } from "@veilkit/dp/accounting";
 * rdpEpsilon({ orders: [8, 16, 32], values: [1.1, 1.1, 1.1] }, { delta: 1e-5 }); // { epsilon: 1.3278…, order: 32 }
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function rdpEpsilon(
	curve: { readonly orders: readonly number[]; readonly values: readonly number[] },
	options: { readonly delta: number },
): RdpEpsilon {
	const list = (check: (value: unknown, path: string) => number) => (value: unknown, path: string) =>
		checkArray(value, path).map((item, index) => check(item, `${path}[${index}]`));
	const { orders, values } = read(curve, "rdpEpsilon(curve)", { orders: list(readOrder), values: list(extent) });
	if (orders.length !== values.length) throw invalidArgument("rdpEpsilon(curve.values)", "one value an order");
	return epsilonOfCurve(orders, values, read(options, "rdpEpsilon(options)", { delta: openProbability }).delta);
}
