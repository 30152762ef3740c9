/**
 * Powers of two on which noisy values live: the grid of other libraries, and rounding to a grid without a second rounding.
 *
 * Source: Google, "Secure noise generation" (granularity); rounding: nearest multiple, ties towards +∞, as integer index.
 */
import { checkInteger, checkNumber } from "@veilkit/core";
import { positive, read } from "./arguments.ts";
import type { ContinuousNoise } from "./tails.ts";

/** The least power of two that is not below x > 0. */
function powerOfTwoFrom(x: number): number {
	let power = 1;
	while (power < x) power *= 2;
	while (power / 2 >= x && power > 0) power /= 2;
	return power;
}

/**
 * The grid that Google's libraries release values on: a power of two, at least scale/2^40 for Laplace and 2σ/2^57 for Gaussian noise.
 *
 * @example
 * ```ts
 * import { noiseGranularity } from "@veilkit/dp/accounting";
 * noiseGranularity({ law: "gaussian", sigma: 7e16 }); // 1
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function noiseGranularity(noise: ContinuousNoise): number {
	const path = "noiseGranularity(noise)";
	if (noise.law === "laplace") {
		const { scale } = read(noise, path, { law: () => "laplace" as const, scale: positive });
		return powerOfTwoFrom(scale / 2 ** 40);
	}
	const { sigma } = read(noise, path, { law: () => "gaussian" as const, sigma: positive });
	return powerOfTwoFrom(sigma / 2 ** 56);
}

/**
 * The integer i for which i·2^k is nearest to x, ties towards +∞; exact.
 *
 * @param x - finite
 * @param k - from −1074 to 971
 *
 * @example
 * ```ts
 * import { nearestMultiple } from "@veilkit/dp/accounting";
 * nearestMultiple(-3, 2); // -1n: −4 is nearer to −3 than 0 is
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function nearestMultiple(x: number, k: number): bigint {
	let value = checkNumber(x, "nearestMultiple(x)");
	let exponent = checkInteger(k, "nearestMultiple(k)", { min: -1074, max: 971 });
	// Doubling is exact until the value is an integer of 54 bits; halving is exact for integers below 2^53 that are even, else it ends below ½.
	let shift = 0n;
	for (; exponent < 0; exponent++) {
		if (Number.isInteger(value) && (value >= 2 ** 53 || value <= -(2 ** 53))) shift++;
		else value *= 2;
	}
	if (exponent > 0) {
		// floor(x/2^k + ½) = floor((floor(x) + 2^(k−1))/2^k): the fraction of x cannot reach the next half.
		return (BigInt(Math.floor(value)) + (1n << BigInt(exponent - 1))) >> BigInt(exponent);
	}
	const floor = Math.floor(value);
	return BigInt(value - floor >= 0.5 ? floor + 1 : floor) << shift;
}
