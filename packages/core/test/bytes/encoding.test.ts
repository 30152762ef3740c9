import { fromBase64, fromBase64Url, fromHex, fromUtf8, toBase64, toBase64Url, toHex, toUtf8 } from "@veilkit/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import rfc4648 from "../../vectors/rfc4648.json" with { type: "json" };
import { thrownBy } from "../support/errors.ts";
import { property } from "../support/property.ts";

const bytes = fc.uint8Array({ maxLength: 70 });

describe("RFC 4648 §10", () => {
	test.for(rfc4648.tests)('"$text"', ({ text, base64, base16 }) => {
		expect(toBase64(toUtf8(text))).toBe(base64);
		expect(fromUtf8(fromBase64(base64))).toBe(text);
		expect(toHex(toUtf8(text))).toBe(base16);
		expect(fromUtf8(fromHex(base16))).toBe(text);
		expect(toBase64Url(toUtf8(text))).toBe(base64.replaceAll("=", ""));
	});
});

describe("encodings of bytes", () => {
	test("are undone by their decoders", () => {
		property([bytes], (input) => {
			expect(fromHex(toHex(input))).toEqual(input);
			expect(fromBase64(toBase64(input))).toEqual(input);
			expect(fromBase64Url(toBase64Url(input))).toEqual(input);
		});
	});

	test("agree with the platform", () => {
		property([bytes], (input) => expect(toBase64(input)).toBe(btoa(String.fromCharCode(...input))));
	});

	test("have one text for each byte string: every accepted text is what the encoder writes", () => {
		const accepted = new Set<string>();
		const only = (text: string, decode: (text: string) => Uint8Array, encode: (bytes: Uint8Array) => string): void => {
			let decoded: Uint8Array;
			try {
				decoded = decode(text);
			} catch (error) {
				thrownBy(() => {
					throw error;
				}, "ERR_FORMAT");
				return;
			}
			accepted.add(encode.name);
			expect(encode(decoded)).toBe(text);
		};
		property(
			[fc.string({ unit: fc.constantFrom(..."AQgwZ09afAF+/-_=é ".split("")), maxLength: 8 })],
			(text) => {
				only(text, fromHex, toHex);
				only(text, fromBase64, toBase64);
				only(text, fromBase64Url, toBase64Url);
			},
			5000,
		);
		expect(accepted.size).toBe(3);
	});

	test("refuse what is not theirs, without repeating it", () => {
		const refused: [() => unknown, string][] = [
			[() => fromHex("abc"), "odd length 3"],
			[() => fromHex("0G"), "character outside 0-9a-f in byte 0"],
			[() => fromHex("AB"), "character outside 0-9a-f in byte 0"],
			[() => fromBase64Url("A"), "impossible length 1"],
			[() => fromBase64Url("AB"), "stray bits"],
			[() => fromBase64Url("AA=="), "outside the alphabet at position 2"],
			[() => fromBase64Url("+/+/"), "outside the alphabet at position 0"],
			[() => fromBase64("AAA"), "not a multiple of four"],
			[() => fromBase64("A==="), "outside the alphabet"],
			[() => fromBase64("AA=A"), "outside the alphabet at position 2"],
		];
		for (const [call, message] of refused) expect(thrownBy(call, "ERR_FORMAT").message).toContain(message);
	});
});

describe("UTF-8", () => {
	test("carries every well-formed string, a byte order mark included", () => {
		property([fc.string({ unit: "binary" })], (text) => expect(fromUtf8(toUtf8(text))).toBe(text));
		expect(fromUtf8(toUtf8("\ufeffa"))).toBe("\ufeffa");
	});

	test("refuses lone surrogates and ill-formed bytes", () => {
		thrownBy(() => toUtf8("a\ud800"), "ERR_FORMAT");
		for (const hex of ["ff", "c0af", "eda080", "f4908080", "c3"]) thrownBy(() => fromUtf8(fromHex(hex)), "ERR_FORMAT");
	});
});
