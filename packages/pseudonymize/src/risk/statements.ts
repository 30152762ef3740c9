/**
 * The figures of a risk sheet in words: what both documents print.
 */
import type { RiskFigures } from "./figures.ts";

/** One figure with its definition. */
export interface Statement {
	readonly name: string;
	readonly value: string;
	readonly definition: string;
}

/** A share as a percentage. */
export function percent(share: number): string {
	return `${(100 * share).toFixed(2)} %`;
}

/** A count with thousands set apart. */
export function count(value: number): string {
	return String(value).replace(/\B(?=(?:\d{3})+$)/g, "\u202f");
}

/** What the sheet says about the table as a whole. */
export function statements(figures: RiskFigures): readonly Statement[] {
	const { rows, classes, k, uniqueRows, prosecutor, journalist, marketer } = figures;
	return [
		{ name: "Rows", value: count(rows), definition: "rows assessed" },
		{ name: "Classes", value: count(classes), definition: "groups of rows with the same quasi-identifiers" },
		{ name: "k", value: count(k), definition: "size of the smallest class" },
		{ name: "Unique rows", value: count(uniqueRows), definition: "rows alone in their class" },
		{
			name: "Prosecutor risk, highest",
			value: percent(prosecutor.highest),
			definition: `chance to pick the row of a person known to be in the table: 1/k, for ${count(prosecutor.rowsAtHighest)} rows`,
		},
		{
			name: "Journalist risk, highest",
			value: `at most ${percent(journalist.highestBound)}`,
			definition: "the same without knowing that the person is in the table; bounded by the prosecutor's, no population table was given",
		},
		{
			name: "Marketer risk",
			value: percent(marketer.average),
			definition: "expected share of rows matched rightly when all are matched: classes/rows",
		},
	];
}

/** What no figure of the sheet covers. */
export const CAVEAT =
	"These figures cover attackers who know exactly the named columns. They say nothing about other columns, other tables or other knowledge, and are no proof of anonymity.";
