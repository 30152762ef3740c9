/**
 * Canonical JSON: the JSON Canonicalization Scheme of RFC 8785, for documents that people read and machines sign.
 *
 * Object keys in order of their UTF-16 code units (§3.2.3), numbers as ECMAScript prints them (§3.2.2.3), strings with the fewest escapes
 * (§3.2.2.2), no white space. What JSON cannot say exactly is refused: NaN, infinities, lone surrogates, `undefined`, bigint, class
 * instances, cycles. Integers beyond 2^53 belong in strings (§ appendix D), since most parsers would round them.
 */
import { invalidArgument } from "../error/veilkit-error.ts";
import { entryStep, type PathStep, pathText } from "../internal/path.ts";

/** A value that canonical JSON can carry. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Deepest nesting of arrays and objects. */
const MAX_DEPTH = 64;

function write(value: unknown, path: PathStep[]): string {
	const refuse = (expected: string): Error => invalidArgument(pathText("canonicalJson(value)", path), expected);

	if (value === null || typeof value === "boolean") return String(value);
	if (typeof value === "number") {
		if (!Number.isFinite(value)) throw refuse("a finite number");
		return JSON.stringify(value);
	}
	if (typeof value === "string") {
		if (!value.isWellFormed()) throw refuse("text without lone surrogates");
		return JSON.stringify(value);
	}
	if (typeof value !== "object") throw refuse("null, boolean, number, string, array or plain object");
	if (path.length >= MAX_DEPTH) throw refuse(`at most ${MAX_DEPTH} levels and no cycle`);
	const child = (step: PathStep, inner: unknown): string => {
		path.push(step);
		const text = write(inner, path);
		path.pop();
		return text;
	};
	if (Array.isArray(value)) return `[${Array.from(value, (element, index) => child(index, element)).join(",")}]`;
	const prototype = Object.getPrototypeOf(value);
	if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw refuse("null, boolean, number, string, array or plain object");
	const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${members.map(([key, inner], position) => `${child(entryStep(key, position), key)}:${child(entryStep(key, position), inner)}`).join(",")}}`;
}

/**
 * The canonical JSON text of a value; its UTF-8 bytes are what one signs.
 *
 * Source: RFC 8785 §3.2.
 *
 * @example
 * ```ts
 * import { canonicalJson } from "@veilkit/core";
 * canonicalJson({ b: 1e21, a: "€" }); // '{"a":"€","b":1e+21}'
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` naming the place of a value that JSON cannot carry exactly
 */
export function canonicalJson(value: JsonValue): string {
	return write(value, []);
}
