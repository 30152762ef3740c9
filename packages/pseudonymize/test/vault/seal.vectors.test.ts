import { equalBytes, fromHex, toUtf8 } from "@veilkit/core";
import { queuedRandom } from "@veilkit/core/testing";
import { openPayload, sealPayload } from "@veilkit/pseudonymize/vault";
import { describe, expect, it } from "vitest";
import vectors from "../../vectors/rfc8452.json" with { type: "json" };

describe("AES-GCM-SIV as the vault uses it", () => {
	it.each(vectors.cases)("agrees with RFC 8452: $id", ({ key, nonce, associatedData, plaintext, result }) => {
		const data = { associatedData: fromHex(associatedData) };
		const sealed = sealPayload(fromHex(key), fromHex(plaintext), { ...data, random: queuedRandom(fromHex(nonce)) });
		expect(equalBytes(sealed, fromHex(nonce + result))).toBe(true);
		expect(equalBytes(openPayload(fromHex(key), sealed, data), fromHex(plaintext))).toBe(true);
	});

	it("opens nothing that was altered, cut, or is under another key or other data", () => {
		const key = new Uint8Array(32).fill(1);
		const data = { associatedData: toUtf8("record 17") };
		const sealed = sealPayload(key, toUtf8("payload"), data);
		expect(openPayload(key, sealed, data)).toEqual(toUtf8("payload"));
		const failed = expect.objectContaining({ code: "ERR_AUTHENTICATION" });
		for (let at = 0; at < sealed.length; at++) {
			expect(() =>
				openPayload(
					key,
					sealed.map((byte, index) => (index === at ? byte ^ 1 : byte)),
					data,
				),
			).toThrow(failed);
			expect(() => openPayload(key, sealed.subarray(0, at), data)).toThrow(failed);
		}
		expect(() => openPayload(new Uint8Array(32), sealed, data)).toThrow(failed);
		expect(() => openPayload(key, sealed, { associatedData: toUtf8("record 18") })).toThrow(failed);
		expect(() => openPayload(new Uint8Array(24), sealed, data)).toThrow("16 or 32 bytes");
	});
});
