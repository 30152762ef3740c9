/**
 * From a query and a spend to noise scales: how ε is split, what each output's sensitivity is, and where the key threshold lies.
 *
 * Adjacency: one privacy unit with all its rows is added or removed. A unit reaches at most `reach` groups, so per output the L1 sensitivity over all
 * groups is `reach` times what it can add to one group. The vectors of all outputs are released with ε shares that sum to ε (basic
 * composition); the key selection takes its own share of ε and all of δ. Everything here follows from public declarations.
 */

import type { Loss } from "../budget/amount.ts";
import { partialBounds } from "../engine/tally.ts";
import { leastThreshold } from "../mechanism/key-selection.ts";
import { quantile, variance } from "../mechanism/law.ts";
import { toNumberUp } from "../numeric/double.ts";
import { squareRootUp } from "../numeric/enclosure.ts";
import { divide, multiply, ONE, type Rational, rational, subtract } from "../numeric/rational.ts";
import type { GroupColumn, NumberColumn, PrivacyUnit } from "../schema/columns.ts";
import type { NamedColumn } from "../source/source.ts";

/** What is asked. */
export interface QueryParts {
	readonly unit: PrivacyUnit;
	readonly groupBy: readonly NamedColumn<GroupColumn>[];
	readonly counted: boolean;
	readonly sums: readonly NamedColumn<NumberColumn>[];
}

/** One released number per group. */
export interface OutputDesign {
	readonly name: string;
	/** undefined for the count. */
	readonly column: NumberColumn | undefined;
	/** What a result of 1 lattice step means. */
	readonly step: Rational;
	readonly epsilon: Rational;
	/** In steps. */
	readonly sensitivity: bigint;
	/** In steps: sensitivity / ε, exactly. */
	readonly scale: Rational;
	/** In steps, rounded up. */
	readonly halfWidth: bigint;
	/** Upper bound, in units of the value. */
	readonly stdDev: number;
}

/** How private keys are selected. */
export interface SelectionDesign {
	readonly epsilon: Rational;
	readonly delta: Rational;
	readonly scale: Rational;
	readonly threshold: bigint;
}

/** Everything that decides a release. */
export interface ReleaseDesign {
	readonly cost: Loss;
	/** The most groups a unit reaches. */
	readonly reach: number;
	readonly confidence: Rational;
	readonly selection: SelectionDesign | undefined;
	readonly outputs: readonly OutputDesign[];
}

/** The weight name of the key selection. */
export const SELECTION_WEIGHT = "keys";

/** The number of groups if all keys are public (1 without grouping), else undefined. */
export function publicGroups(groupBy: QueryParts["groupBy"]): number | undefined {
	return groupBy.reduce<number | undefined>(
		(product, { column }) => (product === undefined || column.keys === undefined ? undefined : product * column.keys.length),
		1,
	);
}

/** The most a unit can change a sum's total of one group by, in steps. */
function sumSensitivity(column: NumberColumn, maxRows: number): bigint {
	const { low, high } = partialBounds(column, maxRows);
	return BigInt(Math.max(-low, high));
}

/** The names that take a share of ε: `keys` where the selection needs one, then the outputs. */
export function shareNames(query: QueryParts): readonly string[] {
	const selection = publicGroups(query.groupBy) === undefined ? [SELECTION_WEIGHT] : [];
	return [...selection, ...(query.counted ? ["count"] : []), ...query.sums.map(({ name }) => name)];
}

/**
 * The design of a release.
 *
 * @param options.spend - ε and δ to spend; a query without key selection leaves δ unspent
 * @param options.weights - the relative share of each name in {@link shareNames}
 */
export function designRelease(
	query: QueryParts,
	options: { readonly spend: Loss; readonly confidence: Rational; readonly weights: ReadonlyMap<string, number> },
): ReleaseDesign {
	const { spend, confidence, weights } = options;
	const groups = publicGroups(query.groupBy);
	const bounds = query.unit === "row" ? { maxGroups: 1, maxRowsPerGroup: 1 } : query.unit;
	const reach = Math.min(bounds.maxGroups, groups ?? bounds.maxGroups);
	const totalWeight = shareNames(query).reduce((sum, name) => sum + (weights.get(name) as number), 0);
	const share = (name: string): Rational => multiply(spend.epsilon, rational(BigInt(weights.get(name) as number), BigInt(totalWeight)));

	function output(name: string, column: NumberColumn | undefined): OutputDesign {
		const perGroup = column === undefined ? BigInt(bounds.maxRowsPerGroup) : sumSensitivity(column, bounds.maxRowsPerGroup);
		const sensitivity = BigInt(reach) * perGroup;
		const epsilon = share(name);
		const scale = divide(rational(sensitivity), epsilon);
		const step = column?.step ?? ONE;
		const stdDev = toNumberUp(multiply(squareRootUp(variance(scale).high, 64), step));
		return { name, column, step, epsilon, sensitivity, scale, halfWidth: quantile(scale, subtract(ONE, confidence)), stdDev };
	}

	function selection(): SelectionDesign {
		const epsilon = share(SELECTION_WEIGHT);
		const scale = divide(rational(BigInt(reach)), epsilon);
		// Each of the at most `reach` keys that only this unit has may be shown with probability δ / reach.
		const threshold = leastThreshold(scale, divide(spend.delta, rational(BigInt(reach))), 1n);
		return { epsilon, delta: spend.delta, scale, threshold };
	}

	return {
		cost: groups === undefined ? spend : { epsilon: spend.epsilon, delta: rational(0n) },
		reach,
		confidence,
		selection: groups === undefined ? selection() : undefined,
		outputs: [...(query.counted ? [output("count", undefined)] : []), ...query.sums.map(({ name, column }) => output(name, column))],
	};
}
