/**
 * Invariant PRAM, the post-randomisation method: a category is replaced by one drawn with stated probabilities, and the expected number of
 * rows in each category stays what it was.
 *
 * Gouweleeuw, Kooiman, Willenborg, de Wolf, Post Randomisation for Statistical Disclosure Control, Journal of Official Statistics 14(4) (1998), §4, by
 * two stages: a category i becomes j with the stated probability p(i, j); then j becomes k with probability t(k)·p(k, j) / Σ t(l)·p(l, j), where t
 * counts the rows of the table. The two together leave t as it is. All probabilities are ratios of whole numbers and are drawn exactly.
 *
 * Every value is deniable, as far as the probabilities allow. Leaks the marginal distribution, and the rest in proportion to p(i, i); relations
 * to other columns weaken. Missing values stay missing.
 */
import {
	type Batch,
	checkInteger,
	checkObject,
	checkOptions,
	invalidArgument,
	type RandomOptions,
	type RandomSource,
	randomInteger,
	type Value,
} from "@veilkit/core";
import { unfitValue } from "../error/errors.ts";
import { valuesOf, withColumns } from "./column.ts";

/** For every category, the whole-number weights of the categories that it may become. */
export type TransitionWeights = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Options of {@link pram}. */
export interface PramOptions extends RandomOptions {
	/** For every category of the column, the weights of what it becomes: `{ north: { north: 8, south: 2 }, … }`. */
	readonly transitions: TransitionWeights;
}

/** Weights below this keep every product of a weight and a count of rows exact. */
const MAX_WEIGHT = 65_536;

/** A draw among categories: positions and cumulated weights. */
interface Lottery {
	readonly outcomes: readonly number[];
	readonly limits: readonly number[];
}

function lotteryOf(weights: readonly number[]): Lottery | undefined {
	const outcomes: number[] = [];
	const limits: number[] = [];
	let total = 0;
	for (const [outcome, weight] of weights.entries()) {
		if (weight === 0) continue;
		total += weight;
		outcomes.push(outcome);
		limits.push(total);
	}
	return total === 0 ? undefined : { outcomes, limits };
}

function draw({ outcomes, limits }: Lottery, random: RandomSource | undefined): number {
	const ticket = randomInteger(limits.at(-1) as number, random);
	return outcomes[limits.findIndex((limit) => ticket < limit)] as number;
}

/** The stated matrix, a row a category. */
function checkTransitions(
	transitions: TransitionWeights,
	path: string,
): { readonly categories: readonly string[]; readonly matrix: readonly number[][] } {
	const categories = Object.keys(checkObject(transitions, path));
	const matrix = categories.map((category) => {
		const row = checkObject(transitions[category], `${path}.${category}`);
		for (const target of Object.keys(row)) {
			if (!categories.includes(target)) throw invalidArgument(`${path}.${category}`, "weights of categories that have a row themselves");
		}
		const weights = categories.map((target) =>
			Object.hasOwn(row, target) ? checkInteger(row[target], `${path}.${category}.${target}`, { min: 0, max: MAX_WEIGHT }) : 0,
		);
		if (weights.every((weight) => weight === 0)) throw invalidArgument(`${path}.${category}`, "a weight above 0");
		return weights;
	});
	const totals = new Set(matrix.map((weights) => weights.reduce((sum, weight) => sum + weight, 0)));
	if (totals.size > 1) throw invalidArgument(path, "rows of weights with one and the same sum, the denominator of all probabilities");
	return { categories, matrix };
}

/**
 * Randomises a categorical column and keeps its expected marginal distribution.
 *
 * @param batch - the whole table, up to 2^31 rows
 * @param column - a column whose values are keys of `transitions`
 * @param options - `transitions`: whole-number weights up to 65,536; all rows have the same sum
 *
 * @example
 * ```ts
 * import { createBatch } from "@veilkit/core";
 * import { pram } from "@veilkit/pseudonymize/perturb";
 * const transitions = { yes: { yes: 3, no: 1 }, no: { yes: 1, no: 3 } };
 * pram(createBatch({ smoker: ["yes", "no", "no"] }), "smoker", { transitions });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_PSEUDONYMIZE_COLUMN_MISSING`, `ERR_PSEUDONYMIZE_VALUE`
 */
export function pram(batch: Batch, column: string, options: PramOptions): Batch {
	const { transitions, random } = checkOptions(options, "pram(options)", ["transitions", "random"]);
	const { categories, matrix } = checkTransitions(transitions, "pram(options.transitions)");
	const positions = new Map(categories.map((category, position) => [category, position]));
	const counts = new Array<number>(categories.length).fill(0);
	const rows = valuesOf(batch, column).map((value, index) => {
		if (value === null) return undefined;
		const position = typeof value === "string" ? positions.get(value) : undefined;
		if (position === undefined) throw unfitValue({ column, row: index + 1 }, "a category of the transitions");
		counts[position] = (counts[position] as number) + 1;
		return position;
	});
	const away = matrix.map(lotteryOf);
	const back = categories.map((_, reached) =>
		lotteryOf(counts.map((count, origin) => count * ((matrix[origin] as number[])[reached] as number))),
	);
	const drawn = rows.map((origin): Value => {
		if (origin === undefined) return null;
		const reached = draw(away[origin] as Lottery, random);
		return categories[draw(back[reached] as Lottery, random)] as string;
	});
	return withColumns(batch, { [column]: drawn });
}
