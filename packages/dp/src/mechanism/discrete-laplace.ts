/**
 * The discrete Laplace mechanism: an integer-valued query plus exact discrete Laplace noise.
 *
 * Guarantee: if adding or removing one privacy unit changes the vector of true values by at most `sensitivity` in L1 norm, releasing
 * each value plus independent noise of scale t is ε-differentially private with ε = sensitivity / t, exactly (P(Z = z)/P(Z = z + d) ≤ e^(d/t)).
 * Values, noise and results are integers: nothing of the value can leak through the bits of a float (Mironov 2012).
 */
import { checkInteger, checkOptions, invalidArgument, type RandomOptions, systemRandom } from "@veilkit/core";
import { createDiscreteLaplace, createUniformIntegers } from "@veilkit/kernels";
import { toNumberDown, toNumberUp } from "../numeric/double.ts";
import { type Enclosure, squareRootUp } from "../numeric/enclosure.ts";
import { compare, divide, ONE } from "../numeric/rational.ts";
import { type ExactNumber, formatRational, readNonNegative, readPositive } from "../numeric/text.ts";
import { mass, quantile, upperTail, variance } from "./law.ts";

/** A real number between two doubles. */
export interface Bracket {
	readonly low: number;
	readonly high: number;
}

/** The discrete Laplace mechanism of one scale. */
export interface DiscreteLaplaceMechanism {
	readonly kind: "discrete-laplace";
	/** Exact, as text. */
	readonly scale: string;
	/** Upper bound of the standard deviation of the noise. */
	readonly stdDev: number;
	/** One fresh sample of the noise. */
	noise(): bigint;
	/** The value plus fresh noise. */
	release(value: bigint): bigint;
}

const bracket = ({ low, high }: Enclosure): Bracket => ({ low: toNumberDown(low), high: toNumberUp(high) });

function readInteger(value: bigint | number, path: string): bigint {
	return typeof value === "bigint" ? value : BigInt(checkInteger(value, path));
}

function readProbability(value: ExactNumber, path: string): ReturnType<typeof readPositive> {
	const parsed = readPositive(value, path);
	if (compare(parsed, ONE) >= 0) throw invalidArgument(path, "a probability above 0 and below 1");
	return parsed;
}

/**
 * The discrete Laplace mechanism on the integers.
 *
 * @param options.scale - t > 0, exact; see {@link discreteLaplaceScale}
 *
 * Source: Canonne, Kamath, Steinke (2020).
 *
 * @example
 * ```ts
 * import { discreteLaplace, discreteLaplaceScale } from "@veilkit/dp/mechanisms";
 * const mechanism = discreteLaplace({ scale: discreteLaplaceScale({ epsilon: "0.5", sensitivity: 1 }) });
 * mechanism.release(1234n);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function discreteLaplace(options: { readonly scale: ExactNumber } & RandomOptions): DiscreteLaplaceMechanism {
	checkOptions(options, "discreteLaplace(options)", ["scale", "random"]);
	const scale = readPositive(options.scale, "discreteLaplace(options.scale)");
	const sampler = createDiscreteLaplace(scale, createUniformIntegers(options.random ?? systemRandom));
	return {
		kind: "discrete-laplace",
		scale: formatRational(scale),
		stdDev: toNumberUp(squareRootUp(variance(scale).high, 64)),
		noise: () => sampler.draw(),
		release: (value) => value + sampler.draw(),
	};
}

/**
 * The ε of noise of a given scale, rounded up: sensitivity / scale. Zero noise on a query that can change is `Infinity`.
 *
 * @param options.sensitivity - largest L1 change by one privacy unit, ≥ 0
 *
 * @example
 * ```ts
 * import { discreteLaplaceEpsilon } from "@veilkit/dp/mechanisms";
 * discreteLaplaceEpsilon({ scale: 2, sensitivity: 1 }); // 0.5
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function discreteLaplaceEpsilon(options: { readonly scale: ExactNumber; readonly sensitivity: ExactNumber }): number {
	checkOptions(options, "discreteLaplaceEpsilon(options)", ["scale", "sensitivity"]);
	const scale = readNonNegative(options.scale, "discreteLaplaceEpsilon(options.scale)");
	const sensitivity = readNonNegative(options.sensitivity, "discreteLaplaceEpsilon(options.sensitivity)");
	if (sensitivity.numerator === 0n) return 0;
	return scale.numerator === 0n ? Number.POSITIVE_INFINITY : toNumberUp(divide(sensitivity, scale));
}

/**
 * The scale that gives an ε, exactly: sensitivity / ε.
 *
 * @returns exact text, for {@link discreteLaplace}
 *
 * @example
 * ```ts
 * import { discreteLaplaceScale } from "@veilkit/dp/mechanisms";
 * discreteLaplaceScale({ epsilon: "0.3", sensitivity: 4 }); // "40/3"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function discreteLaplaceScale(options: { readonly epsilon: ExactNumber; readonly sensitivity: ExactNumber }): string {
	checkOptions(options, "discreteLaplaceScale(options)", ["epsilon", "sensitivity"]);
	const epsilon = readPositive(options.epsilon, "discreteLaplaceScale(options.epsilon)");
	return formatRational(divide(readPositive(options.sensitivity, "discreteLaplaceScale(options.sensitivity)"), epsilon));
}

/**
 * P(Z = z), between two doubles.
 *
 * @example
 * ```ts
 * import { discreteLaplaceMass } from "@veilkit/dp/mechanisms";
 * discreteLaplaceMass("3/2", 0); // { low: 0.32151…, high: 0.32151… }
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function discreteLaplaceMass(scale: ExactNumber, z: bigint | number): Bracket {
	return bracket(mass(readPositive(scale, "discreteLaplaceMass(scale)"), readInteger(z, "discreteLaplaceMass(z)")));
}

/**
 * P(Z ≥ n), between two doubles.
 *
 * @example
 * ```ts
 * import { discreteLaplaceTail } from "@veilkit/dp/mechanisms";
 * discreteLaplaceTail("3/2", 1); // { low: 0.33924…, high: 0.33924… }
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function discreteLaplaceTail(scale: ExactNumber, n: bigint | number): Bracket {
	return bracket(upperTail(readPositive(scale, "discreteLaplaceTail(scale)"), readInteger(n, "discreteLaplaceTail(n)")));
}

/**
 * The variance 2a/(1 − a)², a = e^(−1/t), between two doubles.
 *
 * @example
 * ```ts
 * import { discreteLaplaceVariance } from "@veilkit/dp/mechanisms";
 * discreteLaplaceVariance("5"); // { low: 49.8336…, high: 49.8336… }
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function discreteLaplaceVariance(scale: ExactNumber): Bracket {
	return bracket(variance(readPositive(scale, "discreteLaplaceVariance(scale)")));
}

/**
 * The half width of a confidence interval: the least w with P(|Z| > w) ≤ alpha.
 *
 * @param alpha - the allowed probability of a miss, 0 < alpha < 1
 *
 * @example
 * ```ts
 * import { discreteLaplaceQuantile } from "@veilkit/dp/mechanisms";
 * discreteLaplaceQuantile("2", "0.05"); // 6n: the true value is within ±6 of the released one in 95 % of releases
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function discreteLaplaceQuantile(scale: ExactNumber, alpha: ExactNumber): bigint {
	const exact = readPositive(scale, "discreteLaplaceQuantile(scale)");
	return quantile(exact, readProbability(alpha, "discreteLaplaceQuantile(alpha)"));
}
