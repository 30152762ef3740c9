/**
 * The figures of a risk sheet in words: what both documents print.
 */
import type { RiskFigures, SensitiveColumnRisk } from "./figures.ts";

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

function decimal(value: number): string {
	return value.toFixed(3);
}

/** Against whom the figures hold. */
export const ATTACKER_MODEL =
	"Attacker: knows the quasi-identifiers of people exactly, and nothing else of the table. The prosecutor looks for one person known to be in it, the journalist for anybody of a population, the marketer for as many as possible; whoever finds a class learns how the sensitive values spread in it.";

/** What no figure of the sheet covers. */
export const CAVEAT =
	"These figures cover attackers who know exactly the named columns. They say nothing about other columns, other tables or other knowledge, and are no proof of anonymity.";

function journalist({ journalist: { highestBound, exact } }: RiskFigures): Statement {
	const definition = exact
		? "the same without knowing that the person is in the table: 1 / k-map"
		: "the same without knowing that the person is in the table; bounded by the prosecutor's, no population table was given";
	return { name: "Journalist risk, highest", value: `${exact ? "" : "at most "}${percent(highestBound)}`, definition };
}

function population({ population: table, populationUniqueness: estimate }: RiskFigures): readonly Statement[] {
	const statements: Statement[] = [];
	if (table !== undefined) {
		const { least, greatest } = table.presence;
		statements.push(
			{ name: "k-map", value: count(table.kMap), definition: "size of the smallest class of the population that has a row here" },
			{
				name: "δ-presence",
				value: `${percent(least)} to ${percent(greatest)}`,
				definition: `chance of a person of the population (${count(table.rows)} rows) to be in the table, least and greatest of its classes`,
			},
		);
	}
	if (estimate !== undefined) {
		statements.push({
			name: "Population uniqueness",
			value: percent(estimate.share),
			definition: `estimated share of people alone in their class of the population, if the table is a random sample (estimator: ${estimate.estimator})`,
		});
	}
	return statements;
}

function privacySpent({ privacySpent: spent }: RiskFigures): readonly Statement[] {
	if (spent === undefined) return [];
	const recorded = spent.receipt === undefined ? "no receipt was given" : `recorded as entry ${count(spent.receipt.index)} of the ledger`;
	return [
		{
			name: "Differential privacy spent",
			value: `ε ${spent.epsilon}, δ ${spent.delta}`,
			definition: `as stated for statistics of the same release; ${recorded}. It adds to what the classes give away`,
		},
	];
}

/** What the sheet says about the table as a whole. */
export function statements(figures: RiskFigures): readonly Statement[] {
	const { rows, classes, k, uniqueRows, prosecutor, marketer, loss } = figures;
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
		journalist(figures),
		{
			name: "Marketer risk",
			value: percent(marketer.average),
			definition: "expected share of rows matched rightly when all are matched: classes/rows",
		},
		...population(figures),
		{ name: "Discernibility", value: count(loss.discernibility), definition: "loss: sum of squared class sizes (DM)" },
		{
			name: "Average class size",
			value: decimal(loss.averageClassSize),
			definition: `loss: rows/classes; in units of k (C_avg): ${decimal(loss.normalizedClassSize)}`,
		},
		...privacySpent(figures),
	];
}

/** What the sheet says about a sensitive column. */
export function sensitiveStatements(risk: SensitiveColumnRisk): readonly Statement[] {
	const { distinctL, entropyL, recursiveC, highestShare, t, basicBeta, enhancedBeta, deltaDisclosure, homogeneousRows } = risk;
	const distance = (name: string, value: number | undefined, definition: string): readonly Statement[] =>
		value === undefined ? [] : [{ name, value: decimal(value), definition }];
	return [
		{ name: "Distinct l", value: count(distinctL), definition: "fewest different values in a class" },
		{
			name: "Rows whose class has one value",
			value: count(homogeneousRows),
			definition: "their value is known to whoever finds the class",
		},
		{ name: "Entropy l", value: decimal(entropyL), definition: "least exp(entropy) of a class: so many equally frequent values" },
		{
			name: "Recursive (c, 2)",
			value: recursiveC === null ? "none" : decimal(recursiveC),
			definition: "c above which in every class the most frequent value has fewer rows than c times all others",
		},
		{ name: "Highest share", value: percent(highestShare), definition: "of the most frequent value in a class" },
		...distance("t, equal", t.equal, "greatest distance of a class's values from the table's, any two values 1 apart"),
		...distance("t, ordered", t.ordered, "the same, values apart by their ranks"),
		...distance("t, hierarchical", t.hierarchical, "the same, values apart by the height of their common ancestor"),
		{
			name: "β, basic",
			value: decimal(basicBeta),
			definition: "greatest gain (p − q)/q of a value's share p in a class over its share q in the table",
		},
		{ name: "β, enhanced", value: decimal(enhancedBeta), definition: "the same, counted no further than −ln q" },
		{ name: "δ-disclosure", value: decimal(deltaDisclosure), definition: "greatest |ln(p/q)| over the values that a class has" },
	];
}
