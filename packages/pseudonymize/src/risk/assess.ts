/**
 * Re-identification risk of a table by its equivalence classes: the rows that share the values of all quasi-identifiers.
 *
 * What the figures mean, and whose definitions they are: `class-sizes.ts` (k, prosecutor, journalist, marketer), `diversity.ts` (l),
 * `closeness.ts` (t), `likeness.ts` (β, δ-disclosure), `presence.ts` (k-map, δ-presence), `uniqueness.ts` (estimates for a population).
 *
 * They say nothing about columns that were not named, nor about an attacker who knows more than these columns. They are no proof of anonymity.
 */
import {
	type Batch,
	type BatchSource,
	checkArray,
	checkInteger,
	checkOptions,
	checkString,
	createPacer,
	invalidArgument,
	type OperationOptions,
} from "@veilkit/core";
import { type ClassCounter, createClassCounter } from "./class-counter.ts";
import { classLoss, histogramOf, rowsBelow } from "./class-sizes.ts";
import type { PrivacySpent, RiskFigures } from "./figures.ts";
import { presenceOf } from "./presence.ts";
import { type SensitiveColumn, sensitiveRisk } from "./sensitive-risk.ts";
import { createRiskSheet, type RiskSheet } from "./sheet.ts";
import { estimateUniqueness } from "./uniqueness.ts";

/** What to assess. */
export interface RiskOptions {
	/** The columns by which an attacker may know a person. */
	readonly quasiIdentifiers: readonly string[];
	/** The columns whose values an attacker wants to learn. */
	readonly sensitive?: readonly (string | SensitiveColumn)[];
	/** Class sizes below which rows are counted as at risk; 2, 5, 11 and 20 unless given (11 is the smallest cell that Medicare publishes). */
	readonly thresholds?: readonly number[];
	/** The table that the release was drawn from, generalised in the same way: makes the journalist's risk exact. */
	readonly population?: Batch;
	/** How many people the table is a random sample of: adds the estimated population uniqueness. */
	readonly populationSize?: number;
	/** What the same release has spent of a differential privacy budget, to be printed beside these figures. */
	readonly privacySpent?: PrivacySpent;
}

const OPTION_NAMES = ["quasiIdentifiers", "sensitive", "thresholds", "population", "populationSize", "privacySpent"];
const DEFAULT_THRESHOLDS = [2, 5, 11, 20];

interface CheckedOptions extends Omit<RiskOptions, "sensitive"> {
	readonly sensitive: readonly SensitiveColumn[];
	readonly thresholds: readonly number[];
}

/** A list of column names, each once. */
export function checkColumns(columns: readonly string[], path: string): readonly string[] {
	for (const [index, column] of checkArray(columns, path).entries()) checkString(column, `${path}[${index}]`, { minLength: 1 });
	if (new Set(columns).size !== columns.length) throw invalidArgument(path, "each column once");
	return columns;
}

/** Sensitive columns with what is known of their values. */
export function checkSensitive(columns: readonly (string | SensitiveColumn)[], path: string): readonly SensitiveColumn[] {
	checkArray(columns, path);
	const specs = columns.map((entry, index) =>
		typeof entry === "string" ? { column: entry } : checkOptions(entry, `${path}[${index}]`, ["column", "ordered", "hierarchy"]),
	);
	checkColumns(
		specs.map(({ column }) => column),
		path,
	);
	return specs;
}

function checkSpent(spent: PrivacySpent, path: string): PrivacySpent {
	checkOptions(spent, path, ["epsilon", "delta", "receipt"]);
	checkString(spent.epsilon, `${path}.epsilon`, { minLength: 1 });
	checkString(spent.delta, `${path}.delta`, { minLength: 1 });
	return spent;
}

function checkRiskOptions(options: RiskOptions, path: string): CheckedOptions {
	const { quasiIdentifiers, sensitive = [], thresholds = DEFAULT_THRESHOLDS, populationSize, privacySpent } = options;
	checkColumns(quasiIdentifiers, `${path}(options.quasiIdentifiers)`);
	if (quasiIdentifiers.length === 0) throw invalidArgument(`${path}(options.quasiIdentifiers)`, "at least one column");
	for (const [index, threshold] of thresholds.entries()) checkInteger(threshold, `${path}(options.thresholds[${index}])`, { min: 2 });
	if (populationSize !== undefined) checkInteger(populationSize, `${path}(options.populationSize)`, { min: 1 });
	if (privacySpent !== undefined) checkSpent(privacySpent, `${path}(options.privacySpent)`);
	return {
		...options,
		sensitive: checkSensitive(sensitive, `${path}(options.sensitive)`),
		thresholds: [...thresholds].sort((a, b) => a - b),
	};
}

function createCounter({ quasiIdentifiers, sensitive }: CheckedOptions): ClassCounter {
	return createClassCounter(
		quasiIdentifiers,
		sensitive.map(({ column }) => column),
	);
}

function figuresOf(counter: ClassCounter, options: CheckedOptions, path: string): RiskFigures {
	const { sizes, sensitive } = counter.counts();
	const histogram = histogramOf(sizes);
	const rows = histogram.reduce((sum, bin) => sum + bin.rows, 0);
	const k = histogram[0]?.size ?? 0;
	const population = options.population && presenceOf(sizes, counter.sizesIn(options.population));
	const { populationSize, privacySpent } = options;
	if (populationSize !== undefined && populationSize < rows) {
		throw invalidArgument(`${path}(options.populationSize)`, "at least as many people as the table has rows");
	}
	const highest = k === 0 ? 0 : 1 / k;
	return {
		quasiIdentifiers: options.quasiIdentifiers,
		rows,
		classes: sizes.length,
		k,
		uniqueRows: rowsBelow(histogram, 2, rows).rows,
		histogram,
		atRisk: options.thresholds.map((below) => rowsBelow(histogram, below, rows)),
		prosecutor: { highest, rowsAtHighest: histogram[0]?.rows ?? 0 },
		journalist:
			population === undefined || k === 0 ? { highestBound: highest, exact: false } : { highestBound: 1 / population.kMap, exact: true },
		marketer: { average: rows === 0 ? 0 : sizes.length / rows },
		...(population && { population }),
		...(populationSize !== undefined && { populationUniqueness: estimateUniqueness(histogram, populationSize) }),
		sensitive: options.sensitive.map((spec, index) => sensitiveRisk(spec, sensitive[index] as (typeof sensitive)[number])),
		loss: classLoss(histogram, rows),
		...(privacySpent && { privacySpent }),
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
 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_COLUMN_MISSING`; `ERR_PSEUDONYMIZE_VALUE` for values outside a given order or hierarchy;
 * `ERR_PSEUDONYMIZE_POPULATION` for a population that does not contain the table; `ERR_INVALID_ARGUMENT`
 */
export function assessRisk(batch: Batch, options: RiskOptions): RiskSheet {
	checkOptions(options, "assessRisk(options)", OPTION_NAMES);
	const checked = checkRiskOptions(options, "assessRisk");
	const counter = createCounter(checked);
	counter.add(batch);
	return createRiskSheet(figuresOf(counter, checked, "assessRisk"));
}

/**
 * The risk sheet of a source, read once, batch by batch; memory grows with its classes and not with its rows.
 *
 * @example
 * ```ts
 * import { assessRiskAsync } from "@veilkit/pseudonymize/risk";
 * const sheet = await assessRiskAsync(release.batches(source), { quasiIdentifiers: ["birthDate", "postcode"] });
 * ```
 * @throws {VeilkitError} as {@link assessRisk}
 */
export async function assessRiskAsync(source: BatchSource, options: RiskOptions & OperationOptions): Promise<RiskSheet> {
	checkOptions(options, "assessRiskAsync(options)", [...OPTION_NAMES, "signal", "onProgress"]);
	const { signal, onProgress, ...risk } = options;
	const checked = checkRiskOptions(risk, "assessRiskAsync");
	const counter = createCounter(checked);
	const pacer = createPacer({ phase: "assess", ...(signal && { signal }), ...(onProgress && { onProgress }) });
	let rows = 0;
	for await (const batch of source) {
		counter.add(batch);
		rows += batch.length;
		if (pacer.due()) await pacer.pause(rows);
	}
	pacer.finish(rows);
	return createRiskSheet(figuresOf(counter, checked, "assessRiskAsync"));
}
