/**
 * Bounding what one privacy unit contributes: at most `maxGroups` groups, and per group at most `maxRowsPerGroup` rows and partial sums
 * within that many times the bounds of a row.
 *
 * Where a unit has more groups, a uniformly random set of `maxGroups` of them is kept, drawn afresh for each release from the secret random
 * source (a partial Fisher–Yates shuffle with exact uniform integers). The choice does not depend on ids, keys or values, so nobody can pick an
 * id that survives, and the choices for other units have the same law whether or not one unit is present.
 */
import type { UniformIntegers } from "@veilkit/kernels";
import type { ColumnUnit, NumberColumn } from "../schema/columns.ts";
import { createExactSums, type ExactSums } from "./exact-sums.ts";
import type { PairTable } from "./pair-table.ts";
import { createTally, partialBounds, type Tally } from "./tally.ts";

/** Totals by group. */
export interface GroupTotals extends Tally {
	readonly units: ExactSums;
}

/** The pairs ordered by unit, and where each unit's begin; one more boundary than units (a counting sort). */
function pairsByUnit(pairs: PairTable, unitCount: number): { readonly order: Uint32Array; readonly starts: Uint32Array } {
	const starts = new Uint32Array(unitCount + 1);
	for (let slot = 0; slot < pairs.size(); slot++) {
		const next = pairs.first(slot) + 1;
		starts[next] = (starts[next] as number) + 1;
	}
	for (let unit = 0; unit < unitCount; unit++) starts[unit + 1] = (starts[unit + 1] as number) + (starts[unit] as number);
	const order = new Uint32Array(pairs.size());
	const place = starts.slice();
	for (let slot = 0; slot < pairs.size(); slot++) {
		const unit = pairs.first(slot);
		const at = place[unit] as number;
		order[at] = slot;
		place[unit] = at + 1;
	}
	return { order, starts };
}

/** Moves a uniformly random choice of `kept` entries of order[start … end) to its front. */
function chooseFront(
	order: Uint32Array,
	range: { readonly start: number; readonly end: number; readonly kept: number },
	uniform: UniformIntegers,
): void {
	const { start, end, kept } = range;
	for (let at = start; at < start + kept; at++) {
		const picked = at + uniform.below(end - at);
		const slot = order[picked] as number;
		order[picked] = order[at] as number;
		order[at] = slot;
	}
}

/**
 * Group totals from totals by pair.
 *
 * @param pairs - (unit, group) pairs
 * @param perPair - what each pair has, unbounded
 */
export function boundContributions(
	pairs: PairTable,
	perPair: Tally,
	request: {
		readonly unit: ColumnUnit;
		readonly unitCount: number;
		readonly columns: readonly NumberColumn[];
		readonly uniform: UniformIntegers;
	},
): GroupTotals {
	const { unit, unitCount, columns, uniform } = request;
	const units = createExactSums();
	const totals = createTally(columns.length);
	const rowBounds = { low: 0, high: unit.maxRowsPerGroup };
	const sumBounds = columns.map((column) => partialBounds(column, unit.maxRowsPerGroup));
	const { order, starts } = pairsByUnit(pairs, unitCount);

	for (let index = 0; index < unitCount; index++) {
		const start = starts[index] as number;
		const end = starts[index + 1] as number;
		const kept = Math.min(unit.maxGroups, end - start);
		if (kept < end - start) chooseFront(order, { start, end, kept }, uniform);
		for (let at = start; at < start + kept; at++) {
			const slot = order[at] as number;
			const group = pairs.second(slot);
			units.add(group, 1);
			totals.rows.add(group, perPair.rows.clamped(slot, rowBounds));
			for (let place = 0; place < sumBounds.length; place++) {
				const partial = (perPair.sums[place] as ExactSums).clamped(slot, sumBounds[place] as (typeof sumBounds)[number]);
				(totals.sums[place] as ExactSums).add(group, partial);
			}
		}
	}
	return { ...totals, units };
}
