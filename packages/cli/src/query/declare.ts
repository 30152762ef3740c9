/**
 * From flags to a query: what the analyst declares about the table, and a plan on a session. Everything here is public knowledge.
 */
import { isVeilkitError } from "@veilkit/core";
import { approxDp, decimal, groupKey, type Plan, type PrivacyUnit, type Schema, type Session, type Source } from "@veilkit/dp";
import { InvalidArgumentError } from "commander";
import { usageError } from "../error/usage.ts";

/** A sum that was asked for, as texts that the budget arithmetic reads exactly. */
export interface SumFlag {
	readonly column: string;
	readonly min: string;
	readonly max: string;
	readonly step: string;
}

/** The part of the flags that says what to compute and what it may cost. */
export interface QueryFlags {
	readonly unit?: string;
	readonly rowIsUnit?: true;
	readonly maxGroups?: number;
	readonly maxRowsPerGroup?: number;
	readonly groupBy: readonly string[];
	readonly count?: true;
	readonly sum: readonly SumFlag[];
	readonly keysList: Readonly<Record<string, readonly string[]>>;
	readonly epsilon: string;
	readonly delta: string;
	readonly confidence: string;
}

/** A plan whose outputs are known at run time only. */
export type AnyPlan = Plan<string, string>;

const CENTS = "0.01";
const SUM = /^(.+?):([^:]+):([^:]+?)(?::([^:]+))?$/;

/** Reads `column:min:max[:step]`. */
export function parseSum(text: string, before: readonly SumFlag[]): readonly SumFlag[] {
	const [, column, min, max, step = CENTS] = SUM.exec(text) ?? [];
	if (column === undefined || min === undefined || max === undefined) {
		throw new InvalidArgumentError("Expected column:min:max or column:min:max:step.");
	}
	return [...before, { column, min, max, step }];
}

/** Reads `column=key,key,…`. */
export function parseKeysList(
	text: string,
	before: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, readonly string[]>> {
	const at = text.indexOf("=");
	if (at < 1) throw new InvalidArgumentError("Expected column=key,key,…");
	return { ...before, [text.slice(0, at)]: text.slice(at + 1).split(",") };
}

/** The columns that a query reads. */
export function columnsUsed(flags: QueryFlags): readonly string[] {
	return [...new Set([...(flags.unit === undefined ? [] : [flags.unit]), ...flags.groupBy, ...flags.sum.map(({ column }) => column)])];
}

function unitOf(flags: QueryFlags): PrivacyUnit {
	const { unit, rowIsUnit, maxGroups, maxRowsPerGroup } = flags;
	if ((unit === undefined) === (rowIsUnit === undefined))
		throw usageError("say whose privacy is protected: --unit <column>, or --row-is-unit");
	if (unit === undefined) {
		if (maxGroups === undefined && maxRowsPerGroup === undefined) return "row";
		throw usageError("--max-groups and --max-rows-per-group belong to --unit; a row is in one group, once");
	}
	if (maxGroups === undefined) throw usageError(`--unit ${unit} needs --max-groups: the most groups that one of them counts in`);
	return { column: unit, maxGroups, maxRowsPerGroup: maxRowsPerGroup ?? 1 };
}

function schemaOf(flags: QueryFlags): Schema {
	for (const column of Object.keys(flags.keysList)) {
		if (!flags.groupBy.includes(column)) throw usageError(`--keys-list ${column}: not one of the --group-by columns`);
	}
	const groups = flags.groupBy.map((column) => [column, groupKey(flags.keysList[column] && { keys: flags.keysList[column] })]);
	const sums = flags.sum.map(({ column, ...bounds }) => [column, decimal(bounds)]);
	return Object.fromEntries([...groups, ...sums]);
}

/**
 * The plan of a query on a session.
 *
 * @throws {VeilkitError} `ERR_CLI_USAGE` for values that the flags cannot have
 */
export function planQuery(session: Session, source: Source, flags: QueryFlags): AnyPlan {
	const unit = unitOf(flags);
	if (!flags.count && flags.sum.length === 0) throw usageError("nothing to compute: --count, --sum, or both");
	try {
		// The compiler cannot know names that come from flags; the session checks them again.
		let query = session.source(source, { unit, columns: schemaOf(flags) });
		if (flags.groupBy.length > 0) query = query.groupBy(...(flags.groupBy as readonly never[]));
		if (flags.count) query = query.count() as typeof query;
		for (const { column } of flags.sum) query = query.sum(column as never);
		return query.plan({
			spend: approxDp({ epsilon: flags.epsilon, delta: flags.delta }),
			confidence: flags.confidence,
		}) as unknown as AnyPlan;
	} catch (error) {
		throw isVeilkitError(error, "ERR_INVALID_ARGUMENT") ? usageError(error.message) : error;
	}
}
