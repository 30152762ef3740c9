/**
 * Building a query over a declared table: group, count, sum, plan. Every step returns a new query; nothing is read or spent.
 *
 * Column names are checked by the compiler against the schema, and again at run time for callers without one.
 */
import { checkInteger, checkOneOf, checkOptions, invalidArgument } from "@veilkit/core";
import { type PrivacyAmount, readLoss } from "../budget/amount.ts";
import { partialBounds } from "../engine/tally.ts";
import { columnMissing } from "../error.ts";
import { compare, ONE } from "../numeric/rational.ts";
import { type ExactNumber, readPositive } from "../numeric/text.ts";
import type { ColumnUnit, GroupColumn, NumberColumn, PrivacyUnit, Schema } from "../schema/columns.ts";
import type { NamedColumn, Source } from "../source/source.ts";
import type { QueryContext } from "./context.ts";
import { publicGroups, type QueryParts, type SELECTION_WEIGHT, shareNames } from "./design.ts";
import { createPlan, type Plan } from "./plan.ts";

/** The names of the group columns of a schema. */
export type GroupName<S extends Schema> = { [name in keyof S]: S[name] extends GroupColumn ? name : never }[keyof S] & string;

/** The names of the number columns of a schema. */
export type NumberName<S extends Schema> = { [name in keyof S]: S[name] extends NumberColumn ? name : never }[keyof S] & string;

/** A table as the analyst declares it. */
export interface Table<S extends Schema> {
	readonly unit: PrivacyUnit;
	readonly columns: S;
}

/** How much a query may cost and how that is divided. */
export interface PlanOptions<Outputs extends string = string> {
	/** What one run may cost. δ is needed, and used, only to select private keys. */
	readonly spend: PrivacyAmount;
	/** Confidence of the intervals, between 0 and 1; 0.95 unless given. */
	readonly confidence?: ExactNumber;
	/** Relative shares of ε, integers from 1 to 1000: `keys` for the selection of private keys, and each output by name; 1 unless given. */
	readonly weights?: { readonly [name in Outputs | typeof SELECTION_WEIGHT]?: number };
}

/** A query under construction. */
export interface Query<S extends Schema, Keys extends string, Outputs extends string> {
	/** Groups by the combination of these columns. */
	groupBy<const Names extends readonly GroupName<S>[]>(...columns: Names): Query<S, Keys | Names[number], Outputs>;
	/** The number of rows, as the output `count`. */
	count(): Query<S, Keys, Outputs | "count">;
	/** The sum of a number column, as an output of its name. */
	sum<Name extends NumberName<S>>(column: Name): Query<S, Keys, Outputs | Name>;
	/**
	 * Fixes the price and computes the consequences; nothing is read or spent.
	 *
	 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_DP_COLUMN_MISSING` if the source knows its columns and lacks one
	 */
	plan(options: PlanOptions<Outputs>): Plan<Keys, Outputs>;
}

const MAX_PUBLIC_GROUPS = 1_000_000;
const MAX_PARTIAL = 2 ** 52;

/** Checks a privacy unit. */
export function checkUnit(unit: PrivacyUnit, path: string): PrivacyUnit {
	if (unit === "row") return unit;
	const { column, maxGroups, maxRowsPerGroup }: ColumnUnit = checkOptions(unit, path, ["column", "maxGroups", "maxRowsPerGroup"]);
	if (typeof column !== "string" || column === "") throw invalidArgument(`${path}.column`, "the name of a column");
	return {
		column,
		maxGroups: checkInteger(maxGroups, `${path}.maxGroups`, { min: 1, max: 2 ** 32 }),
		maxRowsPerGroup: checkInteger(maxRowsPerGroup, `${path}.maxRowsPerGroup`, { min: 1, max: 2 ** 32 }),
	};
}

function declared<Kind extends "group" | "number">(
	table: Table<Schema>,
	name: string,
	kind: Kind,
): Extract<Schema[string], { kind: Kind }> {
	const names = Object.keys(table.columns).filter((candidate) => table.columns[candidate]?.kind === kind);
	const path = kind === "group" ? "query.groupBy(columns)" : "query.sum(column)";
	if (names.length === 0) throw invalidArgument(path, `a ${kind} column, and the schema declares none`);
	return table.columns[checkOneOf(name, path, names)] as Extract<Schema[string], { kind: Kind }>;
}

function checkWeights(weights: Readonly<Record<string, number | undefined>>, names: readonly string[]): ReadonlyMap<string, number> {
	checkOptions(weights, "plan(options.weights)", names);
	return new Map(names.map((name) => [name, checkInteger(weights[name] ?? 1, `plan(options.weights.${name})`, { min: 1, max: 1000 })]));
}

function checkQuery(query: QueryParts, source: Source): void {
	if (!query.counted && query.sums.length === 0) throw invalidArgument("query", "an output: call count() or sum(column) before plan()");
	const outputs = shareNames(query);
	const columns = query.groupBy.map(({ name }) => name);
	const names = [...columns, ...outputs];
	const repeated = names.find((name, index) => names.indexOf(name) !== index);
	if (repeated !== undefined) throw invalidArgument("query", `each name once; "${repeated}" is used twice`);
	if ((publicGroups(query.groupBy) ?? 0) > MAX_PUBLIC_GROUPS)
		throw invalidArgument("query.groupBy(columns)", `at most ${MAX_PUBLIC_GROUPS} combinations of public keys`);
	const used = [...columns, ...query.sums.map(({ name }) => name), ...(query.unit === "row" ? [] : [query.unit.column])];
	for (const name of used) if (source.columns !== undefined && !source.columns.includes(name)) throw columnMissing(name);
	const maxRows = query.unit === "row" ? 1 : query.unit.maxRowsPerGroup;
	for (const { name, column } of query.sums) {
		const { low, high } = partialBounds(column, maxRows);
		if (Math.max(-low, high) > MAX_PARTIAL)
			throw invalidArgument(`query.sum("${name}")`, "bounds in steps times maxRowsPerGroup of at most 2^52; use a larger step");
	}
}

function createQuery<S extends Schema, Keys extends string, Outputs extends string>(
	parts: QueryParts,
	table: Table<S>,
	context: QueryContext & { readonly source: Source },
): Query<S, Keys, Outputs> {
	const named = <Kind extends "group" | "number">(name: string, kind: Kind): NamedColumn<Extract<Schema[string], { kind: Kind }>> => ({
		name,
		column: declared(table, name, kind),
	});
	return {
		groupBy: (...names) =>
			createQuery({ ...parts, groupBy: [...parts.groupBy, ...names.map((name) => named(name, "group"))] }, table, context),
		count: () => createQuery({ ...parts, counted: true }, table, context),
		sum: (name) => createQuery({ ...parts, sums: [...parts.sums, named(name, "number")] }, table, context),
		plan(options) {
			checkOptions(options, "plan(options)", ["spend", "confidence", "weights"]);
			checkQuery(parts, context.source);
			const spend = readLoss(options.spend, "plan(options.spend)");
			if (publicGroups(parts.groupBy) === undefined && spend.delta.numerator === 0n)
				throw invalidArgument(
					"plan(options.spend.delta)",
					"a positive number, since the keys are private; or list them: groupKey({ keys })",
				);
			const confidence = readPositive(options.confidence ?? "0.95", "plan(options.confidence)");
			if (compare(confidence, ONE) >= 0) throw invalidArgument("plan(options.confidence)", "a number above 0 and below 1");
			return createPlan(parts, { spend, confidence, weights: checkWeights(options.weights ?? {}, shareNames(parts)) }, context);
		},
	};
}

/** The query over a declared table, with no output yet. */
export function startQuery<S extends Schema>(table: Table<S>, context: QueryContext & { readonly source: Source }): Query<S, never, never> {
	return createQuery({ unit: table.unit, groupBy: [], counted: false, sums: [] }, table, context);
}
