/**
 * The Rényi divergence of Gaussian noise on a Poisson sample (DP-SGD), add/remove, sensitivity 1.
 *
 * Source: Mironov, Talwar, Zhang (2019), "Rényi differential privacy of the sampled Gaussian mechanism": §3.3. With A(α) the α-th moment of
 * the likelihood ratio of (1 − q)·N(0, σ²) + q·N(1, σ²) to N(0, σ²), the divergence is ln A/(α − 1). Integer orders are a binomial sum whose
 * terms are all positive once 1 is taken out; others split the integral at the point where both parts are equal, giving two alternating series.
 */
import { checkNumber } from "@veilkit/core";
import { exp, expm1, log, log1p } from "../numeric/elementary.ts";
import { millsRatio, normalTail } from "../numeric/normal.ts";

/** Where the alternating series end, relative to their sum. */
const LAST_TERM = 2 ** -52;
const ONE_OVER_SQRT_TWO_PI = 0.3989422804014327;

/** ln(1 + e^x). */
function softplus(x: number): number {
	return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

/** ln A(α) for integer α ≥ 2: ln(1 + Σ C(α,k)(1 − q)^(α−k) q^k (e^((k² − k)/2σ²) − 1)). */
function integerOrder(sigma: number, q: number, order: number): number {
	const ratio = log(q) - log1p(-q);
	const width = 1 / (2 * sigma * sigma);
	let logWeight = order * log1p(-q) + ratio + log(order);
	let total = Number.NEGATIVE_INFINITY;
	for (let k = 2; k <= order; k++) {
		logWeight += ratio + log((order - k + 1) / k);
		const exponent = (k * k - k) * width;
		const term = logWeight + exponent + log(-expm1(-exponent));
		total = total > term ? total + log1p(exp(term - total)) : term + log1p(exp(total - term));
	}
	return softplus(total) * (1 + order * 2 ** -48);
}

/** e^exponent · P(N > x), where neither factor alone need be a double. */
function scaledTail(exponent: number, x: number): number {
	return x < 0 ? exp(exponent) * normalTail(x) : ONE_OVER_SQRT_TWO_PI * exp(exponent - 0.5 * x * x) * millsRatio(x);
}

/** ln A(α) for any α > 1, by the two series, scaled by the moment of the next integer order, which is larger. */
function fractionalOrder(sigma: number, q: number, order: number): number {
	const split = sigma * sigma * (log(1 - q) - log(q)) + 0.5;
	const width = 1 / (2 * sigma * sigma);
	const [logQ, logRest, one] = [log(q), log1p(-q), 1 / sigma];
	const reference = integerOrder(sigma, q, Math.ceil(order));
	let [sum, size, coefficient] = [0, 0, 1];
	let [i, last] = [0, 0];
	for (; i < 10_000; i++) {
		const j = order - i;
		const first = scaledTail(i * logQ + j * logRest + (i * i - i) * width - reference, (i - split) * one);
		const second = scaledTail(j * logQ + i * logRest + (j * j - j) * width - reference, (split - j) * one);
		const term = coefficient * (first + second);
		sum += term;
		last = term < 0 ? -term : term;
		size += last;
		// From here on signs alternate and sizes fall, so what is left out is below the last term.
		if (i > order && last < sum * LAST_TERM) break;
		coefficient *= (order - i) / (i + 1);
	}
	// The exponents have at most 10 bits before the point, so each term is known to 2^−43 of itself; few decide the sum.
	return Math.max(0, reference + log(sum)) + (size / sum) * (i + 2) * 2 ** -45 + last / sum;
}

/** The divergence of order α ≥ 1; order 1 is bounded by the next one computed, since divergences grow with the order. */
export function sampledGaussianRdp(sigma: number, rate: number, order: number): number {
	if (rate === 0) return 0;
	if (order === Number.POSITIVE_INFINITY) return order;
	checkNumber(order, "rdp(order)", { min: 1, max: 100_000 });
	if (rate === 1) return order / (2 * sigma * sigma);
	if (order === 1) return sampledGaussianRdp(sigma, rate, 1.0625);
	return (Number.isInteger(order) ? integerOrder : fractionalOrder)(sigma, rate, order) / (order - 1);
}
