import { blake3 } from "@noble/hashes/blake3.js";
import { concatBytes, deriveBytes, fromBase64Url, fromHex, toUtf8 } from "@veilkit/core";
import { bindPolicy, definePolicy, type Token, token } from "@veilkit/pseudonymize";
import * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { fixedKey, fixedRing } from "../support/keys.ts";

const Row = v.object({ id: v.nullable(v.string()), mail: v.string() });
const policy = definePolicy(Row, { id: token.blake3({ domain: "analytics" }), mail: token.blake3({ domain: "crm", canonical: "email" }) });

describe("token.blake3", () => {
	it("is kind 3, the key's id, and 16 bytes of keyed BLAKE3 under the derived key", () => {
		const row = bindPolicy(policy, { keys: fixedRing(1) }).row({ id: "17", mail: " Ada@Example.org" });
		const key = deriveBytes(fixedKey(1), { package: "pseudonymize", purpose: "blake3", context: "crm/email.1" }, 32);
		const body = blake3(toUtf8("ada@example.org"), { key }).subarray(0, 16);
		expect(fromBase64Url(row.mail)).toEqual(concatBytes(Uint8Array.of(3), fromHex(fixedKey(1).id), body));
		expect(row.id).toHaveLength(28);
		expectTypeOf(row.id).toEqualTypeOf<Token<"analytics"> | null>();
	});

	it("uses BLAKE3 as published: keyed hash of the empty input, from the reference vectors", () => {
		const key = toUtf8("whats the Elvish word for friend");
		expect(blake3(new Uint8Array(0), { key, dkLen: 16 })).toEqual(fromHex("92b2b75604ed3c761f9d6f62392c8a92"));
	});

	it("keeps missing values, answers lookups for all keys, and stops after disposal", () => {
		const bound = bindPolicy(policy, { keys: fixedRing(2, 1) });
		expect(bound.row({ id: null, mail: "a@b" }).id).toBeNull();
		const old = bindPolicy(policy, { keys: fixedRing(1) }).row({ id: "17", mail: "a@b" });
		expect(bound.lookupTokens("id", "17")).toEqual([bound.row({ id: "17", mail: "a@b" }).id, old.id]);
		bound.dispose();
		expect(() => bound.row({ id: "17", mail: "a@b" })).toThrow("used after it was disposed");
	});
});
