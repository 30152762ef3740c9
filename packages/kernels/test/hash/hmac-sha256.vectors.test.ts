import { concatBytes, fromHex, toHex } from "@veilkit/core";
import { createHmacSha256 } from "@veilkit/kernels";
import { describe, expect, it } from "vitest";
import rfc4231 from "../../vectors/rfc4231.json" with { type: "json" };

describe("HMAC-SHA-256 answers as RFC 4231 says", () => {
	it.each(rfc4231.tests)("section $id", ({ key, data, tag }) => {
		const message = fromHex(data);
		expect(toHex(createHmacSha256(fromHex(key)).tagAll(message, Uint32Array.of(0, message.length)))).toBe(tag);
	});

	it("in one batch of the same message as alone", () => {
		const message = fromHex(rfc4231.tests[0]?.data ?? "");
		const hmac = createHmacSha256(fromHex(rfc4231.tests[0]?.key ?? ""));
		const tags = hmac.tagAll(concatBytes(message, message), Uint32Array.of(0, message.length, 2 * message.length));
		expect(toHex(tags)).toBe(`${rfc4231.tests[0]?.tag}${rfc4231.tests[0]?.tag}`);
	});
});
