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
import { createDictionary } from "./dictionary.ts";
import type { ExactSums } from "./exact-sums.ts";
import { createGroupIndex } from "./group-index.ts";
import { createPairTable } from "./pair-table.ts";
import { createTally } from "./tally.ts";

/** How often the clock is asked whether to yield. */
const ROWS_PER_CHECK = 1024;

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
	const readers: readonly StepReader[] = sums.map(({ column }) => createStepReader(column));
	const pacer = createPacer({ ...operation, phase: "read" });
	let rowsRead = 0;

	for await (const batch of read()) {
		const keyColumns = groupBy.map(({ name }) => columnOf(batch, name));
		const sumColumns = sums.map(({ name }) => columnOf(batch, name));
		const unitColumn = unit === "row" ? undefined : columnOf(batch, unit.column);

		for (let row = 0; row < batch.length; row++) {
			if (++rowsRead % ROWS_PER_CHECK === 0 && pacer.due()) await pacer.pause(rowsRead);
			const group = groups.of(keyColumns, row);
			if (group < 0) continue;
			let index = group;
			if (unitColumn !== undefined) {
				const owner = units.indexOf(unitColumn[row]);
				if (owner < 0) continue;
				index = pairs.slot(owner, group);
			}
			tally.rows.add(index, 1);
			for (let place = 0; place < readers.length; place++) {
				const steps = (readers[place] as StepReader)((sumColumns[place] as Column)[row]);
				if (steps !== undefined) (tally.sums[place] as ExactSums).add(index, steps);
			}
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
