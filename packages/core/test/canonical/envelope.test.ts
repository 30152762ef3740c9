import {
	associatedData,
	type CborValue,
	concatBytes,
	decodeEnvelope,
	type EnvelopeLabel,
	encodeCbor,
	encodeEnvelope,
	envelopeFromText,
	envelopeToText,
	fromHex,
	generateKey,
	NO_KEY,
	toHex,
} from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { describe, expect, test } from "vitest";
import golden from "../../vectors/golden/envelope-v1.json" with { type: "json" };
import { thrownBy } from "../support/errors.ts";

const key = generateKey({ purpose: "test", random: seededRandom(1) });
const label: EnvelopeLabel = { type: 0x0203, suite: 4, keyId: key.id, header: { domain: "crm", columns: 3 } };
const body = Uint8Array.of(1, 2, 3);

describe("format version 1 is frozen", () => {
	test.for(golden.envelopes)("$name", ({ type, suite, keyId, header, body: bodyHex, hex, text, prefix }) => {
		const written = encodeEnvelope(
			{ type, suite, keyId: keyId as EnvelopeLabel["keyId"], header: header as EnvelopeLabel["header"] },
			fromHex(bodyHex),
		);
		expect(toHex(written)).toBe(hex);
		expect(envelopeToText(written, prefix)).toBe(text);
		const read = decodeEnvelope(envelopeFromText(text, prefix), type);
		expect([read.type, read.suite, read.keyId, toHex(read.body)]).toEqual([type, suite, keyId, bodyHex]);
		expect(encodeCbor(read.header)).toEqual(encodeCbor(header as CborValue));
	});
});

describe("an envelope", () => {
	test("is its associated data followed by its body", () => {
		const encoded = encodeEnvelope(label, body);
		expect(encoded).toEqual(concatBytes(associatedData(label), body));
		expect(decodeEnvelope(encoded, label.type).associatedData).toEqual(associatedData(label));
	});

	test("gives every type, suite, key and header its own associated data", () => {
		const variants: EnvelopeLabel[] = [
			label,
			{ ...label, type: 0x0204 },
			{ ...label, suite: 5 },
			{ ...label, keyId: NO_KEY },
			{ ...label, header: { domain: "crm", columns: 4 } },
			{ ...label, header: {} },
		];
		expect(new Set(variants.map((variant) => toHex(associatedData(variant)))).size).toBe(variants.length);
	});

	test("may have an empty body and an empty header", () => {
		const read = decodeEnvelope(encodeEnvelope({ ...label, header: {} }, new Uint8Array(0)), label.type);
		expect([read.header.size, read.body.length]).toEqual([0, 0]);
	});

	test("is refused if anything before the body is not as it must be", () => {
		const good = encodeEnvelope(label, body);
		expect(decodeEnvelope(good, label.type).body).toEqual(body);
		const altered = (offset: number, byte: number): Uint8Array => Uint8Array.from(good, (old, index) => (index === offset ? byte : old));
		const refused: [Uint8Array, RegExp][] = [
			[good.subarray(0, 12), /shorter than 13 bytes/],
			[altered(0, 0), /magic/],
			[altered(2, 2), /format version 2; this release reads version 1/],
			[altered(4, 4), /artefact type 516 where type 515 was expected/],
			[altered(11, 0xff), /header is longer than the input/],
			[altered(12, 1), /beyond the input/],
			[altered(13, 0x80), /trailing bytes/],
		];
		for (const [bytes, message] of refused)
			expect(thrownBy(() => decodeEnvelope(bytes, label.type), "ERR_FORMAT").message).toMatch(message);
	});

	test("is refused if its header is not a map with text names", () => {
		const withHeader = (hex: string): Uint8Array =>
			concatBytes(associatedData({ ...label, header: {} }).subarray(0, 12), Uint8Array.of(hex.length / 2), fromHex(hex));
		expect(decodeEnvelope(withHeader("a0"), label.type).header.size).toBe(0);
		expect(thrownBy(() => decodeEnvelope(withHeader("80"), label.type), "ERR_FORMAT").message).toContain("header is not a map");
		expect(thrownBy(() => decodeEnvelope(withHeader("a10100"), label.type), "ERR_FORMAT").message).toContain("a name that is not text");
	});

	test("is not written with parts out of range", () => {
		const bad: object[] = [
			{ type: -1 },
			{ type: 0x1_0000 },
			{ suite: 1.5 },
			{ keyId: "0A1B2C3D" },
			{ header: { long: "x".repeat(70_000) } },
			{ extra: 1 },
		];
		for (const part of bad) thrownBy(() => encodeEnvelope({ ...label, ...part }, body), "ERR_INVALID_ARGUMENT");
	});
});

describe("the text form", () => {
	test("names its prefix and version, and is refused under another", () => {
		const text = envelopeToText(encodeEnvelope(label, body), "token");
		expect(text).toMatch(/^token1\.[\w-]+$/);
		expect(envelopeFromText(text, "token")).toEqual(encodeEnvelope(label, body));
		for (const bad of [text.replace("token1", "token2"), text.replace("token", "receipt"), `${text}=`, `${text} `, ""]) {
			thrownBy(() => envelopeFromText(bad, "token"), "ERR_FORMAT");
		}
		thrownBy(() => envelopeToText(body, "Token 1"), "ERR_INVALID_ARGUMENT");
	});
});
