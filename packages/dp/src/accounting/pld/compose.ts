/**
 * Composition of privacy-loss distributions: the loss of independent uses adds, so the masses are convolved, by FFT.
 *
 * Rounding and wrap-around are bounded, and the bound is charged. Masses are first tilted, mᵢ·e^(s·lossᵢ)/M(s), which moves the weight to the
 * losses that decide a δ of about 10⁻⁶; undone after, an error e in the tilted sum is at most e·M·e^(−s·ε) in δ(ε), a small fraction of
 * it wherever s fits (technique: exponential tilting for tail probabilities; Awan, Vadhan and others for privacy loss). With n points,
 *   e ≤ Σ cᵢ·E·√n·‖fᵢ‖₂ + (E + 8·Σcᵢ·2^−53)·‖F‖₂ + 2τ,
 * E the error of one transform, fᵢ the tilted masses used cᵢ times, F the product, τ what lies outside the window (Chernoff).
 * The logarithmic moment function K(s) = Σ cᵢ·ln Mᵢ(s) gives the tilt, the window and the scale.
 */
import { exp, log, log1p, sqrt } from "../../numeric/elementary.ts";
import { checkPoints, type LossDistribution } from "./distribution.ts";
import { createFft, fftError, mirror } from "./fft.ts";

/** A distribution used some times. */
export interface LossPart {
	readonly distribution: LossDistribution;
	readonly count: number;
}

/** A composed distribution, and e·M and s of the error bound e·M·e^(−s·ε), the first as a logarithm. */
export interface ComposedLoss extends LossDistribution {
	readonly logError: number;
	readonly tilt: number;
	/** The greatest loss that composition can reach, known without rounding. */
	readonly greatest: number;
}

/** −ln of the mass outside the window in the tilted law. */
const WINDOW = 41;
/** −ln of the δ around which composition is most accurate. */
const AIM = 14;

/** Σ mᵢ·e^(s·loss) as a logarithm, by Horner's rule from the end that dominates. */
function logMoment({ masses, first }: LossDistribution, interval: number, s: number): number {
	const ratio = exp(-(s < 0 ? -s : s) * interval);
	const last = masses.length - 1;
	let sum = 0;
	if (s >= 0) for (let index = 0; index <= last; index++) sum = sum * ratio + (masses[index] as number);
	else for (let index = last; index >= 0; index--) sum = sum * ratio + (masses[index] as number);
	return log(sum) + s * (first + (s >= 0 ? last : 0)) * interval;
}

interface Tilting {
	readonly tilt: number;
	readonly logScale: number;
	/** Grid indices between which nearly all of the tilted law lies. */
	readonly from: number;
	readonly to: number;
}

/** The tilt and window of a composition. */
function planTilting(parts: readonly LossPart[], interval: number): Tilting {
	const cumulant = (s: number): number => parts.reduce((sum, part) => sum + part.count * logMoment(part.distribution, interval, s), 0);
	const step = 0.5;
	const variance = (cumulant(step) + cumulant(-step) - 2 * cumulant(0)) / (step * step);
	const unit = 1 / sqrt(Math.max(variance, interval * interval));
	/**
	 * min over s of (growth(s) + bound)/s, the Chernoff bound of the point beyond which e^−bound lies. The minimum is at the Gaussian guess or,
	 * where the tail is heavier, below it; beyond it s would grow without end where the greatest loss alone has more mass than e^−bound.
	 */
	const chernoff = (growth: (s: number) => number, bound: number): readonly [point: number, s: number] => {
		const at = (s: number): number => (growth(s) + bound) / s;
		let s = sqrt(2 * bound) * unit;
		let point = at(s);
		for (const factor of [0.5, 0.8]) {
			for (let next = at(s * factor); next < point; next = at(s * factor)) {
				s *= factor;
				point = next;
			}
		}
		return [point, s];
	};
	const origin = cumulant(0);
	const [, tilt] = chernoff((s) => cumulant(s) - origin, AIM);
	const logScale = cumulant(tilt);
	const [up] = chernoff((s) => cumulant(tilt + s) - logScale, WINDOW);
	const [down] = chernoff((s) => cumulant(tilt - s) - logScale, WINDOW);
	let [least, greatest] = [0, 0];
	for (const { distribution, count } of parts) {
		least += count * distribution.first;
		greatest += count * (distribution.first + distribution.masses.length - 1);
	}
	const from = Math.max(least, Math.floor(-down / interval) - 1);
	return { tilt, logScale, from, to: Math.max(from, Math.min(greatest, Math.ceil(up / interval) + 1)) };
}

/** Adds the tilted masses of one part, wrapped around n; returns their 2-norm. */
function fill(target: Float64Array, part: LossDistribution, interval: number, tilt: number): number {
	const mask = target.length - 1;
	const logMass = logMoment(part, interval, tilt);
	let squares = 0;
	// The factor is renewed often enough for its rounding to stay below 2^−44.
	let factor = 0;
	const growth = exp(tilt * interval);
	for (let index = 0; index < part.masses.length; index++) {
		factor = (index & 255) === 0 ? exp(tilt * (part.first + index) * interval - logMass) : factor * growth;
		const at = (part.first + index) & mask;
		const value = (part.masses[index] as number) * factor;
		target[at] = (target[at] as number) + value;
		squares += value * value;
	}
	return sqrt(squares);
}

/** x^n in place for the complex number (re[p], im[p]), multiplied into (toRe[p], toIm[p]). */
function multiplyPower(re: number, im: number, n: number, toRe: Float64Array, toIm: Float64Array, p: number): void {
	let ar = toRe[p] as number;
	let ai = toIm[p] as number;
	let br = re;
	let bi = im;
	for (let rest = n; rest > 0; ) {
		if (rest % 2 === 1) {
			const next = ar * br - ai * bi;
			ai = ar * bi + ai * br;
			ar = next;
		}
		rest = Math.floor(rest / 2);
		if (br * br + bi * bi < 1e-100) {
			if (rest > 0) ar = ai = 0;
			break;
		}
		const square = br * br - bi * bi;
		bi = 2 * br * bi;
		br = square;
	}
	toRe[p] = ar;
	toIm[p] = ai;
}

/** Untilts one composed direction. */
function untilt(values: Float64Array, parts: readonly LossPart[], interval: number, plan: Tilting, norms: number): ComposedLoss {
	const n = values.length;
	const uses = parts.reduce((sum, { count }) => sum + count, 0);
	const masses = new Float64Array(plan.to - plan.from + 1);
	let squares = 0;
	let factor = 0;
	const growth = exp(-plan.tilt * interval);
	for (let index = 0; index < masses.length; index++) {
		const loss = plan.from + index;
		const value = values[loss & (n - 1)] as number;
		squares += value * value;
		factor = (index & 255) === 0 ? exp(plan.logScale - plan.tilt * loss * interval) : factor * growth;
		masses[index] = value > 0 ? value * factor : 0;
	}
	const error = fftError(n) * norms * sqrt(n) + (fftError(n) + 8 * uses * 2 ** -53) * sqrt(n * squares) + 2 * exp(-WINDOW);
	const greatest = parts.reduce((sum, { distribution: { first, masses: of }, count }) => sum + count * (first + of.length - 1), 0);
	return {
		first: plan.from,
		masses,
		infinity: infinityOf(parts),
		logError: log(error) + plan.logScale,
		tilt: plan.tilt,
		greatest: greatest * interval,
	};
}

/** Mass at infinity after composition: 1 − Π (1 − m∞)^c. */
function infinityOf(parts: readonly LossPart[]): number {
	const finite = parts.reduce((sum, { distribution, count }) => sum + count * log1p(-Math.min(1, distribution.infinity)), 0);
	return finite === 0 ? 0 : Math.min(1, (1 - exp(finite)) * (1 + 2 ** -40) + 2 ** -52);
}

/** One use of one distribution needs no transform and has no error. */
function single(distribution: LossDistribution, interval: number): ComposedLoss {
	const greatest = (distribution.first + distribution.masses.length - 1) * interval;
	return { ...distribution, logError: Number.NEGATIVE_INFINITY, tilt: 0, greatest };
}

/** Composes one or two directions of the same uses at once: the second rides in the imaginary part of the first. */
export function composeLosses(directions: readonly (readonly LossPart[])[], interval: number): readonly ComposedLoss[] {
	const [one, two] = directions;
	if (one === undefined) return [];
	if (one.length === 1 && one[0]?.count === 1) return directions.map(([part]) => single((part as LossPart).distribution, interval));
	const plans = directions.map((parts) => planTilting(parts, interval));
	let n = 4;
	while (plans.some(({ from, to }) => checkPoints(to - from + 2) > n)) n *= 2;
	const fft = createFft(n);
	const products = directions.map(() => [new Float64Array(n).fill(1), new Float64Array(n)] as const);
	const [first, second] = products as [readonly [Float64Array, Float64Array], (readonly [Float64Array, Float64Array])?];
	const norms = directions.map(() => 0);
	for (let index = 0; index < one.length; index++) {
		const uses = (one[index] as LossPart).count;
		const buffers = [new Float64Array(n), new Float64Array(n)] as const;
		directions.forEach((parts, side) => {
			const { distribution, count } = parts[index] as LossPart;
			const norm = fill(buffers[side] as Float64Array, distribution, interval, (plans[side] as Tilting).tilt);
			norms[side] = (norms[side] as number) + count * norm;
		});
		const [re, im] = buffers;
		fft.forward(re, im);
		for (let p = 0; p < n; p++) {
			const m = mirror(p);
			if (m < p) continue;
			// F = R + i·A with R and A transforms of real vectors: R = (F(k) + conj F(−k))/2, A = (F(k) − conj F(−k))/2i.
			const fr = re[p] as number;
			const fi = im[p] as number;
			const gr = re[m] as number;
			const gi = im[m] as number;
			multiplyPower((fr + gr) / 2, (fi - gi) / 2, uses, first[0], first[1], p);
			if (second !== undefined) multiplyPower((fi + gi) / 2, (gr - fr) / 2, uses, second[0], second[1], p);
		}
	}
	const [re, im] = [new Float64Array(n), new Float64Array(n)];
	for (let p = 0; p < n; p++) {
		const m = mirror(p);
		if (m < p) continue;
		const ar = first[0][p] as number;
		const ai = first[1][p] as number;
		const br = (second?.[0][p] as number | undefined) ?? 0;
		const bi = (second?.[1][p] as number | undefined) ?? 0;
		re[p] = ar - bi;
		im[p] = ai + br;
		re[m] = ar + bi;
		im[m] = br - ai;
	}
	fft.backward(re, im);
	const results = [untilt(re, one, interval, plans[0] as Tilting, norms[0] as number)];
	if (two !== undefined) results.push(untilt(im, two, interval, plans[1] as Tilting, norms[1] as number));
	return results;
}
