/**
 * The seam between a query and whatever holds the rows.
 *
 * A source returns exact integers: per group the number of privacy units, of rows and the sums, with every unit's contribution bounded as
 * requested. It adds no noise, and it must not fail because of what a row holds.
 */
import type { OperationOptions } from "@veilkit/core";
import type { UniformIntegers } from "@veilkit/kernels";
import type { GroupColumn, NumberColumn, PrivacyUnit } from "../schema/columns.ts";

/** A column with its declaration. */
export interface NamedColumn<Declaration> {
	readonly name: string;
	readonly column: Declaration;
}

/** What is to be aggregated. */
export interface AggregateRequest {
	readonly unit: PrivacyUnit;
	/** Empty: all rows are one group. */
	readonly groupBy: readonly NamedColumn<GroupColumn>[];
	readonly sums: readonly NamedColumn<NumberColumn>[];
	/** Decides which groups of a unit are kept where it has too many. Secret, fresh for each request. */
	readonly uniform: UniformIntegers;
}

/** Exact totals by group. If all group columns have public keys: every combination, in order; otherwise the groups that occur, in no particular order. */
export interface Aggregates {
	/** The keys of each group, one per group column. */
	readonly groups: readonly (readonly string[])[];
	/** Privacy units per group. */
	readonly units: readonly bigint[];
	/** Rows per group, at most `maxRowsPerGroup` of each unit. */
	readonly counts: readonly bigint[];
	/** For each sum, the steps per group. */
	readonly sums: readonly (readonly bigint[])[];
}

/** Where rows come from. */
export interface Source {
	/** The names of the columns, where they are known before reading. */
	readonly columns: readonly string[] | undefined;
	/**
	 * Reads the rows once and aggregates them.
	 *
	 * @throws {VeilkitError} `ERR_DP_COLUMN_MISSING`; what the caller's reader throws
	 */
	aggregate(request: AggregateRequest, options: OperationOptions): Promise<Aggregates>;
}
