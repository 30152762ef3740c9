/**
 * Re-identification risk of a table by its equivalence classes: the rows that share the values of all quasi-identifiers.
 *
 * The measures and the attackers they stand for (El Emam, Guide to the De-Identification of Personal Health Information, 2013; Sweeney
 * 2002 for k; Machanavajjhala et al. 2006 for l):
 *   k            size of the smallest class: nobody can be told apart from k − 1 others by these columns
 *   prosecutor   the attacker knows that one person is in the table: highest 1/k, for the row in the smallest class
 *   journalist   the attacker does not know it and matches against a larger population: never above the prosecutor's, which is given as
 *                its bound, since no population table is at hand
 *   marketer     the attacker matches all rows: the expected share of right matches, classes/rows, the average over rows of 1/class size
 *   distinct l   the fewest different sensitive values in a class: 1 means that belonging to the class gives the value away
 *
 * k says nothing about columns that were not named, nor about an attacker who knows more than these columns. It is no proof of anonymity.
 */
import {
	type Batch,
	type BatchSource,
	checkInteger,
	checkOptions,
	checkString,
	createPacer,
	invalidArgument,
	type OperationOptions,
} from "@veilkit/core";
import { type ClassCounts, createClassCounter } from "./class-counter.ts";
import type { RiskFigures, SensitiveColumnRisk } from "./figures.ts";
import { createRiskSheet, type RiskSheet } from "./sheet.ts";

/** What to assess. */
export interface RiskOptions {
	/** The columns by which an attacker may know a person. */
	readonly quasiIdentifiers: readonly string[];
	/** The columns whose values an attacker wants to learn. */
	readonly sensitive?: readonly string[];
	/** Class sizes below which rows are counted as at risk; 2, 5, 11 and 20 unless given (11 is the smallest cell that Medicare publishes). */
	readonly thresholds?: readonly number[];
}

const DEFAULT_THRESHOLDS = [2, 5, 11, 20];

function checkColumns(columns: readonly string[], path: string): readonly string[] {
	if (!Array.isArray(columns)) throw invalidArgument(path, "a list of column names");
	for (const [index, column] of columns.entries()) checkString(column, `${path}[${index}]`, { minLength: 1 });
	return columns;
}

function checkRiskOptions(options: RiskOptions, path: string): Required<RiskOptions> {
	const { quasiIdentifiers, sensitive = [], thresholds = DEFAULT_THRESHOLDS } = options;
	checkColumns(quasiIdentifiers, `${path}(options.quasiIdentifiers)`);
	if (quasiIdentifiers.length === 0) throw invalidArgument(`${path}(options.quasiIdentifiers)`, "at least one column");
	checkColumns(sensitive, `${path}(options.sensitive)`);
	for (const [index, threshold] of thresholds.entries()) checkInteger(threshold, `${path}(options.thresholds[${index}])`, { min: 2 });
	return { quasiIdentifiers, sensitive, thresholds: [...thresholds].sort((a, b) => a - b) };
}

function sensitiveRisk(column: string, distinct: Int32Array, sizes: Int32Array): SensitiveColumnRisk {
	let distinctL = distinct[0] ?? 0;
	let homogeneousClasses = 0;
	let homogeneousRows = 0;
	for (let index = 0; index < distinct.length; index++) {
		const values = distinct[index] as number;
		if (values < distinctL) distinctL = values;
		if (values !== 1) continue;
		homogeneousClasses++;
		homogeneousRows += sizes[index] as number;
	}
	return { column, distinctL, homogeneousClasses, homogeneousRows };
}

function figuresOf({ sizes, distinct }: ClassCounts, options: Required<RiskOptions>): RiskFigures {
	const classesBySize = new Map<number, number>();
	let rows = 0;
	for (const size of sizes) {
		rows += size;
		classesBySize.set(size, (classesBySize.get(size) ?? 0) + 1);
	}
	const histogram = [...classesBySize].sort(([a], [b]) => a - b).map(([size, classes]) => ({ size, classes, rows: size * classes }));
	const k = histogram[0]?.size ?? 0;
	const rowsBelow = (limit: number): number => histogram.reduce((sum, bin) => (bin.size < limit ? sum + bin.rows : sum), 0);
	const share = (part: number): number => (rows === 0 ? 0 : part / rows);
	const highest = k === 0 ? 0 : 1 / k;
	return {
		quasiIdentifiers: options.quasiIdentifiers,
		rows,
		classes: sizes.length,
		k,
		uniqueRows: rowsBelow(2),
		histogram,
		atRisk: options.thresholds.map((below) => ({ below, rows: rowsBelow(below), share: share(rowsBelow(below)) })),
		prosecutor: { highest, rowsAtHighest: histogram[0]?.rows ?? 0 },
		journalist: { highestBound: highest },
		marketer: { average: share(sizes.length) },
		sensitive: options.sensitive.map((column) => sensitiveRisk(column, distinct.get(column) as Int32Array, sizes)),
	};
}

/**
 * The risk sheet of a table in memory.
 *
 * @example
 * ```ts
 * import { assessRisk } from "@veilkit/pseudonymize/risk";
 * const sheet = assessRisk(batch, { quasiIdentifiers: ["birthDate", "postcode"], sensitive: ["diagnosis"] });
 * sheet.k; sheet.toMarkdown();
 * ```
 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_COLUMN_MISSING`, `ERR_INVALID_ARGUMENT`
 */
export function assessRisk(batch: Batch, options: RiskOptions): RiskSheet {
	checkOptions(options, "assessRisk(options)", ["quasiIdentifiers", "sensitive", "thresholds"]);
	const checked = checkRiskOptions(options, "assessRisk");
	const counter = createClassCounter(checked.quasiIdentifiers, checked.sensitive);
	counter.add(batch);
	return createRiskSheet(figuresOf(counter.counts(), checked));
}

/**
 * The risk sheet of a source, read once, batch by batch; memory grows with its classes and not with its rows.
 *
 * @example
 * ```ts
 * import { assessRiskAsync } from "@veilkit/pseudonymize/risk";
 * const sheet = await assessRiskAsync(release.batches(source), { quasiIdentifiers: ["birthDate", "postcode"] });
 * ```
 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_COLUMN_MISSING`, `ERR_INVALID_ARGUMENT`
 */
export async function assessRiskAsync(source: BatchSource, options: RiskOptions & OperationOptions): Promise<RiskSheet> {
	checkOptions(options, "assessRiskAsync(options)", ["quasiIdentifiers", "sensitive", "thresholds", "signal", "onProgress"]);
	const { signal, onProgress, ...risk } = options;
	const checked = checkRiskOptions(risk, "assessRiskAsync");
	const counter = createClassCounter(checked.quasiIdentifiers, checked.sensitive);
	const pacer = createPacer({ phase: "assess", ...(signal && { signal }), ...(onProgress && { onProgress }) });
	let rows = 0;
	for await (const batch of source) {
		counter.add(batch);
		rows += batch.length;
		if (pacer.due()) await pacer.pause(rows);
	}
	pacer.finish(rows);
	return createRiskSheet(figuresOf(counter.counts(), checked));
}
