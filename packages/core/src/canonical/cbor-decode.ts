/**
 * Deterministic CBOR, the decoder: accepts exactly what `cbor.ts` writes, and nothing else.
 *
 * Input is hostile until proven otherwise. A declared length is compared with the bytes that remain before anything is allocated,
 * nesting and the number of items are bounded, and every failure is an `ERR_FORMAT` that names an offset.
 */
import { type Bytes, compareBytes, equalBytes } from "../bytes/bytes.ts";
import { fromUtf8 } from "../bytes/encoding.ts";
import { malformed, type VeilkitError } from "../error/veilkit-error.ts";
import { checkBytes, checkInteger, checkOptions } from "../options/check.ts";
import { CBOR_MAX_DEPTH } from "./cbor.ts";
import { decodeFloat, encodeFloat } from "./cbor-float.ts";

/** A decoded value: as {@link CborValue}, with every map as a `Map`. */
export type CborDecoded =
	| null
	| boolean
	| number
	| bigint
	| string
	| Bytes
	| readonly CborDecoded[]
	| ReadonlyMap<string | number | bigint, CborDecoded>;

/** Bounds on what a decoder is willing to build. */
export interface CborLimits {
	/** Deepest nesting of arrays and maps, up to {@link CBOR_MAX_DEPTH}, which is the default. */
	readonly maxDepth?: number;
	/** Most data items in all, map keys included; 1,000,000 unless given. A one-byte item can cost a hundred bytes of memory. */
	readonly maxItems?: number;
}

/** The least argument that needs 1, 2, 4 or 8 bytes. */
const LEAST_ARGUMENT = [24, 0x100, 0x1_0000, 0x1_0000_0000] as const;

function decodeItem(input: Uint8Array, start: number, limits: Required<CborLimits>): { readonly value: CborDecoded; readonly end: number } {
	const view = new DataView(input.buffer, input.byteOffset, input.length);
	let offset = start;
	let items = 0;

	function fail(problem: string, at: number): VeilkitError<"ERR_FORMAT"> {
		return malformed("deterministic CBOR", `${problem} at offset ${at}`);
	}

	/** Consumes `length` bytes and returns where they start. */
	function take(length: number, at: number): number {
		if (length > input.length - offset) throw fail("input ends too early for the item", at);
		offset += length;
		return offset - length;
	}

	function readArgument(info: number, at: number): number | bigint {
		if (info < 24) return info;
		if (info > 27) throw fail(info === 31 ? "indefinite length" : "reserved additional information", at);
		const width = 1 << (info - 24);
		const position = take(width, at);
		const wide = width === 8 ? view.getBigUint64(position) : 0n;
		const argument =
			width === 1
				? view.getUint8(position)
				: width === 2
					? view.getUint16(position)
					: width === 4
						? view.getUint32(position)
						: Number(wide);
		if (argument < (LEAST_ARGUMENT[info - 24] as number)) throw fail("head is not of minimal length", at);
		return wide > Number.MAX_SAFE_INTEGER ? wide : argument;
	}

	/** A length, or a count of items that take at least `least` bytes each: checked against what remains. */
	function readLength(info: number, at: number, least: number): number {
		const length = readArgument(info, at);
		if (length > (input.length - offset) / least) throw fail("declared length is beyond the input", at);
		return Number(length);
	}

	function readSimple(info: number, at: number): CborDecoded {
		if (info === 20 || info === 21) return info === 21;
		if (info === 22) return null;
		if (info < 25 || info > 27) throw fail("simple value other than false, true and null", at);
		const value = decodeFloat(view, take(1 << (info - 24), at), 1 << (info - 24));
		if (Number.isSafeInteger(value) && !Object.is(value, -0)) throw fail("integer written as a float", at);
		if (!equalBytes(encodeFloat(value), input.subarray(at, offset))) throw fail("float is not in its shortest form", at);
		return value;
	}

	function readText(info: number, at: number): string {
		const length = readLength(info, at, 1);
		const position = take(length, at);
		try {
			return fromUtf8(input.subarray(position, offset));
		} catch {
			throw fail("text is not UTF-8", at);
		}
	}

	function readMap(count: number, depth: number): ReadonlyMap<string | number | bigint, CborDecoded> {
		const map = new Map<string | number | bigint, CborDecoded>();
		let previous: Uint8Array | undefined;
		for (let index = 0; index < count; index++) {
			const at = offset;
			const key = read(depth);
			if (typeof key !== "string" && typeof key !== "bigint" && !Number.isSafeInteger(key))
				throw fail("map key is neither text nor integer", at);
			const encoded = input.subarray(at, offset);
			if (previous && compareBytes(previous, encoded) >= 0) throw fail("map keys are not unique and in order", at);
			previous = encoded;
			map.set(key as string | number | bigint, read(depth));
		}
		return map;
	}

	function read(depth: number): CborDecoded {
		const at = offset;
		if (++items > limits.maxItems) throw fail(`more than ${limits.maxItems} items`, at);
		const initial = input[take(1, at)] as number;
		const info = initial & 31;
		const major = initial >>> 5;
		if (major === 0) return readArgument(info, at);
		if (major === 1) {
			const argument = readArgument(info, at);
			return argument < Number.MAX_SAFE_INTEGER ? -1 - Number(argument) : -1n - BigInt(argument);
		}
		if (major === 2) {
			const length = readLength(info, at, 1);
			return new Uint8Array(input.subarray(take(length, at), offset));
		}
		if (major === 3) return readText(info, at);
		if (major === 6) throw fail("tag", at);
		if (major === 7) return readSimple(info, at);
		if (depth >= limits.maxDepth) throw fail(`more than ${limits.maxDepth} levels`, at);
		if (major === 5) return readMap(readLength(info, at, 2), depth + 1);
		const count = readLength(info, at, 1);
		const array: CborDecoded[] = [];
		for (let index = 0; index < count; index++) array.push(read(depth + 1));
		return array;
	}

	const value = read(0);
	return { value, end: offset };
}

/**
 * The value that deterministic CBOR encodes. The bytes of the result are copies.
 *
 * Source: RFC 8949 §3, §4.2.1. For every accepted input, `encodeCbor(decodeCbor(input))` is the input.
 *
 * @param input - exactly one data item
 *
 * @example
 * ```ts
 * import { decodeCbor, fromHex } from "@veilkit/core";
 * decodeCbor(fromHex("820102")); // [1, 2]
 * ```
 * @throws {VeilkitError} `ERR_FORMAT` naming the offset of the first deviation; `ERR_INVALID_ARGUMENT` for bad limits
 */
export function decodeCbor(input: Uint8Array, limits: CborLimits = {}): CborDecoded {
	checkBytes(input, "decodeCbor(input)");
	checkOptions(limits, "decodeCbor(limits)", ["maxDepth", "maxItems"]);
	const { value, end } = decodeItem(input, 0, {
		maxDepth: checkInteger(limits.maxDepth ?? CBOR_MAX_DEPTH, "decodeCbor(limits.maxDepth)", { min: 0, max: CBOR_MAX_DEPTH }),
		maxItems: checkInteger(limits.maxItems ?? 1_000_000, "decodeCbor(limits.maxItems)", { min: 1 }),
	});
	if (end !== input.length) throw malformed("deterministic CBOR", `trailing bytes at offset ${end}`);
	return value;
}
