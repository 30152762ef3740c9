/**
 * Validators for arguments and options, named by type.
 *
 * Each takes the value and its path (`openLedger(options.origin)`), returns the value typed, or throws `ERR_INVALID_ARGUMENT`
 * with the path and what was expected. The value itself never appears in the error.
 */
import { invalidArgument } from "../error/veilkit-error.ts";

/** Bounds of a number, both included. */
export interface NumberRange {
	readonly min?: number;
	readonly max?: number;
}

/** Shape of a string. */
export interface StringShape {
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly pattern?: RegExp;
	/** What the pattern means, for the error message: `lower-case letters and digits`. */
	readonly description?: string;
}

function rangeText(range: NumberRange): string {
	const low = range.min === undefined ? "" : ` from ${range.min}`;
	const high = range.max === undefined ? "" : ` up to ${range.max}`;
	return `${low}${high}`;
}

function inRange(value: number, range: NumberRange): boolean {
	return value >= (range.min ?? Number.NEGATIVE_INFINITY) && value <= (range.max ?? Number.POSITIVE_INFINITY);
}

/**
 * An object with no key outside `known`: a misspelt option must not silently become its default.
 *
 * @example
 * ```ts
 * import { checkOptions } from "@veilkit/core";
 * checkOptions({ epsilno: 1 }, "plan(options)", ["epsilon"]); // throws: plan(options).epsilno: expected one of the names epsilon
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkOptions<T extends object>(options: T, path: string, known: readonly string[]): T {
	for (const key of Object.keys(checkObject(options, path))) {
		if (!known.includes(key)) throw invalidArgument(`${path}.${key}`, `one of the names ${known.join(", ")}`);
	}
	return options;
}

/**
 * A safe integer within a range.
 *
 * @example
 * ```ts
 * import { checkInteger } from "@veilkit/core";
 * const size = checkInteger(options.size ?? 4096, "batchRows(options.size)", { min: 1 });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkInteger(value: unknown, path: string, range: NumberRange = {}): number {
	if (typeof value !== "number" || !Number.isSafeInteger(value) || !inRange(value, range)) {
		throw invalidArgument(path, `an integer${rangeText(range)}`);
	}
	return value;
}

/**
 * A finite number within a range; NaN and infinities are refused.
 *
 * @example
 * ```ts
 * import { checkNumber } from "@veilkit/core";
 * const width = checkNumber(options.width, "bucket(options.width)", { min: 0 });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkNumber(value: unknown, path: string, range: NumberRange = {}): number {
	if (typeof value !== "number" || !Number.isFinite(value) || !inRange(value, range)) {
		throw invalidArgument(path, `a finite number${rangeText(range)}`);
	}
	return value;
}

/**
 * A string of a shape.
 *
 * @example
 * ```ts
 * import { checkString } from "@veilkit/core";
 * checkString(domain, "token(domain)", { minLength: 1, maxLength: 64, pattern: /^[a-z]+$/, description: "lower-case letters" });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkString(value: unknown, path: string, shape: StringShape = {}): string {
	const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern, description } = shape;
	const fits = typeof value === "string" && value.length >= minLength && value.length <= maxLength;
	if (fits && (pattern === undefined || pattern.test(value))) return value;
	const size = maxLength === Number.POSITIVE_INFINITY ? `at least ${minLength}` : `${minLength} to ${maxLength}`;
	throw invalidArgument(path, `a string of ${size} characters${description === undefined ? "" : `: ${description}`}`);
}

/**
 * One of a closed set of literals.
 *
 * @example
 * ```ts
 * import { checkOneOf } from "@veilkit/core";
 * const format = checkOneOf(options.format, "readTable(options.format)", ["csv", "ndjson"]); // "csv" | "ndjson"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkOneOf<const T extends string>(value: unknown, path: string, allowed: readonly T[]): T {
	if (!allowed.includes(value as T)) throw invalidArgument(path, `one of ${allowed.join(", ")}`);
	return value as T;
}

/**
 * A byte string, of one exact length if given.
 *
 * @example
 * ```ts
 * import { checkBytes } from "@veilkit/core";
 * const key = checkBytes(input, "importKey(material)", 32);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkBytes(value: unknown, path: string, length?: number): Uint8Array {
	if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length)) {
		throw invalidArgument(path, length === undefined ? "a Uint8Array" : `a Uint8Array of ${length} bytes`);
	}
	return value;
}

/**
 * An object that is not an array, for its fields to be checked one by one.
 *
 * @example
 * ```ts
 * import { checkObject } from "@veilkit/core";
 * const fields = checkObject(JSON.parse(text), "policy");
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkObject(value: unknown, path: string): Readonly<Record<string, unknown>> {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalidArgument(path, "an object");
	return value as Readonly<Record<string, unknown>>;
}

/**
 * An array whose length is in a range.
 *
 * @example
 * ```ts
 * import { checkArray } from "@veilkit/core";
 * const keys = checkArray(fields["keys"], "file.keys", { min: 1 });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkArray(value: unknown, path: string, range: NumberRange = {}): readonly unknown[] {
	if (!Array.isArray(value) || !inRange(value.length, range))
		throw invalidArgument(path, `an array of length${rangeText(range) || " 0 or more"}`);
	return value;
}

/**
 * A function.
 *
 * @example
 * ```ts
 * import { checkFunction } from "@veilkit/core";
 * const callback = checkFunction(options.onProgress, "run(options.onProgress)");
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkFunction<T>(value: T, path: string): T {
	if (typeof value !== "function") throw invalidArgument(path, "a function");
	return value;
}
