/**
 * What the demo found out: everything that the terminal and the report show, as plain data.
 */

/** A private answer for one group, with its interval, beside the exact answer that is normally never shown. */
export interface Estimate {
	readonly group: string;
	readonly value: number;
	readonly low: number;
	readonly high: number;
	readonly exact: number;
}

/** The estimates of one quantity. */
export interface Measure {
	readonly title: string;
	readonly unit: "customers" | "orders" | "euros";
	/** Width of the interval to either side. */
	readonly margin: number;
	readonly estimates: readonly Estimate[];
}

/** A business question with its answer and price. */
export interface Answer {
	readonly question: string;
	/** In plain words: whose influence is limited, and how. */
	readonly limits: string;
	readonly epsilon: string;
	readonly measures: readonly Measure[];
}

/** How many customers share their birth date, postcode and country with how many others. */
export interface Recognisability {
	readonly columns: readonly string[];
	readonly customers: number;
	/** Customers whom nobody resembles. */
	readonly alone: number;
	/** Customers by the number of people who look alike in these columns. */
	readonly crowds: readonly { readonly label: string; readonly customers: number }[];
}

/** A few rows before and after. */
export interface Sample {
	readonly columns: readonly { readonly name: string; readonly treatment: string }[];
	readonly before: readonly (readonly string[])[];
	readonly after: readonly (readonly string[])[];
}

/** The release of the customer table. */
export interface Release {
	readonly customers: number;
	/** Accounts whose e-mail token occurs on another account too. */
	readonly sharedTokens: number;
	readonly sample: Sample;
}

/** The privacy budget after all questions, as exact decimal texts. */
export interface Budget {
	readonly total: string;
	readonly spent: string;
	readonly remaining: string;
	/** The refusal of a question that was too expensive. */
	readonly refusal: { readonly asked: string; readonly code: string; readonly message: string };
}

/** The verified log. */
export interface Receipts {
	readonly entries: number;
	readonly verifierKey: string;
	readonly checkpoint: string;
}

/** All findings. */
export interface Findings {
	readonly madeAt: string;
	readonly release: Release;
	readonly before: Recognisability;
	readonly after: Recognisability;
	readonly answers: readonly Answer[];
	readonly budget: Budget;
	readonly receipts: Receipts;
}
