/**
 * What the analyst declares about a table: which column says whose row it is, which columns form groups, and the bounds of numbers.
 *
 * Everything here is public: it must come from knowledge of the domain, not from looking at the data.
 */
import { checkArray, checkInteger, checkOneOf, checkOptions, checkString, invalidArgument } from "@veilkit/core";
import { divide, multiply, type Rational, rational } from "../numeric/rational.ts";
import { type ExactNumber, formatRational, readPositive, readRational } from "../numeric/text.ts";

/** What a sum does with a cell that holds no number: leave the row out of the sum, or take the middle of the bounds. */
export type MissingRule = "skip" | "midpoint";

/** A column whose values name groups. */
export interface GroupColumn {
	readonly kind: "group";
	/** The public list of keys; without it keys are private and pass a threshold. */
	readonly keys: readonly string[] | undefined;
}

/** A column of numbers, on the lattice of the multiples of `step`. */
export interface NumberColumn {
	readonly kind: "number";
	readonly step: Rational;
	/** Bounds in steps. */
	readonly min: number;
	readonly max: number;
	readonly missing: MissingRule;
}

/** The columns of a table by name. */
export type Schema = Readonly<Record<string, GroupColumn | NumberColumn>>;

/** Whose rows are bounded: the owner of each row by a column, with the most that one owner can contribute; or each row by itself. */
export type PrivacyUnit = "row" | ColumnUnit;

/** A privacy unit that is named by a column. */
export interface ColumnUnit {
	readonly column: string;
	/** The most groups one unit contributes to; where it has more, a random choice of this many is kept. */
	readonly maxGroups: number;
	/** The most rows one unit contributes to a group: its count is cut to this, its sum to this many times the bounds of a row. */
	readonly maxRowsPerGroup: number;
}

/** Sums of bounded numbers stay exact up to here before they are carried over. */
const MAX_STEPS = 2 ** 48;
const MAX_KEYS = 1_000_000;

/**
 * A column of group keys. Values are compared as text, exactly; a row whose value is missing (null, empty) belongs to no group.
 *
 * @param options.keys - the public list of all keys that are reported, also those without rows; other rows belong to no group. Without it, a key is
 * reported only if enough privacy units have it
 *
 * @example
 * ```ts
 * import { groupKey } from "@veilkit/dp";
 * groupKey({ keys: ["DK", "NO", "SE"] });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function groupKey(options: { readonly keys?: readonly string[] } = {}): GroupColumn {
	checkOptions(options, "groupKey(options)", ["keys"]);
	if (options.keys === undefined) return { kind: "group", keys: undefined };
	const keys = checkArray(options.keys, "groupKey(options.keys)", { min: 1, max: MAX_KEYS });
	const texts = keys.map((key, index) => checkString(key, `groupKey(options.keys[${index}])`, { minLength: 1 }));
	if (new Set(texts).size !== texts.length) throw invalidArgument("groupKey(options.keys)", "keys without repetition");
	return { kind: "group", keys: texts };
}

function toSteps(value: Rational, step: Rational, path: string): number {
	const steps = divide(value, step);
	if (steps.denominator !== 1n) throw invalidArgument(path, `a multiple of the step ${formatRational(step)}`);
	return checkInteger(Number(steps.numerator), path, { min: -MAX_STEPS, max: MAX_STEPS });
}

function numberColumn(bounds: {
	readonly path: string;
	readonly min: ExactNumber;
	readonly max: ExactNumber;
	readonly step: Rational;
	readonly missing: MissingRule | undefined;
}): NumberColumn {
	const { path, step } = bounds;
	const min = toSteps(readRational(bounds.min, `${path}.min`), step, `${path}.min`);
	const max = toSteps(readRational(bounds.max, `${path}.max`), step, `${path}.max`);
	if (min > max) throw invalidArgument(`${path}.max`, "a bound that is not below min");
	if (min === 0 && max === 0) throw invalidArgument(`${path}.max`, "bounds that leave room for a number other than 0");
	return { kind: "number", step, min, max, missing: checkOneOf(bounds.missing ?? "skip", `${path}.missing`, ["skip", "midpoint"]) };
}

/**
 * A column of integers. Each value is rounded to the nearest integer (ties away from zero) and clamped to the bounds.
 *
 * @param options.min - public lower bound, within ±2^48
 * @param options.max - public upper bound; the larger the span, the more noise a sum needs
 * @param options.missing - what a sum does with a cell that holds no number; `"skip"` unless given
 *
 * @example
 * ```ts
 * import { integer } from "@veilkit/dp";
 * integer({ min: 0, max: 120 });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function integer(options: { readonly min: ExactNumber; readonly max: ExactNumber; readonly missing?: MissingRule }): NumberColumn {
	checkOptions(options, "integer(options)", ["min", "max", "missing"]);
	return numberColumn({ ...options, path: "integer(options)", step: rational(1n), missing: options.missing });
}

/**
 * A column of decimals. Each value is rounded to the nearest multiple of the step (ties away from zero) and clamped to the bounds.
 *
 * @param options.step - the grid, for example the smallest coin: `"0.01"`; min and max are multiples of it, within ±2^48 steps
 *
 * @example
 * ```ts
 * import { decimal } from "@veilkit/dp";
 * decimal({ min: 0, max: 500, step: "0.01" });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function decimal(options: {
	readonly min: ExactNumber;
	readonly max: ExactNumber;
	readonly step: ExactNumber;
	readonly missing?: MissingRule;
}): NumberColumn {
	checkOptions(options, "decimal(options)", ["min", "max", "step", "missing"]);
	const step = readPositive(options.step, "decimal(options.step)");
	return numberColumn({ path: "decimal(options)", min: options.min, max: options.max, step, missing: options.missing });
}

/** What a missing number counts as, in steps; undefined to leave it out. */
export function imputedSteps(column: NumberColumn): number | undefined {
	return column.missing === "skip" ? undefined : Math.floor((column.min + column.max) / 2);
}

/** The value of a whole number of steps. */
export function stepsValue(column: NumberColumn, steps: bigint): Rational {
	return multiply(rational(steps), column.step);
}
