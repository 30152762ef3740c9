/**
 * The figures of a risk sheet. Each is defined, with its source, in the file that computes it.
 */
import type { UniquenessEstimate } from "./uniqueness.ts";

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

/** How well the values of a sensitive column hide in the classes: the figure of the worst class each. */
export interface SensitiveColumnRisk {
	readonly column: string;
	/** The fewest different values in a class; 1 gives the value of everybody in such a class away. */
	readonly distinctL: number;
	/** exp(entropy) of the values of a class: as many equally frequent values would be as diverse. */
	readonly entropyL: number;
	/** The table is (c, 2)-diverse for every c above this; `null` if for none, since a class has a single value. */
	readonly recursiveC: number | null;
	/** The share of the most frequent value in a class. */
	readonly highestShare: number;
	/** Distance of a class from the table; `ordered` and `hierarchical` where an order or a hierarchy was given. */
	readonly t: { readonly equal: number; readonly ordered?: number; readonly hierarchical?: number };
	readonly basicBeta: number;
	readonly enhancedBeta: number;
	readonly deltaDisclosure: number;
	/** Classes with a single value, and their rows. */
	readonly homogeneousClasses: number;
	readonly homogeneousRows: number;
}

/** The release beside the population it was drawn from. */
export interface PopulationRisk {
	readonly rows: number;
	/** Size of the smallest population class that has a row in the release. */
	readonly kMap: number;
	/** The chance of a person of the population to be in the release, by class. */
	readonly presence: { readonly least: number; readonly greatest: number };
}

/** What the same release has spent of a differential privacy budget, as the caller states it; `@veilkit/dp` answers carry such a statement. */
export interface PrivacySpent {
	/** Decimal or fraction, exact as text. */
	readonly epsilon: string;
	readonly delta: string;
	/** Where the ledger records it. */
	readonly receipt?: { readonly index: number; readonly leafHash: string; readonly size: number };
}

/** What the classes cost in usefulness. */
export interface ClassLoss {
	/** The sum of squared class sizes. */
	readonly discernibility: number;
	/** Rows by classes. */
	readonly averageClassSize: number;
	/** C_avg: the average class size in units of the smallest. */
	readonly normalizedClassSize: number;
}

/** The figures of a risk sheet. Risks are probabilities, 0 to 1; an empty table has k 0 and no risk. */
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
	/** Exact if a population table was given (1 / k-map), else bounded by the prosecutor's. */
	readonly journalist: { readonly highestBound: number; readonly exact: boolean };
	readonly marketer: { readonly average: number };
	readonly population?: PopulationRisk;
	/** Estimated share of people alone in their class of the population, if its size was given. */
	readonly populationUniqueness?: UniquenessEstimate;
	readonly sensitive: readonly SensitiveColumnRisk[];
	readonly loss: ClassLoss;
	readonly privacySpent?: PrivacySpent;
}
