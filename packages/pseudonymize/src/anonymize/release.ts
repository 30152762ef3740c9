/**
 * What a method makes of the quasi-identifiers of a table.
 */
import type { Value } from "@veilkit/core";

/** Generalised quasi-identifiers. */
export interface Generalized {
	/** The rows that are released, in their order. */
	readonly rows: Int32Array;
	/** The labels of those rows, by quasi-identifier. */
	readonly columns: readonly (readonly Value[])[];
	/** GCP: the average over all cells of how much of its column a label covers, 0 for a value and 1 for the whole column or a suppressed row. */
	readonly gcp: number;
	/** The level of each quasi-identifier in its hierarchy, for full-domain generalisation. */
	readonly levels?: Readonly<Record<string, number>>;
}
