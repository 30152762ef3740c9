/**
 * Amounts of privacy loss: ε and δ as exact rationals.
 *
 * Composition is basic (Dwork et al. 2006): ε and δ of everything released about a data set add up. It holds for adaptively chosen queries.
 */
import { checkObject, checkOptions, invalidArgument } from "@veilkit/core";
import { add, compare, ONE, type Rational, subtract, ZERO } from "../numeric/rational.ts";
import { type ExactNumber, formatRational, readNonNegative } from "../numeric/text.ts";

/** An amount of (ε, δ)-differential privacy; exact decimal or fraction texts, so it can be stored as JSON. */
export interface PrivacyAmount {
	readonly epsilon: string;
	readonly delta: string;
}

/** The same amount, for computing. */
export interface Loss {
	readonly epsilon: Rational;
	readonly delta: Rational;
}

export const NO_LOSS: Loss = { epsilon: ZERO, delta: ZERO };

/**
 * An amount of approximate differential privacy.
 *
 * @param amount.epsilon - ε > 0 in natural-log units: `"0.5"`, `"1/3"`
 * @param amount.delta - 0 ≤ δ < 1: `"1e-6"`
 *
 * Source: Dwork, Kenthapadi, McSherry, Mironov, Naor (2006).
 *
 * @example
 * ```ts
 * import { approxDp } from "@veilkit/dp";
 * approxDp({ epsilon: "0.1", delta: "1e-6" }); // { epsilon: "0.1", delta: "0.000001" }
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function approxDp(amount: { readonly epsilon: ExactNumber; readonly delta: ExactNumber }): PrivacyAmount {
	checkOptions(amount, "approxDp(amount)", ["epsilon", "delta"]);
	return formatLoss(readLoss(amount, "approxDp(amount)"));
}

/**
 * An amount of pure differential privacy: δ = 0.
 *
 * @example
 * ```ts
 * import { pureDp } from "@veilkit/dp";
 * pureDp({ epsilon: "1/3" }); // { epsilon: "1/3", delta: "0" }
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function pureDp(amount: { readonly epsilon: ExactNumber }): PrivacyAmount {
	checkOptions(amount, "pureDp(amount)", ["epsilon"]);
	return formatLoss(readLoss({ epsilon: amount.epsilon, delta: "0" }, "pureDp(amount)"));
}

/**
 * Reads an amount that is to be granted or spent: ε > 0, 0 ≤ δ < 1.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function readLoss(amount: { readonly epsilon: ExactNumber; readonly delta: ExactNumber }, path: string): Loss {
	checkOptions(checkObject(amount, path), path, ["epsilon", "delta"]);
	const epsilon = readNonNegative(amount.epsilon, `${path}.epsilon`);
	if (epsilon.numerator === 0n) throw invalidArgument(`${path}.epsilon`, "a positive number");
	const delta = readNonNegative(amount.delta, `${path}.delta`);
	if (compare(delta, ONE) >= 0) throw invalidArgument(`${path}.delta`, "a probability below 1");
	return { epsilon, delta };
}

export function formatLoss(loss: Loss): PrivacyAmount {
	return { epsilon: formatRational(loss.epsilon), delta: formatRational(loss.delta) };
}

export function addLoss(a: Loss, b: Loss): Loss {
	return { epsilon: add(a.epsilon, b.epsilon), delta: add(a.delta, b.delta) };
}

export function subtractLoss(a: Loss, b: Loss): Loss {
	return { epsilon: subtract(a.epsilon, b.epsilon), delta: subtract(a.delta, b.delta) };
}

/** Whether `part` fits into `whole`, in ε and in δ. */
export function covers(whole: Loss, part: Loss): boolean {
	return compare(part.epsilon, whole.epsilon) <= 0 && compare(part.delta, whole.delta) <= 0;
}

export function sameLoss(a: Loss, b: Loss): boolean {
	return compare(a.epsilon, b.epsilon) === 0 && compare(a.delta, b.delta) === 0;
}
