/**
 * Anonymises a table to targets and says how well it worked.
 *
 * Closed by default: only quasi-identifiers (generalised), sensitive columns and columns named in `keep` (both as they are) leave. The release is
 * assessed as it leaves; what its figures cover, and what not, is in the sheet. Rows leave in the order of the table, so shuffle them first
 * where the order says something.
 */
import {
	type Batch,
	type Column,
	checkArray,
	checkObject,
	checkOneOf,
	checkOptions,
	createBatch,
	invalidArgument,
	type Value,
	VeilkitError,
} from "@veilkit/core";
import { assessRisk, checkColumns, checkSensitive } from "../risk/assess.ts";
import { columnOf } from "../risk/dictionary.ts";
import type { SensitiveColumn } from "../risk/sensitive-risk.ts";
import type { RiskSheet } from "../risk/sheet.ts";
import { createConstraints } from "./constraints.ts";
import { type FullDomainMethod, generalizeFullDomain } from "./full-domain.ts";
import { generalizeByMondrian, type MondrianMethod } from "./mondrian.ts";
import type { Generalized } from "./release.ts";
import type { Target } from "./targets.ts";

/** What to anonymise, to which targets, and how. */
export interface AnonymizeOptions {
	/** The columns by which an attacker may know a person. */
	readonly quasiIdentifiers: readonly string[];
	/** The columns whose values an attacker wants to learn; those of the targets need not be repeated. */
	readonly sensitive?: readonly (string | SensitiveColumn)[];
	/** Other columns that leave as they are. */
	readonly keep?: readonly string[];
	/** What every class must meet, all of it. */
	readonly targets: readonly Target[];
	readonly method: MondrianMethod | FullDomainMethod;
}

/** An anonymised table. */
export interface Anonymized {
	readonly batch: Batch;
	/** The risks and figures of the release. */
	readonly sheet: RiskSheet;
	/** Rows left out. */
	readonly suppressed: number;
	/** What the release lost: GCP, 0 to 1, by the definition of the method; and DM, a row left out costing as much as the table has rows. */
	readonly loss: { readonly gcp: number; readonly discernibility: number };
	/** How far each quasi-identifier was generalised, for full-domain generalisation. */
	readonly levels?: Readonly<Record<string, number>>;
}

/** The sensitive columns: those named, then those of the targets, which may know more about them. */
function sensitiveColumns(named: readonly SensitiveColumn[], targets: readonly Target[]): readonly SensitiveColumn[] {
	const specs = new Map<string, SensitiveColumn>(named.map((spec) => [spec.column, spec]));
	for (const target of targets) {
		if (target.model === "k-anonymity") continue;
		const known = specs.get(target.column) ?? { column: target.column };
		const structure =
			target.model === "t-closeness"
				? { ...(target.ordered && { ordered: target.ordered }), ...(target.hierarchy && { hierarchy: target.hierarchy }) }
				: {};
		specs.set(target.column, { ...known, ...structure });
	}
	return [...specs.values()];
}

function pick(column: Column, rows: Int32Array): Column {
	if (rows.length === column.length) return column;
	const values = new Array<Value>(rows.length).fill(null);
	for (let at = 0; at < values.length; at++) values[at] = column[rows[at] as number] ?? null;
	return values;
}

function unreachable(): VeilkitError<"ERR_PSEUDONYMIZE_TARGET"> {
	return new VeilkitError(
		"ERR_PSEUDONYMIZE_TARGET",
		"anonymize(options.targets): not even one class of all rows, or the most general labels, meet them; lower a target or allow more suppression",
	);
}

function generalize(batch: Batch, options: AnonymizeOptions): Generalized | undefined {
	const { quasiIdentifiers, targets, method } = options;
	const constraints = createConstraints(batch, targets);
	return method.method === "mondrian"
		? generalizeByMondrian(batch, quasiIdentifiers, { mode: method.mode, constraints })
		: generalizeFullDomain(batch, quasiIdentifiers, { method, constraints });
}

/**
 * Anonymises a table in memory.
 *
 * @example
 * ```ts
 * import { anonymize, distinctDiversity, kAnonymity, mondrian } from "@veilkit/pseudonymize/anonymize";
 * const { batch: safe, sheet } = anonymize(batch, {
 *   quasiIdentifiers: ["age", "postcode"],
 *   targets: [kAnonymity(10), distinctDiversity({ column: "diagnosis", l: 3 })],
 *   method: mondrian(),
 * });
 * sheet.k; // 10 or more
 * ```
 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_TARGET` if the table cannot meet the targets; `ERR_PSEUDONYMIZE_COLUMN_MISSING`;
 * `ERR_PSEUDONYMIZE_VALUE` for values outside a given order or hierarchy; `ERR_INVALID_ARGUMENT`
 */
export function anonymize(batch: Batch, options: AnonymizeOptions): Anonymized {
	const path = "anonymize";
	const {
		quasiIdentifiers,
		keep = [],
		targets,
	} = checkOptions(options, `${path}(options)`, ["quasiIdentifiers", "sensitive", "keep", "targets", "method"]);
	checkArray(checkColumns(quasiIdentifiers, `${path}(options.quasiIdentifiers)`), `${path}(options.quasiIdentifiers)`, { min: 1 });
	checkArray(targets, `${path}(options.targets)`, { min: 1 });
	checkOneOf(checkObject(options.method, `${path}(options.method)`)["method"], `${path}(options.method.method)`, [
		"mondrian",
		"full-domain",
	]);
	const sensitive = sensitiveColumns(checkSensitive(options.sensitive ?? [], `${path}(options.sensitive)`), targets);
	const untouched = [...new Set([...sensitive.map(({ column }) => column), ...checkColumns(keep, `${path}(options.keep)`)])];
	const twice = untouched.find((column) => quasiIdentifiers.includes(column));
	if (twice !== undefined)
		throw invalidArgument(`${path}(options.quasiIdentifiers)`, `columns that are not sensitive, targeted or kept, unlike "${twice}"`);
	const columns = new Map(untouched.map((column) => [column, columnOf(batch, column)]));

	const generalized = generalize(batch, options);
	if (generalized === undefined) throw unreachable();
	const { rows, gcp, levels } = generalized;
	for (const [column, values] of columns) columns.set(column, pick(values, rows));
	for (const [at, column] of quasiIdentifiers.entries()) columns.set(column, generalized.columns[at] as Column);
	const released = Object.keys(batch.columns).filter((column) => columns.has(column));
	const safe = createBatch(Object.fromEntries(released.map((column) => [column, columns.get(column) as Column])));
	const sheet = assessRisk(safe, { quasiIdentifiers, sensitive });
	const suppressed = batch.length - rows.length;
	return {
		batch: safe,
		sheet,
		suppressed,
		loss: { gcp, discernibility: sheet.loss.discernibility + suppressed * batch.length },
		...(levels && { levels }),
	};
}
