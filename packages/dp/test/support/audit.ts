/**
 * A black-box audit of (ε, δ)-differential privacy: can any set of outcomes be found that is too likely with a unit and too unlikely without it?
 *
 * The set is chosen on one half of the samples and tested on the other, with Chernoff bounds on both probabilities, so a correct mechanism is
 * accused with probability at most α.
 */

/** What was claimed and how hard to look. */
export interface AuditOptions {
	readonly epsilon: number;
	readonly delta: number;
	/** Probability of accusing a correct mechanism. */
	readonly alpha: number;
	/** Samples from each side. */
	readonly samples: number;
}

function divergence(p: number, q: number): number {
	const part = (x: number, y: number): number => (x === 0 ? 0 : y === 0 ? Number.POSITIVE_INFINITY : x * Math.log(x / y));
	return part(p, q) + part(1 - p, 1 - q);
}

/** The end of the confidence interval of a probability, on the given side, that is missed with probability at most α. */
export function probabilityBound(
	hits: number,
	samples: number,
	options: { readonly alpha: number; readonly side: "low" | "high" },
): number {
	const estimate = hits / samples;
	const allowed = Math.log(1 / options.alpha) / samples;
	let [inside, outside] = options.side === "high" ? [estimate, 1] : [estimate, 0];
	for (let step = 0; step < 60; step++) {
		const middle = (inside + outside) / 2;
		if (divergence(estimate, middle) <= allowed) inside = middle;
		else outside = middle;
	}
	return outside;
}

function tallyOf(outcomes: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
	return counts;
}

function accuses(likely: readonly string[], unlikely: readonly string[], options: AuditOptions): boolean {
	const half = options.samples / 2;
	const factor = Math.exp(options.epsilon);
	const [trainLikely, trainUnlikely] = [tallyOf(likely.slice(0, half)), tallyOf(unlikely.slice(0, half))];
	const suspects = new Set(
		[...trainLikely.keys()].filter((outcome) => (trainLikely.get(outcome) as number) > factor * (trainUnlikely.get(outcome) ?? 0)),
	);
	const hits = (outcomes: readonly string[]): number => outcomes.slice(half).filter((outcome) => suspects.has(outcome)).length;
	const alpha = options.alpha / 4;
	const low = probabilityBound(hits(likely), half, { alpha, side: "low" });
	const high = probabilityBound(hits(unlikely), half, { alpha, side: "high" });
	return low > factor * high + options.delta;
}

/** Whether the samples prove that the claim is false, in either direction. */
export async function violates(
	withUnit: () => Promise<string> | string,
	withoutUnit: () => Promise<string> | string,
	options: AuditOptions,
): Promise<boolean> {
	const [having, lacking]: [string[], string[]] = [[], []];
	for (let sample = 0; sample < options.samples; sample++) {
		having.push(await withUnit());
		lacking.push(await withoutUnit());
	}
	return accuses(having, lacking, options) || accuses(lacking, having, options);
}
