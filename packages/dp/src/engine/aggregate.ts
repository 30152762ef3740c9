/**
 * Batches to exact, bounded totals by group, in one pass.
 *
 * Ids and keys become small numbers, cells become steps of their lattice, and totals are kept per pair of a unit and a group (per group where each
 * row is its own unit). A row without a unit or without a group is left out. Nothing but a missing column can make this fail: that is a matter of
 * the schema, not of the rows. Time and memory depend on the number of rows, units and groups; see the caveat in the README.
 */
import { type Batch, type BatchSource, type Column, createPacer, type OperationOptions } from "@veilkit/core";
import { columnMissing } from "../error.ts";
import { createStepReader, type StepReader } from "../schema/lattice.ts";
import type { AggregateRequest, Aggregates } from "../source/source.ts";
import { boundContributions, type GroupTotals } from "./bound.ts";
import { createDictionary, NO_NUMBER } from "./dictionary.ts";
import type { ExactSums } from "./exact-sums.ts";
import { createGroupIndex } from "./group-index.ts";
import { createPairTable } from "./pair-table.ts";
import { createTally } from "./tally.ts";

/** Rows that are numbered together; between chunks the clock is asked whether to yield. */
const CHUNK_ROWS = 4096;

function columnOf(batch: Batch, name: string): Column {
	const column = Object.hasOwn(batch.columns, name) ? batch.columns[name] : undefined;
	if (column === undefined) throw columnMissing(name);
	return column;
}

/**
 * Aggregates the rows of `read` as requested.
 *
 * @throws {VeilkitError} `ERR_DP_COLUMN_MISSING`; what `read` throws
 */
export async function aggregateBatches(
	read: () => BatchSource,
	request: AggregateRequest,
	operation: OperationOptions,
): Promise<Aggregates> {
	const { unit, groupBy, sums, uniform } = request;
	const groups = createGroupIndex(groupBy);
	const units = createDictionary();
	const pairs = createPairTable();
	const tally = createTally(sums.length);
	const readers = sums.map(({ column }) => createStepReader(column));
	const pacer = createPacer({ ...operation, phase: "read" });
	let rowsRead = 0;

	/** The totals each row of a chunk adds to: those of its group, or of its unit in its group; NO_NUMBER if it is left out. */
	function places(batch: Batch, start: number, length: number): Int32Array {
		const groupOf = new Int32Array(length);
		groups.number(
			groupBy.map(({ name }) => columnOf(batch, name)),
			start,
			groupOf,
		);
		if (unit === "row") return groupOf;
		const unitOf = new Int32Array(length);
		units.number(columnOf(batch, unit.column), start, unitOf);
		return groupOf.map((group, at) => {
			const owner = unitOf[at] as number;
			return group === NO_NUMBER || owner === NO_NUMBER ? NO_NUMBER : pairs.slot(owner, group);
		});
	}

	function addRows(into: Int32Array): void {
		for (const place of into) if (place !== NO_NUMBER) tally.rows.add(place, 1);
	}

	function addSteps(cells: Column, start: number, into: Int32Array, sum: number): void {
		const [read, totals] = [readers[sum] as StepReader, tally.sums[sum] as ExactSums];
		for (let at = 0; at < into.length; at++) {
			const place = into[at] as number;
			const steps = place === NO_NUMBER ? undefined : read(cells[start + at]);
			if (steps !== undefined) totals.add(place, steps);
		}
	}

	for await (const batch of read()) {
		for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
			const into = places(batch, start, Math.min(CHUNK_ROWS, batch.length - start));
			addRows(into);
			for (const [sum, { name }] of sums.entries()) addSteps(columnOf(batch, name), start, into, sum);
			rowsRead += into.length;
			if (pacer.due()) await pacer.pause(rowsRead);
		}
	}
	pacer.finish(rowsRead);

	const columns = sums.map(({ column }) => column);
	const totals: GroupTotals =
		unit === "row"
			? { ...tally, units: tally.rows }
			: boundContributions(pairs, tally, { unit, unitCount: units.texts.length, columns, uniform });
	const keys = groups.keys();
	const perGroup = (of: ExactSums): readonly bigint[] => keys.map((_, group) => of.get(group));
	return { groups: keys, units: perGroup(totals.units), counts: perGroup(totals.rows), sums: totals.sums.map(perGroup) };
}
