/**
 * HKDF by way of WebCrypto: the platform's HKDF is checked against RFC 5869, and ours against the platform's.
 */
import { derivationLabel, deriveBytes, fromHex, importKey, toHex, toUtf8 } from "@veilkit/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import rfc5869 from "../../vectors/rfc5869.json" with { type: "json" };
import { thrownBy } from "../support/errors.ts";

async function platformHkdf(
	ikm: Uint8Array<ArrayBuffer>,
	salt: Uint8Array<ArrayBuffer>,
	info: Uint8Array<ArrayBuffer>,
	length: number,
): Promise<string> {
	const key = await crypto.subtle.importKey("raw", ikm, "HKDF", false, ["deriveBits"]);
	return toHex(new Uint8Array(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, 8 * length)));
}

const label = { package: "pseudonymize", purpose: "hmac", context: "analytics" };
const key = importKey(fromHex("0b".repeat(32)), { purpose: "pseudonymize", version: 1, createdAt: 0 });

describe("HKDF-SHA-256", () => {
	test.for(rfc5869.tests)("the platform agrees with RFC 5869, okm $okm", async ({ ikm, salt, info, okm }) => {
		expect(await platformHkdf(fromHex(ikm), fromHex(salt), fromHex(info), okm.length / 2)).toBe(okm);
	});

	test("deriveBytes agrees with the platform: empty salt, the label as info", async () => {
		const samples = fc.sample(
			fc.tuple(
				fc.uint8Array({ minLength: 32, maxLength: 32 }),
				fc.integer({ min: 1, max: 300 }),
				fc.string({ minLength: 1, unit: "grapheme" }),
			),
			{
				numRuns: 50,
				seed: 1,
			},
		);
		for (const [material, length, context] of samples) {
			const ours = deriveBytes(importKey(material, { purpose: "p", version: 1, createdAt: 0 }), { ...label, context }, length);
			const info = toUtf8(`veilkit/v1/pseudonymize/hmac/${context}`);
			expect(toHex(ours)).toBe(await platformHkdf(new Uint8Array(material), new Uint8Array(0), info, length));
		}
	});

	test("the id of a key is HKDF of its purpose", async () => {
		const info = toUtf8("veilkit/v1/core/key-id/pseudonymize");
		expect(key.id).toBe(await platformHkdf(fromHex("0b".repeat(32)), new Uint8Array(0), info, 4));
	});
});

describe("derivation labels", () => {
	test("separate packages, purposes and contexts", () => {
		const labels = [
			label,
			{ ...label, package: "dp" },
			{ ...label, purpose: "siv" },
			{ ...label, context: "crm" },
			{ ...label, context: "analytics/" },
		];
		expect(new Set(labels.map((one) => toHex(deriveBytes(key, one, 32)))).size).toBe(labels.length);
	});

	test("cannot be made ambiguous: only the last part may hold a slash", () => {
		expect(derivationLabel({ ...label, context: "a/b" })).toBe("veilkit/v1/pseudonymize/hmac/a/b");
		for (const bad of [{ package: "a/b" }, { purpose: "a/b" }, { package: "" }, { purpose: "HMAC" }, { context: "" }]) {
			thrownBy(() => derivationLabel({ ...label, ...bad }), "ERR_INVALID_ARGUMENT");
		}
	});

	test("are needed for 1 to 8160 bytes", () => {
		expect(deriveBytes(key, label, 8160).length).toBe(8160);
		for (const bad of [0, 8161, 1.5]) thrownBy(() => deriveBytes(key, label, bad), "ERR_INVALID_ARGUMENT");
	});
});
