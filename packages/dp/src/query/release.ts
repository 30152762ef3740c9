/**
 * Exact totals to released rows: the only place where noise meets data.
 *
 * All noise of a column is drawn together, for every group, before anything is released. Rows are ordered by their keys (public keys: as
 * listed), since the order of appearance would tell about the data.
 */
import { createDiscreteLaplace, type UniformIntegers } from "@veilkit/kernels";
import { passes } from "../mechanism/key-selection.ts";
import { toNumberDown, toNumberNearest, toNumberUp } from "../numeric/double.ts";
import { multiply, type Rational, rational } from "../numeric/rational.ts";
import { formatRational } from "../numeric/text.ts";
import type { Aggregates } from "../source/source.ts";
import type { OutputDesign, ReleaseDesign } from "./design.ts";

/** A noisy number with its uncertainty. */
export interface Estimate {
	/** The double nearest to `exact`. */
	readonly value: number;
	/** The released value, a decimal (or fraction) without rounding. */
	readonly exact: string;
	/** Contains the bounded true value with at least the plan's confidence. Covers the noise, not what clamping cut off. */
	readonly interval: readonly [low: number, high: number];
	/** Upper bound of the standard deviation of the noise. */
	readonly stdDev: number;
}

function estimate(noisy: bigint, output: OutputDesign): Estimate {
	const inUnits = (steps: bigint): Rational => multiply(rational(steps), output.step);
	return {
		value: toNumberNearest(inUnits(noisy)),
		exact: formatRational(inUnits(noisy)),
		interval: [toNumberDown(inUnits(noisy - output.halfWidth)), toNumberUp(inUnits(noisy + output.halfWidth))],
		stdDev: output.stdDev,
	};
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
	for (let place = 0; place < a.length; place++) {
		const [left, right] = [a[place] as string, b[place] as string];
		if (left !== right) return left < right ? -1 : 1;
	}
	return 0;
}

/** Released rows, each its keys and an estimate per output. */
export function releaseTotals(
	totals: Aggregates,
	design: ReleaseDesign,
	uniform: UniformIntegers,
): readonly { readonly keys: readonly string[]; readonly estimates: readonly Estimate[] }[] {
	const noisy = (values: readonly bigint[], scale: Rational): readonly bigint[] => {
		const noise = createDiscreteLaplace(scale, uniform);
		return values.map((value) => value + noise.draw());
	};
	const { selection, outputs } = design;
	// A key that bounding left without a unit is not part of the bounded table: offering it to the selection would let one unit with very many
	// keys be seen through any of them, instead of through the `reach` keys that δ accounts for.
	const isCandidate = (group: number): boolean => selection === undefined || (totals.units[group] as bigint) > 0n;
	// The order of the design: the count if asked for, then the sums.
	const exactColumns = [...(outputs[0]?.column === undefined ? [totals.counts] : []), ...totals.sums];
	const columns = outputs.map(({ scale }, place) => noisy(exactColumns[place] as readonly bigint[], scale));
	const noisyUnits = selection === undefined ? undefined : noisy(totals.units, selection.scale);

	const released: { keys: readonly string[]; estimates: readonly Estimate[] }[] = [];
	for (const [group, keys] of totals.groups.entries()) {
		if (!isCandidate(group)) continue;
		if (selection !== undefined && !passes((noisyUnits as readonly bigint[])[group] as bigint, selection.threshold)) continue;
		const estimates = outputs.map((output, place) => estimate((columns[place] as readonly bigint[])[group] as bigint, output));
		released.push({ keys, estimates });
	}
	return selection === undefined ? released : released.sort((a, b) => compareKeys(a.keys, b.keys));
}
