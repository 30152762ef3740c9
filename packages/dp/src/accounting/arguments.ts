/**
 * Arguments of the accounting functions: plain doubles, in natural-log units; NaN never passes.
 *
 * Unlike budgets, which are exact rationals, these are bounds: a double stands for itself, and results are rounded to the safe side.
 */
import { checkInteger, checkNumber, checkOptions, invalidArgument } from "@veilkit/core";

/** A finite number above 0. */
export function positive(value: unknown, path: string): number {
	return checkNumber(value, path, { min: Number.MIN_VALUE });
}

/** A number from 0; infinity passes, for noise that protects nothing. */
export function extent(value: unknown, path: string): number {
	return value === Number.POSITIVE_INFINITY ? value : checkNumber(value, path, { min: 0 });
}

/** A number from 0 to 1, both included. */
export function probability(value: unknown, path: string): number {
	return checkNumber(value, path, { min: 0, max: 1 });
}

/** A number above 0 and below 1. */
export function openProbability(value: unknown, path: string): number {
	const parsed = probability(value, path);
	if (parsed === 0 || parsed === 1) throw invalidArgument(path, "a probability above 0 and below 1");
	return parsed;
}

/** An integer from 1. */
export function count(value: unknown, path: string): number {
	return checkInteger(value, path, { min: 1 });
}

/** Options with exactly these names, each read by its own check. */
export function read<T extends object>(
	options: T,
	path: string,
	checks: { readonly [K in keyof T]-?: (value: unknown, path: string) => T[K] },
): T {
	checkOptions(options, path, Object.keys(checks));
	const values: Partial<T> = {};
	for (const name of Object.keys(checks) as (keyof T & string)[]) values[name] = checks[name](options[name], `${path}.${name}`);
	return values as T;
}
