/**
 * Calibration: the least noise whose accounted ε stays within a target, for any accountant.
 */
import { checkFunction } from "@veilkit/core";
import { positive, read } from "./arguments.ts";

/**
 * The least noise with epsilonAt(noise) ≤ epsilon, up to a relative tolerance and never below: what is returned was found to satisfy it.
 *
 * @param epsilonAt - ε as a function of the noise, decreasing; may be infinite
 * @param options.epsilon - the target
 * @param options.tolerance - relative, for example 1e-6
 *
 * @example
 * ```ts
 * import { composePld, leastNoise, pld } from "@veilkit/dp/accounting";
 * leastNoise((scale) => composePld([[pld({ type: "laplace", scale }), 20]]).epsilon(1e-4), { epsilon: 1, tolerance: 1e-3 }); // 13.5…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function leastNoise(
	epsilonAt: (noise: number) => number,
	options: { readonly epsilon: number; readonly tolerance: number },
): number {
	checkFunction(epsilonAt, "leastNoise(epsilonAt)");
	const { epsilon, tolerance } = read(options, "leastNoise(options)", { epsilon: positive, tolerance: positive });
	// What is not a number is no guarantee.
	const excess = (noise: number): number => {
		const value = epsilonAt(noise) - epsilon;
		return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
	};
	let high = 1;
	let above = excess(high);
	for (; above > 0; above = excess(high)) high *= 2;
	let low = high / 2;
	let below = excess(low);
	for (; below <= 0; below = excess(low)) [high, above, low] = [low, below, low / 2];
	// Regula falsi with the Illinois rule: an end that stays twice counts half, so that both ends close in.
	for (let last = 0; high - low > tolerance * high; ) {
		const ratio = below / (below - above);
		const secant = Number.isFinite(below) && ratio > 0 && ratio < 1 ? low + (high - low) * ratio : (low + high) / 2;
		// Just beyond the estimate, so that the bracket closes from both sides.
		const noise = Math.min(secant + (tolerance * high) / 4, (low + 7 * high) / 8);
		const value = excess(noise);
		if (value > 0) {
			if (last > 0) above /= 2;
			[low, below, last] = [noise, value, 1];
		} else {
			if (last < 0) below /= 2;
			[high, above, last] = [noise, value, -1];
		}
	}
	return high;
}
