/**
 * Full-domain generalisation: every value of a column is replaced by its label at one level of the column's hierarchy, and rows whose class misses
 * the targets are left out, up to a limit. Of all combinations of levels the one with the least discernibility is taken, found without trying all.
 *
 * Labels are true and mean the same everywhere in the release, which is what people who read tables expect; the price is a coarser table than Mondrian's.
 * Sources: Samarati, TKDE 2001 (full-domain generalisation with suppression); Bayardo, Agrawal, ICDE 2005 (DM: the sum of squared class sizes, a row
 * left out costing as much as the table has rows). Loss (GCP): a label costs (values under it − 1) / (values of the hierarchy − 1).
 */
import { type Batch, checkNumber, checkObject, checkOptions, invalidArgument, type Value } from "@veilkit/core";
import { valueUncovered } from "../error/errors.ts";
import type { Hierarchy } from "../hierarchy/hierarchy.ts";
import { createDictionary, type Dictionary, encodeRows } from "../risk/dictionary.ts";
import type { Constraints } from "./constraints.ts";
import { createGroupChecker } from "./group-checker.ts";
import { searchLattice } from "./lattice.ts";
import { createNodeClasses } from "./node-classes.ts";
import type { Generalized } from "./release.ts";

/** Data of {@link fullDomain}. */
export interface FullDomainMethod {
	readonly method: "full-domain";
	readonly hierarchies: Readonly<Record<string, Hierarchy>>;
	readonly suppression: number;
}

/** Combinations of levels that are searched, at most. */
const MAX_NODES = 1_000_000;

/**
 * Generalises whole columns to the best combination of levels.
 *
 * @param options - `hierarchies`: one for each quasi-identifier; `suppression`: the share of rows that may be left out, 0 to 1
 * @example
 * ```ts
 * import { fullDomain, parseHierarchy } from "@veilkit/pseudonymize/anonymize";
 * fullDomain({ hierarchies: { sex: parseHierarchy("F;*\nM;*\n") }, suppression: 0.02 });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function fullDomain(options: {
	readonly hierarchies: Readonly<Record<string, Hierarchy>>;
	readonly suppression: number;
}): FullDomainMethod {
	const path = "fullDomain";
	const { hierarchies, suppression } = checkOptions(options, `${path}(options)`, ["hierarchies", "suppression"]);
	checkObject(hierarchies, `${path}(options.hierarchies)`);
	checkNumber(suppression, `${path}(options.suppression)`, { min: 0, max: 1 });
	return Object.freeze({ method: "full-domain", hierarchies, suppression });
}

/** A quasi-identifier with its labels: by level, the code of each value's label, and the labels by code. */
interface Domain {
	readonly codesAt: readonly Int32Array[];
	readonly labelsAt: readonly (readonly Value[])[];
	/** By level, how much of the hierarchy each label covers, 0 to 1. */
	readonly coverAt: readonly Float64Array[];
}

function domainOf(hierarchy: Hierarchy, values: readonly Value[]): Domain {
	const levels = Array.from({ length: hierarchy.height + 1 }, (_, level) => {
		const labels = createDictionary();
		const leaves = new Map<string, number>();
		for (const value of hierarchy.values) {
			const label = hierarchy.generalize(value, level);
			leaves.set(label, (leaves.get(label) ?? 0) + 1);
		}
		const codes = Int32Array.from(values, (value) => labels.codeOf(hierarchy.generalize(String(value), level)));
		const others = Math.max(1, hierarchy.values.length - 1);
		const cover = Float64Array.from(labels.values, (label) => ((leaves.get(label as string) ?? 1) - 1) / others);
		return { codes, labels: level === 0 ? values : labels.values, cover };
	});
	return {
		codesAt: levels.map(({ codes }) => codes),
		labelsAt: levels.map(({ labels }) => labels),
		coverAt: levels.map(({ cover }) => cover),
	};
}

/** The codes of quasi-identifiers, followed in each row by those of the columns under targets. */
function withConstrained(codes: Int32Array, columns: number, { columns: constrained }: Constraints): Int32Array {
	if (constrained.length === 0) return codes;
	const width = columns + constrained.length;
	const rows = new Int32Array((codes.length / columns) * width);
	for (let row = 0; row * width < rows.length; row++) {
		for (let at = 0; at < columns; at++) rows[row * width + at] = codes[row * columns + at] as number;
		for (const [at, column] of constrained.entries()) rows[row * width + columns + at] = column.codes[row] as number;
	}
	return rows;
}

/** The hierarchy of each quasi-identifier. */
function hierarchiesOf(quasiIdentifiers: readonly string[], { hierarchies }: FullDomainMethod): readonly Hierarchy[] {
	const found = quasiIdentifiers.map((column) => {
		const hierarchy = Object.hasOwn(hierarchies, column) ? hierarchies[column] : undefined;
		if (hierarchy === undefined)
			throw invalidArgument(`fullDomain(options.hierarchies.${column})`, "a hierarchy for each quasi-identifier");
		return hierarchy;
	});
	const nodes = found.reduce((product, { height }) => product * (height + 1), 1);
	if (nodes > MAX_NODES) throw invalidArgument("fullDomain(options.hierarchies)", `at most ${MAX_NODES} combinations of levels`);
	return found;
}

function checkCovered(column: string, values: readonly Value[], hierarchy: Hierarchy): void {
	const known = new Set(hierarchy.values);
	if (!values.every((value) => known.has(String(value)))) throw valueUncovered(column);
}

/** Applies the method; undefined if no combination of levels meets the targets. */
export function generalizeFullDomain(
	batch: Batch,
	quasiIdentifiers: readonly string[],
	{ method, constraints }: { readonly method: FullDomainMethod; readonly constraints: Constraints },
): Generalized | undefined {
	const hierarchies = hierarchiesOf(quasiIdentifiers, method);
	const dictionaries = quasiIdentifiers.map(createDictionary);
	const codes = encodeRows(batch, quasiIdentifiers, dictionaries);
	const domains = hierarchies.map((hierarchy, at) => {
		const { values } = dictionaries[at] as Dictionary;
		checkCovered(quasiIdentifiers[at] as string, values, hierarchy);
		return domainOf(hierarchy, values);
	});
	const columns = domains.length;
	const codesAt = domains.map((domain) => domain.codesAt);
	const nodes = createNodeClasses({
		rows: withConstrained(codes, columns, constraints),
		codesAt,
		valueCounts: constraints.columns.map(({ valueCount }) => valueCount),
	});
	const verdictOf = createGroupChecker(constraints, { rows: batch.length, columns });
	const limit = Math.floor(method.suppression * batch.length);

	const best = searchLattice({
		heights: hierarchies.map(({ height }) => height),
		monotone: constraints.monotone || limit === 0,
		check(node) {
			const { suppressed, holds, discernibility, bound } = verdictOf(nodes.at(node));
			return { satisfied: holds && suppressed <= limit && (suppressed < batch.length || batch.length === 0), cost: discernibility, bound };
		},
	});
	if (best === undefined) return undefined;

	const { accepted } = verdictOf(nodes.at(best));
	const classOf = nodes.classesOfRows(best);
	const rows = Int32Array.from({ length: batch.length }, (_, row) => row).filter((row) => accepted[classOf[row] as number] === 1);
	let covered = (batch.length - rows.length) * columns;
	const labels = domains.map((domain, column) => {
		const level = best[column] as number;
		const [codeOf, labelOf, coverOf] = [domain.codesAt[level], domain.labelsAt[level], domain.coverAt[level]];
		const cells = new Array<Value>(rows.length).fill(null);
		for (let at = 0; at < cells.length; at++) {
			const label = codeOf?.[codes[(rows[at] as number) * columns + column] as number] as number;
			cells[at] = labelOf?.[label] as Value;
			covered += coverOf?.[label] as number;
		}
		return cells;
	});
	return {
		rows,
		columns: labels,
		gcp: batch.length === 0 ? 0 : covered / (batch.length * columns),
		levels: Object.fromEntries(quasiIdentifiers.map((column, at) => [column, best[at] as number])),
	};
}
