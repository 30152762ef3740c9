/** Properties of the CBOR codec, and agreement with cborg, an independent implementation, in its RFC 8949 deterministic mode. */
import { type CborDecoded, type CborValue, decodeCbor, encodeCbor, equalBytes, isVeilkitError, toHex } from "@veilkit/core";
import * as cborg from "cborg";
import fc from "fast-check";
import { expect, test } from "vitest";
import { property } from "../support/property.ts";

const integer = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -300, max: 70_000 }));
const bigInteger = fc.oneof(fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }), fc.bigInt({ min: -(2n ** 64n), max: -(2n ** 53n) }));
const text = fc.string({ unit: "binary", maxLength: 40 });
const float = fc.oneof(
	fc.double(),
	fc.float(),
	fc.integer({ min: -2047, max: 2047 }).map((half) => half * 2 ** -24),
);
const leaf = fc.oneof(fc.constantFrom(null, true, false), integer, bigInteger, float, text, fc.uint8Array({ maxLength: 300 }));

const { value } = fc.letrec<{ value: CborValue }>((tie) => ({
	value: fc.oneof(
		{ depthSize: "small", withCrossShrink: true },
		leaf,
		fc.array(tie("value"), { maxLength: 30 }),
		fc.array(fc.tuple(fc.oneof(text, integer), tie("value")), { maxLength: 30 }).map((entries) => new Map(entries)),
	),
}));

/** What a value decodes to: maps stay maps, floats that are safe integers become plain integers. */
const decoded = (input: CborValue): CborDecoded => input as CborDecoded;

test("what is encoded decodes to itself", () => {
	property([value], (input) => expect(decodeCbor(encodeCbor(input))).toEqual(decoded(input)), 500);
});

test("cborg reads what we write, and writes the same bytes", () => {
	// Left out where cborg's data model has no place for the value: it writes integers beyond 2^53 given as numbers as integers.
	const comparable = fc.oneof(
		integer,
		bigInteger,
		text,
		fc.uint8Array(),
		fc.constantFrom(null, true, false),
		fc.array(fc.oneof(integer, text)),
	);
	property([fc.array(fc.tuple(fc.oneof(text, integer), comparable)).map((entries) => new Map(entries))], (input) => {
		const ours = encodeCbor(input);
		expect(toHex(ours)).toBe(toHex(cborg.encode(input, cborg.rfc8949EncodeOptions)));
		expect(cborg.decode(ours, { useMaps: true, strict: true, rejectDuplicateMapKeys: true })).toEqual(decodeCbor(ours));
	});
});

test("cborg writes floats the same way, half-precision subnormals aside, which it writes in single precision", () => {
	property([float.filter((number) => !Number.isInteger(number) && !Number.isNaN(number) && Math.abs(number) >= 2 ** -14)], (input) => {
		expect(toHex(encodeCbor(input))).toBe(toHex(cborg.encode(input, cborg.rfc8949EncodeOptions)));
	});
});

/** The value of a half-precision pattern by the definition of IEEE 754. */
function halfValue(pattern: number): number {
	const [exponent, fraction] = [(pattern >>> 10) & 31, pattern & 1023];
	const infinite = fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
	const magnitude = exponent === 31 ? infinite : exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
	return pattern >>> 15 ? -magnitude : magnitude;
}

test("every half-precision value that is no integer is written in three bytes and read back", () => {
	const wrong: number[] = [];
	for (let pattern = 0; pattern < 65_536; pattern++) {
		const number = halfValue(pattern);
		if (Number.isNaN(number) || (Number.isInteger(number) && !Object.is(number, -0))) continue;
		const bytes = Uint8Array.of(0xf9, pattern >>> 8, pattern & 255);
		if (!equalBytes(encodeCbor(number), bytes) || !Object.is(decodeCbor(bytes), number)) wrong.push(pattern);
	}
	expect(wrong).toEqual([]);
});

test("of the half-precision patterns exactly the fractions, minus zero, the infinities and one NaN are accepted", () => {
	let accepted = 0;
	for (let pattern = 0; pattern < 65_536; pattern++) {
		try {
			decodeCbor(Uint8Array.of(0xf9, pattern >>> 8, pattern & 255));
			accepted++;
		} catch (error) {
			if (!isVeilkitError(error, "ERR_FORMAT")) throw error;
		}
	}
	// Zero, and of either sign 1 to 1,023 and all 1,024 values of each of the six binades from 2^10.
	const integers = 2 * (1023 + 6 * 1024) + 1;
	expect(accepted).toBe(65_536 - integers - (2 * 1023 - 1));
});

test("every input is refused with an ERR_FORMAT or is the one encoding of its value", () => {
	const accepted = { count: 0 };
	const judge = (input: Uint8Array): void => {
		let output: CborDecoded;
		try {
			output = decodeCbor(input);
		} catch (error) {
			if (!isVeilkitError(error, "ERR_FORMAT")) throw error;
			return;
		}
		accepted.count++;
		expect(toHex(encodeCbor(output))).toBe(toHex(input));
	};
	property([fc.uint8Array({ maxLength: 24 })], judge, 5000);
	const mutation = fc.record({ at: fc.nat(), byte: fc.nat(255), kind: fc.constantFrom("set", "insert", "remove", "cut") });
	property(
		[value, fc.array(mutation, { minLength: 1, maxLength: 3 })],
		(input, mutations) => {
			const bytes = [...encodeCbor(input)];
			for (const { at, byte, kind } of mutations) {
				const position = at % (bytes.length + 1);
				if (kind === "cut") bytes.length = position;
				else bytes.splice(position, kind === "insert" ? 0 : 1, ...(kind === "remove" ? [] : [byte]));
			}
			judge(Uint8Array.from(bytes));
		},
		3000,
	);
	expect(accepted.count).toBeGreaterThan(300);
});
