/**
 * What a treatment is: plain frozen data that says how a column is released, and the machine made from it once keys are known.
 *
 * Each treatment has a file of its own with its data type, its constructor and its `TreatmentKind`; `registry.ts` lists the kinds.
 */
import type { Batch, Column, KeyRing, Value } from "@veilkit/core";
import type { Token } from "../token/token.ts";
import type { TokenIdentity } from "./token-options.ts";

/** Names and options of a treatment, as read from JSON or from a caller. */
export type TreatmentFields = Readonly<Record<string, unknown>>;

/** A piece of a source: one column in the batch it came with. */
export interface ColumnInput {
	readonly values: Column;
	/** All raw columns, for treatments that read another one. */
	readonly batch: Batch;
	/** The row number of the batch's first row, counted from 1 at the start of the source. */
	readonly firstRow: number;
}

/** A treatment ready to run on a column. */
export interface ColumnTransform {
	/** The column to release; missing values stay `null`. */
	apply(input: ColumnInput): Column;
	/** The tokens that a value has or had, by the keys of the ring from new to old; absent where the treatment makes none. */
	readonly lookup?: (value: Exclude<Value, null>) => readonly Token[];
	/** Overwrites derived keys. */
	readonly dispose?: () => void;
}

/** What a treatment is bound to. */
export interface BindContext {
	readonly keys: KeyRing<"pseudonymize">;
	/** The column, for errors. */
	readonly column: string;
	/** How the values of a column of the policy are joined once released: its token options; undefined where it makes no tokens. */
	readonly tokensOf: (column: string) => TokenIdentity | undefined;
}

/** How data of one treatment is checked and put to work. */
export interface TreatmentKind<T extends { readonly treatment: string }> {
	/** Frozen data from untyped fields; `path` names the place in errors. */
	parse(fields: TreatmentFields, path: string): T;
	/** The machine; `undefined` for a column that does not leave. */
	bind(treatment: T, context: BindContext): ColumnTransform | undefined;
	/** Other columns that the treatment reads. */
	readonly reads?: (treatment: T) => readonly string[];
}
