/**
 * Numbers in cells: a number, a bigint, or decimal text as tables hold it. What is none is an error by place.
 */
import type { Value } from "@veilkit/core";
import { type Place, unfitValue } from "../error/errors.ts";

const DECIMAL = /^[+-]?\d+(?:\.\d+)?$/;

/** A cell as a finite number. A bigint beyond 2^53 is rounded, which keeps its order against smaller numbers. */
export function decimalOf(value: Exclude<Value, null>, place: Place): number {
	const number =
		typeof value === "string" && DECIMAL.test(value.trim()) ? Number(value) : typeof value === "bigint" ? Number(value) : value;
	if (typeof number === "number" && Number.isFinite(number)) return number;
	throw unfitValue(place, "a decimal number");
}

/** The largest integer that is no larger than a cell, exact for bigints of any size. */
export function wholePart(value: Exclude<Value, null>, place: Place): bigint {
	if (typeof value === "bigint") return value;
	const number = typeof value === "string" && DECIMAL.test(value.trim()) ? Number(value) : value;
	const floor = typeof number === "number" ? Math.floor(number) : Number.NaN;
	if (Number.isSafeInteger(floor)) return BigInt(floor);
	throw unfitValue(place, "a decimal number below 2^53");
}
