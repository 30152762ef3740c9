/**
 * A policy: for every column of a row, how it is released. Plain frozen data with a type; it holds no key and does nothing by itself.
 *
 * Closed by default twice: a column of the schema's input type that is not named does not compile, and a column of the data that is not
 * named never passes at run time.
 */
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { JsonTreatment, Treatment } from "../treatment/registry.ts";

/** Columns of unknown names. */
export type AnyColumns = Readonly<Record<string, Treatment>>;

/** Columns of unknown names, as JSON gives them. */
export type JsonColumns = Readonly<Record<string, JsonTreatment>>;

/** How the columns of a row are released. */
export interface Policy<Schema extends StandardSchemaV1 | undefined = StandardSchemaV1 | undefined, Columns = AnyColumns> {
	/** Version of the data form. */
	readonly version: 1;
	/** Describes and validates rows; absent from policies that were read from JSON. */
	readonly schema: Schema;
	/** The treatment of each column, in the order in which the columns are released. */
	readonly columns: Columns;
}

/** A policy that has a JSON form: none of its treatments carries code. */
export type JsonPolicy = Policy<StandardSchemaV1 | undefined, JsonColumns>;
