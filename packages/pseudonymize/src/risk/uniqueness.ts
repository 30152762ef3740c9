/**
 * Population uniqueness: the share of the population that is alone in its class there, estimated from the class sizes of a sample.
 *
 *   zayatz  Zayatz, "Estimation of the percent of unique population elements on a microdata file using the sample", US Census Bureau 1991:
 *           the distribution of class sizes in the sample stands for that in the population, and sampling is hypergeometric
 *   pitman  Hoshino, "Applying Pitman's sampling formula to microdata disclosure risk assessment", J. Official Statistics 2001: the model's
 *           θ and α by maximum likelihood; Γ(θ+1)/Γ(θ+α) N^α expected uniques in a population of N
 *
 * Which one: Dankar, El Emam, Neisa, Roffey, "Estimating the re-identification risk of clinical data sets", BMC Med Inform Decis Mak 2012, find
 * pitman the best up to a sampling fraction of 10 %; above it zayatz is taken here. The sample must be drawn at random.
 */
import type { ClassSizeBin } from "./figures.ts";
import { digamma, logGamma } from "./special.ts";

/** An estimate with the estimator that made it. */
export interface UniquenessEstimate {
	readonly estimator: "pitman" | "zayatz";
	/** Share of the population, 0 to 1. */
	readonly share: number;
}

function zayatz(histogram: readonly ClassSizeBin[], rows: number, population: number): number {
	const classes = histogram.reduce((sum, bin) => sum + bin.classes, 0);
	const unique = histogram[0] as ClassSizeBin;
	// The chance that a population class of some size shows exactly one row in the sample, over the same chance for size 1.
	let weight = 1;
	let size = 1;
	let all = 0;
	for (const bin of histogram) {
		for (; size < bin.size; size++) weight *= Math.max(0, population - rows + 1 - size) / (population - size);
		all += (bin.classes / classes) * bin.size * weight;
	}
	const uniqueGivenUnique = unique.classes / classes / all;
	return (unique.classes * uniqueGivenUnique) / rows;
}

/** Where a falling function crosses zero between two positive bounds, by bisection of the logarithm. */
function rootOf(falling: (x: number) => number, low: number, high: number): number {
	let [from, to] = [low, high];
	for (let step = 0; step < 80; step++) {
		const middle = Math.sqrt(from * to);
		if (falling(middle) > 0) from = middle;
		else to = middle;
	}
	return from;
}

function pitman(histogram: readonly ClassSizeBin[], rows: number, population: number): number {
	const classes = histogram.reduce((sum, bin) => sum + bin.classes, 0);
	// The derivatives of the log-likelihood; sums of reciprocals of arithmetic progressions are differences of ψ.
	const reciprocals = (theta: number, alpha: number): number => (digamma(theta / alpha + classes) - digamma(theta / alpha + 1)) / alpha;
	const byTheta = (theta: number, alpha: number): number => reciprocals(theta, alpha) - (digamma(theta + rows) - digamma(theta + 1));
	const byAlpha = (theta: number, alpha: number): number =>
		(classes - 1 - theta * reciprocals(theta, alpha)) / alpha -
		histogram.reduce((sum, bin) => sum + bin.classes * (digamma(bin.size - alpha) - digamma(1 - alpha)), 0);
	const thetaOf = (alpha: number): number => rootOf((theta) => byTheta(theta, alpha), 1e-6, 1e12);
	const alpha = rootOf((candidate) => byAlpha(thetaOf(candidate), candidate), 1e-6, 1 - 1e-9);
	const theta = thetaOf(alpha);
	return Math.exp(logGamma(theta + 1) - logGamma(theta + alpha) + (alpha - 1) * Math.log(population));
}

/** The estimate for a population of which the classes are a sample. `histogram` is ascending. */
export function estimateUniqueness(histogram: readonly ClassSizeBin[], population: number): UniquenessEstimate {
	const rows = histogram.reduce((sum, bin) => sum + bin.rows, 0);
	const estimator = rows <= population / 10 ? "pitman" : "zayatz";
	if (histogram[0]?.size !== 1) return { estimator, share: 0 };
	// A sample of uniques alone has no most likely parameters: nothing in it speaks against a population of uniques.
	if (histogram.length === 1) return { estimator, share: 1 };
	const estimate = estimator === "pitman" ? pitman : zayatz;
	return { estimator, share: Math.min(1, estimate(histogram, rows, population)) };
}
