/**
 * The Rényi divergence of Gaussian noise on a Poisson sample (DP-SGD), add/remove, sensitivity 1.
 *
 * Source: Mironov, Talwar, Zhang (2019), "Rényi differential privacy of the sampled Gaussian mechanism": §3.3. With A(α) the α-th moment of
 * the likelihood ratio of (1 − q)·N(0, σ²) + q·N(1, σ²) to N(0, σ²), the divergence is ln A/(α − 1). Integer orders are a binomial sum whose
 * terms are all positive once 1 is taken out; others split the integral at the point where both parts are equal, giving two alternating series.
 */
import { checkNumber } from "@veilkit/core";
import { exp, expm1, log, log1p } from "../numeric/elementary.ts";
import { logNormalTail } from "../numeric/normal.ts";

/** ln(1 + e^x). */
function softplus(x: number): number {
	return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

/** ln Σ signᵢ·e^(logᵢ) and a bound of its error. */
function signedLogSum(logs: readonly number[], signs: readonly number[]): { readonly value: number; readonly error: number } {
	let top = Number.NEGATIVE_INFINITY;
	for (const term of logs) if (term > top) top = term;
	let [sum, size] = [0, 0];
	logs.forEach((term, index) => {
		const scaled = exp(term - top);
		sum += (signs[index] as number) * scaled;
		size += scaled;
	});
	return { value: top + log(sum), error: (size / sum) * logs.length * 2 ** -48 };
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

/** ln A(α) for any α > 1, by the two series. */
function fractionalOrder(sigma: number, q: number, order: number): number {
	const split = sigma * sigma * (log(1 - q) - log(q)) + 0.5;
	const width = 1 / (2 * sigma * sigma);
	const [logQ, logRest] = [log(q), log1p(-q)];
	const logs: number[] = [];
	const signs: number[] = [];
	let logCoefficient = 0;
	let sign = 1;
	for (let i = 0; i < 10_000; i++) {
		const j = order - i;
		const first = logCoefficient + i * logQ + j * logRest + (i * i - i) * width + logNormalTail((i - split) / sigma);
		const second = logCoefficient + j * logQ + i * logRest + (j * j - j) * width + logNormalTail((split - j) / sigma);
		logs.push(first, second);
		signs.push(sign, sign);
		if (i > order && first < -40 && second < -40) break;
		const factor = (order - i) / (i + 1);
		if (factor < 0) sign = -sign;
		logCoefficient += log(factor < 0 ? -factor : factor);
	}
	const { value, error } = signedLogSum(logs, signs);
	return Math.max(0, value) + error;
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
