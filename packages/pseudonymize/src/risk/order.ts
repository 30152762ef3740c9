/**
 * Values as numbers, where a column consists of them.
 */
import type { Value } from "@veilkit/core";

const DECIMAL = /^[+-]?\d+(?:\.\d+)?$/;

/** The number that a value is or writes in decimal, else NaN. */
export function numberOf(value: Value): number {
	if (typeof value === "number") return value;
	if (typeof value === "bigint") return Number(value);
	return typeof value === "string" && DECIMAL.test(value.trim()) ? Number(value) : Number.NaN;
}

/** The codes in ascending order of their numbers; undefined if a value is no finite number. */
export function numericOrder(values: readonly Value[]): Int32Array<ArrayBuffer> | undefined {
	const numbers = values.map(numberOf);
	if (!numbers.every(Number.isFinite)) return undefined;
	return Int32Array.from(numbers.keys()).sort((a, b) => (numbers[a] as number) - (numbers[b] as number));
}
