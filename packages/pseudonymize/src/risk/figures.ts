/**
 * The figures of a risk sheet. Definitions in `assess.ts`.
 */

/** Classes of one size. */
export interface ClassSizeBin {
	readonly size: number;
	readonly classes: number;
	readonly rows: number;
}

/** Rows in classes smaller than a limit. */
export interface RowsBelow {
	readonly below: number;
	readonly rows: number;
	/** Of all rows, 0 to 1. */
	readonly share: number;
}

/** How well the values of a sensitive column hide in the classes. */
export interface SensitiveColumnRisk {
	readonly column: string;
	/** The fewest different values in a class; 1 gives the value of everybody in such a class away. */
	readonly distinctL: number;
	/** Classes with a single value, and their rows. */
	readonly homogeneousClasses: number;
	readonly homogeneousRows: number;
}

/** The figures of a risk sheet; definitions in `assess.ts`. Risks are probabilities, 0 to 1; an empty table has k 0 and no risk. */
export interface RiskFigures {
	readonly quasiIdentifiers: readonly string[];
	readonly rows: number;
	readonly classes: number;
	/** Size of the smallest class. */
	readonly k: number;
	/** Rows alone in their class. */
	readonly uniqueRows: number;
	/** Class sizes that occur, ascending. */
	readonly histogram: readonly ClassSizeBin[];
	readonly atRisk: readonly RowsBelow[];
	readonly prosecutor: { readonly highest: number; readonly rowsAtHighest: number };
	readonly journalist: { readonly highestBound: number };
	readonly marketer: { readonly average: number };
	readonly sensitive: readonly SensitiveColumnRisk[];
}
