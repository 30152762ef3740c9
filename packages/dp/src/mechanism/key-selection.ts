/**
 * Which group keys may be shown, when the keys themselves come from the data: those whose noisy number of privacy units passes a threshold.
 *
 * One rule, in one place: **released iff units + noise > threshold** ({@link passes}); the δ below is computed for exactly this strict rule.
 * A key that only one unit has is released with probability δ' = P(1 + Z > T). A unit reaches at most l0 groups, so the selection is
 * (ε, l0·δ')-differentially private with ε = l0/scale. The exact figure 1 − (1 − δ')^l0 is a little smaller; l0·δ' is its upper bound.
 * Proof: docs/proofs/key-selection.md.
 */
import { checkInteger, checkOptions, invalidArgument } from "@veilkit/core";
import { toNumberUp } from "../numeric/double.ts";
import { compare, divide, ONE, type Rational, rational } from "../numeric/rational.ts";
import { type ExactNumber, readPositive } from "../numeric/text.ts";
import { tailQuantile, upperTail } from "./law.ts";

/** The release rule of key selection. */
export function passes(noisyUnits: bigint, threshold: bigint): boolean {
	return noisyUnits > threshold;
}

/** The least threshold T with P(contribution + Z > T) ≤ delta, at least the contribution itself. */
export function leastThreshold(scale: Rational, delta: Rational, contribution: bigint): bigint {
	return contribution + tailQuantile(scale, delta) - 1n;
}

/**
 * The threshold of private key selection on the number of privacy units per key.
 *
 * @param options.epsilon - ε of the selection, > 0; its noise has scale maxGroups / ε
 * @param options.delta - δ of the selection, 0 < δ < 1; each of a unit's groups gets δ / maxGroups
 * @param options.maxGroups - the most groups one unit reaches, ≥ 1
 * @returns T: a key is released iff its number of units plus noise is greater than T
 *
 * Source: Korolova et al. (2009); Wilson et al., "Differentially Private SQL with Bounded User Contribution" (2020) §3.
 *
 * @example
 * ```ts
 * import { keySelectionThreshold } from "@veilkit/dp/mechanisms";
 * keySelectionThreshold({ epsilon: 1, delta: "1e-6", maxGroups: 1 }); // 14n
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function keySelectionThreshold(options: {
	readonly epsilon: ExactNumber;
	readonly delta: ExactNumber;
	readonly maxGroups: number;
}): bigint {
	const path = "keySelectionThreshold(options)";
	checkOptions(options, path, ["epsilon", "delta", "maxGroups"]);
	const epsilon = readPositive(options.epsilon, `${path}.epsilon`);
	const delta = readPositive(options.delta, `${path}.delta`);
	if (compare(delta, ONE) >= 0) throw invalidArgument(`${path}.delta`, "a probability above 0 and below 1");
	const groups = rational(BigInt(checkInteger(options.maxGroups, `${path}.maxGroups`, { min: 1 })));
	return leastThreshold(divide(groups, epsilon), divide(delta, groups), 1n);
}

/**
 * P(contribution + Z > threshold), rounded up: the probability that a key is shown whose whole count comes from one contribution.
 *
 * @param options.contribution - 1 for a count of privacy units
 *
 * @example
 * ```ts
 * import { keySelectionDelta } from "@veilkit/dp/mechanisms";
 * keySelectionDelta({ scale: 1, threshold: 10n, contribution: 1 }); // 0.00003319…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function keySelectionDelta(options: {
	readonly scale: ExactNumber;
	readonly threshold: bigint;
	readonly contribution: number;
}): number {
	const path = "keySelectionDelta(options)";
	checkOptions(options, path, ["scale", "threshold", "contribution"]);
	const scale = readPositive(options.scale, `${path}.scale`);
	if (typeof options.threshold !== "bigint") throw invalidArgument(`${path}.threshold`, "a bigint");
	const contribution = BigInt(checkInteger(options.contribution, `${path}.contribution`, { min: 1 }));
	return toNumberUp(upperTail(scale, options.threshold - contribution + 1n).high);
}
