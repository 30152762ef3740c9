import { createSigner, fromHex, importKey, verifySignature } from "@veilkit/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import rfc8032 from "../../vectors/rfc8032.json" with { type: "json" };
import { property } from "../support/property.ts";

const signer = createSigner(importKey(new Uint8Array(32).fill(9), { purpose: "sign", version: 1, createdAt: 0 }));

describe("RFC 8032", () => {
	test.for(rfc8032.accept)("accepts the signature of $message", ({ publicKey, message, signature }) => {
		expect(verifySignature(fromHex(publicKey), fromHex(message), fromHex(signature))).toBe(true);
	});

	test.for(rfc8032.refuse)("refuses: $why", ({ publicKey, message, signature }) => {
		expect(verifySignature(fromHex(publicKey), fromHex(message), fromHex(signature))).toBe(false);
	});
});

describe("a signer", () => {
	test("makes signatures that verify, and that no altered bit survives", () => {
		property(
			[fc.uint8Array({ maxLength: 100 }), fc.nat(511), fc.nat(255)],
			(message, signatureBit, keyBit) => {
				const signature = signer.sign(message);
				expect(verifySignature(signer.publicKey, message, signature)).toBe(true);
				const flip = (bytes: Uint8Array, bit: number): Uint8Array =>
					bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
				expect(verifySignature(signer.publicKey, message, flip(signature, signatureBit))).toBe(false);
				expect(verifySignature(flip(signer.publicKey, keyBit), message, signature)).toBe(false);
				expect(verifySignature(signer.publicKey, Uint8Array.of(...message, 0), signature)).toBe(false);
			},
			15,
		);
	});

	test("is deterministic, and the platform verifies what it signs", async () => {
		const message = Uint8Array.of(1, 2, 3);
		expect(signer.sign(message)).toEqual(signer.sign(message));
		const key = await crypto.subtle.importKey("raw", signer.publicKey, "Ed25519", false, ["verify"]);
		expect(await crypto.subtle.verify("Ed25519", key, signer.sign(message), message)).toBe(true);
		expect(await crypto.subtle.verify("Ed25519", key, signer.sign(message), Uint8Array.of(1, 2, 4))).toBe(false);
	});
});

test("verification answers false, and does not throw, for what is no key and no signature", () => {
	const message = new Uint8Array(0);
	const signature = signer.sign(message);
	for (const bad of [undefined, null, "text", [], {}, 7, new Uint8Array(0)]) {
		expect(verifySignature(bad as Uint8Array, message, signature)).toBe(false);
		expect(verifySignature(signer.publicKey, message, bad as Uint8Array)).toBe(false);
	}
	for (const bad of [undefined, "text", 7]) expect(verifySignature(signer.publicKey, bad as unknown as Uint8Array, signature)).toBe(false);
});
