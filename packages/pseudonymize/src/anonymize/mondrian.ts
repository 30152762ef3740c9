/**
 * The Mondrian method: classes of its own size everywhere, values replaced by the range that their class covers.
 *
 * Good where the release feeds statistics, since ranges are as narrow as the data allow; they differ from class to class and overlap, and
 * categories count as ordered text, so a range of them need not mean anything. For labels of a hierarchy use `fullDomain`.
 * Loss is GCP (Ghinita, Karras, Kalnis, Mamoulis, VLDB 2007): a range costs its width, of the width of the column.
 */
import { type Batch, checkOneOf, checkOptions, type Value } from "@veilkit/core";
import type { Constraints } from "./constraints.ts";
import { orderTable } from "./ordered-columns.ts";
import { createRanges, partition, rangesOf } from "./partition.ts";
import type { Generalized } from "./release.ts";
import { createRowChecker } from "./row-checker.ts";

/** Data of {@link mondrian}. */
export interface MondrianMethod {
	readonly method: "mondrian";
	readonly mode: "strict" | "relaxed";
}

/**
 * Cuts the table into classes of their own ranges.
 *
 * @param options - `strict` (the default) keeps equal rows in one class; `relaxed` then cuts on between equal values, down to classes of nearly k rows whose ranges may overlap
 * @example
 * ```ts
 * import { mondrian } from "@veilkit/pseudonymize/anonymize";
 * mondrian({ mode: "relaxed" });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function mondrian(options: { readonly mode?: "strict" | "relaxed" } = {}): MondrianMethod {
	const { mode = "strict" } = checkOptions(options, "mondrian(options)", ["mode"]);
	return Object.freeze({ method: "mondrian", mode: checkOneOf(mode, "mondrian(options.mode)", ["strict", "relaxed"]) });
}

/** Applies the method; undefined if the table as a whole misses the targets. */
export function generalizeByMondrian(
	batch: Batch,
	quasiIdentifiers: readonly string[],
	{ mode, constraints }: { readonly mode: MondrianMethod["mode"]; readonly constraints: Constraints },
): Generalized | undefined {
	const table = orderTable(batch, quasiIdentifiers);
	const meetsTargets = createRowChecker(constraints);
	const inOrder = Int32Array.from({ length: table.length }, (_, row) => row);
	if (table.length > 0 && !meetsTargets(inOrder, 0, table.length)) return undefined;

	const { rows, starts } = partition(table, { mode, minSize: constraints.minSize, meetsTargets });
	const classOf = new Int32Array(table.length);
	const labels = table.columns.map((): Value[] => []);
	const ranges = createRanges(table);
	let covered = 0;
	for (let at = 1; at < starts.length; at++) {
		const [from, to] = [starts[at - 1] as number, starts[at] as number];
		for (let place = from; place < to; place++) classOf[rows[place] as number] = at - 1;
		rangesOf(table, from, to, ranges);
		for (const [column, { positions, label }] of table.columns.entries()) {
			const [low, high] = [ranges.low[column] as number, ranges.high[column] as number];
			labels[column]?.push(label(low, high));
			covered += (to - from) * ((positions[high] as number) - (positions[low] as number));
		}
	}
	const columns = labels.map((ofClass) => {
		const cells = new Array<Value>(table.length).fill(null);
		for (let row = 0; row < cells.length; row++) cells[row] = ofClass[classOf[row] as number] as Value;
		return cells;
	});
	return { rows: inOrder, columns, gcp: table.length === 0 ? 0 : covered / (table.length * columns.length) };
}
