import { fromHex } from "@veilkit/core";
import { createFf1Decryptor, createFf1Encryptor } from "@veilkit/kernels";
import { describe, expect, it } from "vitest";
import vectors from "../../vectors/ff1.json" with { type: "json" };

describe("FF1 answers as published", () => {
	it.each(vectors.tests)("$id, radix $radix", ({ key, tweak, radix, msg, ct }) => {
		const options = { radix, tweak: fromHex(tweak) };
		const numerals = Int32Array.from(msg);
		createFf1Encryptor(fromHex(key), options).encryptAll(numerals, msg.length);
		expect([...numerals]).toEqual(ct);
		createFf1Decryptor(fromHex(key), options).decryptAll(numerals, msg.length);
		expect([...numerals]).toEqual(msg);
	});
});
