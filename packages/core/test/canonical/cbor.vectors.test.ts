import { type CborDecoded, decodeCbor, encodeCbor, fromHex, toHex } from "@veilkit/core";
import { describe, expect, test } from "vitest";
import malformed from "../../vectors/cbor-malformed.json" with { type: "json" };
import appendixA from "../../vectors/rfc8949-appendix-a.json" with { type: "json" };
import { thrownBy } from "../support/errors.ts";

/** A value as the vector files write it: integers, floats and bytes as text, maps as lists of pairs. */
type Written =
	| null
	| boolean
	| { int?: string; float?: string; text?: string; bytes?: string; array?: Written[]; map?: [Written, Written][] };

function readValue(written: Written): CborDecoded {
	if (written === null || typeof written === "boolean") return written;
	const { int, float, text, bytes, array, map } = written;
	if (int !== undefined) return Number.isSafeInteger(Number(int)) ? Number(int) : BigInt(int);
	if (float !== undefined) return Number(float);
	if (bytes !== undefined) return fromHex(bytes);
	if (array !== undefined) return array.map(readValue);
	if (map !== undefined) return new Map(map.map(([key, value]) => [readValue(key) as string | number, readValue(value)]));
	return text as string;
}

describe("RFC 8949 Appendix A", () => {
	test.for(appendixA.accept as { hex: string; value: Written }[])("$hex is read and written", ({ hex, value }) => {
		expect(decodeCbor(fromHex(hex))).toEqual(readValue(value));
		expect(toHex(encodeCbor(readValue(value)))).toBe(hex);
	});

	test.for(appendixA.reject)("$hex is refused: $why", ({ hex, why }) => {
		expect(thrownBy(() => decodeCbor(fromHex(hex)), "ERR_FORMAT").message).toContain(why);
	});
});

describe("inputs that are not deterministic CBOR", () => {
	test.for(malformed.reject)("$hex is refused: $why", ({ hex, why }) => {
		expect(thrownBy(() => decodeCbor(fromHex(hex)), "ERR_FORMAT").message).toContain(why);
	});
});
