import { fromHex, toHex } from "@veilkit/core";
import { createAesSivOpener, createAesSivSealer } from "@veilkit/kernels";
import { describe, expect, it } from "vitest";
import rfc5297 from "../../vectors/rfc5297.json" with { type: "json" };

describe("AES-SIV answers as RFC 5297 says", () => {
	it.each(rfc5297.tests)("$id: $comment", ({ key, ad, msg, ct }) => {
		const associatedData = ad.map(fromHex);
		expect(toHex(createAesSivSealer(fromHex(key), associatedData).sealAll(fromHex(msg), 1))).toBe(ct);
		expect(toHex(createAesSivOpener(fromHex(key), associatedData).open(fromHex(ct)))).toBe(msg);
	});
});
