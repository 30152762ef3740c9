/** Properties of the CBOR codec, and agreement with cborg, an independent implementation, in its RFC 8949 deterministic mode. */
import { type CborDecoded, type CborValue, decodeCbor, encodeCbor, isVeilkitError, toHex } from "@veilkit/core";
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

test("all 65,536 half-precision patterns are read by IEEE 754's definition, and written in three bytes unless they are integers or odd NaNs", () => {
	for (let pattern = 0; pattern < 65_536; pattern++) {
		const [exponent, fraction] = [(pattern >>> 10) & 31, pattern & 1023];
		const magnitude =
			exponent === 31 ? Number.POSITIVE_INFINITY : exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
		const number = exponent === 31 && fraction > 0 ? Number.NaN : pattern >>> 15 ? -magnitude : magnitude;
		const bytes = Uint8Array.of(0xf9, pattern >>> 8, pattern & 255);
		if (Number.isNaN(number)) expect(encodeCbor(number)).toEqual(Uint8Array.of(0xf9, 0x7e, 0));
		else if (Number.isInteger(number) && !Object.is(number, -0)) expect(toHex(encodeCbor(number))).not.toMatch(/^f9/);
		else if (toHex(encodeCbor(number)) !== toHex(bytes) || !Object.is(decodeCbor(bytes), number)) expect.unreachable(`pattern ${pattern}`);
	}
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
