/**
 * Deterministic CBOR, the encoder: RFC 8949 with the core deterministic encoding requirements of its §4.2.1, as a strict subset.
 *
 * One value has one encoding: heads of minimal length, definite lengths, map keys unique and in bytewise order of their encodings,
 * floats in the shortest form that keeps the value. Hashes and signatures over it are therefore well defined, and what one party signed
 * is byte for byte what another re-encodes.
 *
 * | CBOR | TypeScript |
 * |---|---|
 * | integer, −2^64 to 2^64 − 1 | `number` where it is safe, else `bigint` |
 * | byte string, text | `Uint8Array`, well-formed `string` |
 * | array | array |
 * | map | plain object (text keys) or `Map` (text and integer keys); always decoded to a `Map`, which has no prototype to pollute |
 * | false, true, null | the same |
 * | float | every other `number`: fractions, −0, NaN, infinities, magnitudes from 2^53 |
 *
 * A safe integer is always written as an integer, and a float that holds one is refused on reading: otherwise one TypeScript value
 * would have two encodings. Every NaN becomes `f97e00`. Tags, `undefined` and other simple values are not supported.
 */
import { type Bytes, compareBytes } from "../bytes/bytes.ts";
import { toUtf8 } from "../bytes/encoding.ts";
import { invalidArgument } from "../error/veilkit-error.ts";
import { entryStep, type PathStep, pathText } from "../internal/path.ts";
import { encodeFloat } from "./cbor-float.ts";

/** A map key. */
export type CborKey = string | number | bigint;

/** A value that deterministic CBOR can carry. */
export type CborValue =
	| null
	| boolean
	| number
	| bigint
	| string
	| Uint8Array
	| readonly CborValue[]
	| ReadonlyMap<CborKey, CborValue>
	| { readonly [key: string]: CborValue };

/** Deepest nesting of arrays and maps, in both directions. */
export const CBOR_MAX_DEPTH = 64;

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const SIMPLE = 7;
const FALSE = 20;
const TRUE = 21;
const NULL = 22;

/** A buffer that grows as it is written. */
interface Writer {
	buffer: Bytes;
	length: number;
}

const createWriter = (): Writer => ({ buffer: new Uint8Array(128), length: 0 });

/** Makes room for `count` more bytes and returns where they start. */
function reserve(writer: Writer, count: number): number {
	const start = writer.length;
	writer.length += count;
	if (writer.length > writer.buffer.length) {
		const grown = new Uint8Array(Math.max(writer.length, 2 * writer.buffer.length));
		grown.set(writer.buffer);
		writer.buffer = grown;
	}
	return start;
}

function writeBytes(writer: Writer, bytes: Uint8Array): void {
	const start = reserve(writer, bytes.length);
	writer.buffer.set(bytes, start);
}

/** Initial byte and argument, in the fewest bytes (RFC 8949 §3). */
function writeHead(writer: Writer, major: number, argument: number | bigint): void {
	const log2Width = argument < 24 ? -1 : argument < 0x100 ? 0 : argument < 0x1_0000 ? 1 : argument < 0x1_0000_0000 ? 2 : 3;
	const width = log2Width < 0 ? 0 : 1 << log2Width;
	const start = reserve(writer, 1 + width);
	writer.buffer[start] = (major << 5) | (width === 0 ? Number(argument) : 24 + log2Width);
	if (width === 8) new DataView(writer.buffer.buffer).setBigUint64(start + 1, BigInt(argument));
	else for (let index = 0; index < width; index++) writer.buffer[start + width - index] = Number(argument) >>> (8 * index);
}

function isPlainObject(value: object): boolean {
	const prototype = Object.getPrototypeOf(value);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const EXPECTED = "null, boolean, number, bigint, string, Uint8Array, array, Map or plain object";

function refuse(path: readonly PathStep[], expected: string): Error {
	return invalidArgument(pathText("encodeCbor(value)", path), expected);
}

/** Encodes one value and, recursively, what it holds; `path` says where errors are and how deep the nesting is. */
function write(writer: Writer, value: unknown, path: PathStep[]): void {
	if (typeof value === "boolean") writeHead(writer, SIMPLE, value ? TRUE : FALSE);
	else if (typeof value === "number") writeNumber(writer, value);
	else if (typeof value === "bigint") writeInteger(writer, value, path);
	else if (typeof value === "string") {
		if (!value.isWellFormed()) throw refuse(path, "text without lone surrogates");
		const utf8 = toUtf8(value);
		writeHead(writer, TEXT, utf8.length);
		writeBytes(writer, utf8);
	} else if (value === null) writeHead(writer, SIMPLE, NULL);
	else if (value instanceof Uint8Array) {
		writeHead(writer, BYTES, value.length);
		writeBytes(writer, value);
	} else if (path.length >= CBOR_MAX_DEPTH) throw refuse(path, `at most ${CBOR_MAX_DEPTH} levels and no cycle`);
	else if (Array.isArray(value)) {
		writeHead(writer, ARRAY, value.length);
		for (let index = 0; index < value.length; index++) {
			path.push(index);
			write(writer, value[index], path);
			path.pop();
		}
	} else if (value instanceof Map) writeMap(writer, [...value], path);
	else if (typeof value === "object" && isPlainObject(value)) writeMap(writer, Object.entries(value), path);
	else throw refuse(path, EXPECTED);
}

function writeNumber(writer: Writer, value: number): void {
	if (!Number.isSafeInteger(value) || Object.is(value, -0)) writeBytes(writer, encodeFloat(value));
	else if (value >= 0) writeHead(writer, UNSIGNED, value);
	else writeHead(writer, NEGATIVE, -1 - value);
}

function writeInteger(writer: Writer, value: bigint, path: readonly PathStep[]): void {
	const argument = value >= 0n ? value : -1n - value;
	if (argument >= 2n ** 64n) throw refuse(path, "an integer from -2^64 to 2^64 - 1");
	writeHead(writer, value >= 0n ? UNSIGNED : NEGATIVE, argument);
}

function writeMap(writer: Writer, entries: readonly (readonly [unknown, unknown])[], path: PathStep[]): void {
	const keys = createWriter();
	const sorted = entries.map(([key, value], position) => {
		const step = entryStep(key, position);
		const start = keys.length;
		path.push(step);
		writeKey(keys, key, path);
		path.pop();
		return { start, end: keys.length, key: keys.buffer, value, step };
	});
	for (const entry of sorted) entry.key = keys.buffer.subarray(entry.start, entry.end);
	sorted.sort((a, b) => compareBytes(a.key, b.key));
	writeHead(writer, MAP, sorted.length);
	let previous: Bytes | undefined;
	for (const { key, value, step } of sorted) {
		path.push(step);
		if (previous && compareBytes(previous, key) === 0) throw refuse(path, "each key once");
		writeBytes(writer, key);
		write(writer, value, path);
		path.pop();
		previous = key;
	}
}

function writeKey(writer: Writer, key: unknown, path: PathStep[]): void {
	if (typeof key !== "string" && typeof key !== "bigint" && !Number.isSafeInteger(key))
		throw refuse(path, "a key that is text or an integer");
	write(writer, Object.is(key, -0) ? 0 : key, path);
}

/**
 * The deterministic CBOR encoding of a value.
 *
 * Source: RFC 8949 §3, §4.2.1.
 *
 * @param value - see {@link CborValue}; at most {@link CBOR_MAX_DEPTH} levels deep
 *
 * @example
 * ```ts
 * import { encodeCbor, toHex } from "@veilkit/core";
 * toHex(encodeCbor({ b: [1, 2n], a: null })); // "a26161f66162820102"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` naming the place of a value that has no encoding here
 */
export function encodeCbor(value: CborValue): Bytes {
	const writer = createWriter();
	write(writer, value, []);
	return writer.buffer.slice(0, writer.length);
}
