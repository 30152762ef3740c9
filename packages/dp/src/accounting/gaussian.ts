/**
 * The Gaussian mechanism, exactly: with μ = sensitivity/σ it is (ε, δ)-DP iff δ ≥ Φ(μ/2 − ε/μ) − e^ε·Φ(−μ/2 − ε/μ).
 *
 * Source: Balle, Wang (2018) Theorem 8; k-fold and mixed composition: μ² adds (Dong, Roth, Su 2019, Corollary 3.3).
 * With a = ε/μ − μ/2 and b = ε/μ + μ/2 we have φ(a) = e^ε·φ(b), so δ = φ(a)·(R(a) − R(b)) with Mills ratio R; for small μ the difference is
 * the series 2(h·m₁ + h³·m₃/6 + …) of the moments m_n = ∫ tⁿ·exp(−xt − t²/2) dt, h = μ/2, x = ε/μ, and nothing cancels.
 * δ, ε and σ are never below the true value; the continuous law is for accounting only, released noise is discrete.
 */
import { exp, log, lower, RELATIVE_ERROR, raise, sqrt } from "../numeric/elementary.ts";
import { millsRatio, NORMAL_ERROR, normalDensity, normalTail, normalTailQuantile } from "../numeric/normal.ts";
import { count, extent, openProbability, positive, read } from "./arguments.ts";

/** R(x − h) − R(x + h) for 0 ≤ h ≤ 1/32, x ≥ 0. The omitted term is below h^8·(m₉/m₁)/9! ≤ h^8·384/9! < 2^−49 of the first. */
function millsDifference(x: number, h: number): number {
	const m0 = millsRatio(x);
	const m1 = 1 - x * m0;
	const m2 = m0 - x * m1;
	const m3 = 2 * m1 - x * m2;
	const m4 = 3 * m2 - x * m3;
	const m5 = 4 * m3 - x * m4;
	const m6 = 5 * m4 - x * m5;
	const m7 = 6 * m5 - x * m6;
	const z = h * h;
	return 2 * h * (m1 + (z / 6) * (m3 + (z / 20) * (m5 + (z / 42) * m7)));
}

/** δ at (μ, ε), never below the true value. */
export function deltaOfMu(mu: number, epsilon: number): number {
	if (mu === 0) return 0;
	if (mu === Number.POSITIVE_INFINITY) return 1;
	const x = epsilon / mu;
	if (x === Number.POSITIVE_INFINITY) return 0;
	const h = mu / 2;
	const a = x - h;
	const b = x + h;
	// The rounding of a moves φ(a) by a factor 1 ± |a|·(x + h)·2^−52.
	const argument = (a < 0 ? -a : a) * b * 2 ** -51;
	if (a < 0) {
		const [inner, outer] = [normalTail(-a), normalDensity(a) * millsRatio(b)];
		return Math.min(1, 1 - inner - outer + (inner + outer) * (NORMAL_ERROR + argument) + RELATIVE_ERROR);
	}
	const density = normalDensity(a);
	const series = h <= 0.03125;
	const difference = series ? millsDifference(x, h) : millsRatio(a) - millsRatio(b);
	const error = difference * (NORMAL_ERROR + argument) + (series ? 2 * h : millsRatio(a)) * RELATIVE_ERROR;
	return Math.max(0, density * (difference + error));
}

/** The least ε with δ(μ, ε) ≤ delta, never below it. */
export function epsilonOfMu(mu: number, delta: number): number {
	if (mu === 0 || deltaOfMu(mu, 0) <= delta) return 0;
	if (mu === Number.POSITIVE_INFINITY) return mu;
	// δ ≤ P(N > a) starts above the root, and ln δ is concave in ε: Newton's steps stay above.
	const logDelta = log(delta);
	let epsilon = Math.max(0, raise(mu * (normalTailQuantile(logDelta) + mu / 2), NORMAL_ERROR));
	for (let step = 0; step < 50; step++) {
		const current = deltaOfMu(mu, epsilon);
		const slope = normalDensity(epsilon / mu - mu / 2) * millsRatio(epsilon / mu + mu / 2);
		const next = epsilon - ((logDelta - log(current)) * current) / slope;
		const done = !(next < epsilon * (1 - 2 ** -44));
		epsilon = next;
		if (done) break;
	}
	for (let slack = 2 ** -50; deltaOfMu(mu, epsilon) > delta; slack *= 2) epsilon *= 1 + slack;
	return epsilon;
}

/** The greatest μ with δ(μ, ε) ≤ delta, never above it. */
export function muOfEpsilonDelta(epsilon: number, delta: number): number {
	// δ ≤ P(N > a): the μ with P(N > ε/μ − μ/2) = delta is below the root; ln δ is concave in ln μ.
	const logDelta = log(delta);
	const z = normalTailQuantile(logDelta);
	const root = sqrt(z * z + 2 * epsilon);
	let mu = z > 0 ? (2 * epsilon) / (z + root) : root - z;
	if (mu === 0) mu = delta;
	for (let step = 0; step < 50; step++) {
		const current = deltaOfMu(mu, epsilon);
		const ratio = ((logDelta - log(current)) * current) / (mu * normalDensity(epsilon / mu - mu / 2));
		if (!(ratio > 2 ** -44)) break;
		mu *= exp(Math.min(ratio, 2));
	}
	for (let slack = 2 ** -50; deltaOfMu(mu, epsilon) > delta; slack *= 2) mu *= 1 - slack;
	return mu;
}

/** μ = sensitivity/σ, never below; 0 where nothing can change, infinite where nothing protects. */
function muOf(sigma: number, l2Sensitivity: number): number {
	if (l2Sensitivity === 0) return 0;
	return raise(l2Sensitivity / sigma, 2 ** -52);
}

/**
 * δ of the Gaussian mechanism at ε, never below the true value.
 *
 * @param options.sigma - standard deviation of the noise, ≥ 0
 * @param options.epsilon - ε ≥ 0 in natural-log units
 * @param options.l2Sensitivity - largest L2 change by one privacy unit, ≥ 0; √l0·lInf for l0 values that change by lInf each
 *
 * Source: Balle, Wang (2018) Theorem 8.
 *
 * @example
 * ```ts
 * import { gaussianDelta } from "@veilkit/dp/accounting";
 * gaussianDelta({ sigma: 10, epsilon: 0.1, l2Sensitivity: 1 }); // 0.00875…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function gaussianDelta(options: { readonly sigma: number; readonly epsilon: number; readonly l2Sensitivity: number }): number {
	const { sigma, epsilon, l2Sensitivity } = read(options, "gaussianDelta(options)", {
		sigma: extent,
		epsilon: extent,
		l2Sensitivity: extent,
	});
	return deltaOfMu(muOf(sigma, l2Sensitivity), epsilon);
}

/**
 * The least ε of `steps` uses of the Gaussian mechanism at δ, never below the true value. Exact, because Gaussian composition is.
 *
 * @param options.delta - 0 < δ < 1
 * @param options.steps - how many times it is used, ≥ 1
 *
 * Source: Balle, Wang (2018); Dong, Roth, Su (2019) Corollary 3.3.
 *
 * @example
 * ```ts
 * import { gaussianEpsilon } from "@veilkit/dp/accounting";
 * gaussianEpsilon({ sigma: 20, delta: 1e-5, l2Sensitivity: 1, steps: 100 }); // 1.9930…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function gaussianEpsilon(options: {
	readonly sigma: number;
	readonly delta: number;
	readonly l2Sensitivity: number;
	readonly steps: number;
}): number {
	const checks = { sigma: extent, delta: openProbability, l2Sensitivity: extent, steps: count };
	const { sigma, delta, l2Sensitivity, steps } = read(options, "gaussianEpsilon(options)", checks);
	return epsilonOfMu(muOf(sigma, l2Sensitivity) * raise(sqrt(steps), RELATIVE_ERROR), delta);
}

/**
 * The least standard deviation whose noise is (ε, δ)-differentially private, never below it.
 *
 * @param options.epsilon - ε ≥ 0
 * @param options.delta - 0 < δ < 1
 * @param options.l2Sensitivity - > 0
 *
 * Source: Balle, Wang (2018), Algorithm 1. The classic √(2 ln(1.25/δ))/ε is wrong above ε = 1 and wasteful below.
 *
 * @example
 * ```ts
 * import { gaussianSigma } from "@veilkit/dp/accounting";
 * gaussianSigma({ epsilon: 1, delta: 1e-5, l2Sensitivity: 1 }); // 3.7306…
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function gaussianSigma(options: { readonly epsilon: number; readonly delta: number; readonly l2Sensitivity: number }): number {
	const { epsilon, delta, l2Sensitivity } = read(options, "gaussianSigma(options)", {
		epsilon: extent,
		delta: openProbability,
		l2Sensitivity: positive,
	});
	return raise(l2Sensitivity / lower(muOfEpsilonDelta(epsilon, delta), 0), 2 ** -51);
}
