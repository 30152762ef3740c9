import { checkPurpose, createSigner, deriveBytes, generateKey, importKey, keyRing, rotateKeyRing, type SecretKey } from "@veilkit/core";
import { manualClock, queuedRandom, seededRandom } from "@veilkit/core/testing";
import { describe, expect, expectTypeOf, test } from "vitest";
import { thrownBy } from "../support/errors.ts";

const clock = manualClock("2026-11-24T12:00:00Z");
const random = seededRandom(11);
const fresh = (): SecretKey<"pseudonymize"> => generateKey({ purpose: "pseudonymize", random, clock });

describe("a secret key", () => {
	test("carries its purpose in its type and its description", () => {
		const key = fresh();
		expectTypeOf(key.purpose).toEqualTypeOf<"pseudonymize">();
		expect(key.toJSON()).toEqual({ id: key.id, purpose: "pseudonymize", version: 1, createdAt: clock.now(), material: "[redacted]" });
		expect(key.id).toMatch(/^[0-9a-f]{8}$/);
	});

	test("is the bytes it was given, copied", () => {
		const material = new Uint8Array(32).fill(5);
		const key = importKey(material, { purpose: "p", version: 3, createdAt: 0 });
		material.fill(0);
		expect(key.use((bytes) => [...bytes])).toEqual(new Array(32).fill(5));
		expect(generateKey({ purpose: "p", random: queuedRandom(new Uint8Array(32).fill(5)) }).id).toBe(key.id);
	});

	test("has another id for another purpose or other material", () => {
		const material = new Uint8Array(32).fill(5);
		const description = { purpose: "p", version: 1, createdAt: 0 };
		const ids = [
			importKey(material, description),
			importKey(material, { ...description, purpose: "q" }),
			importKey(material.fill(6), description),
		].map((key) => key.id);
		expect(new Set(ids).size).toBe(3);
	});

	test("is unusable once it is disposed, and its memory is overwritten", () => {
		const key = fresh();
		const lent = key.use((bytes) => bytes);
		expect(lent.some((byte) => byte !== 0)).toBe(true);
		key.dispose();
		key.dispose();
		expect(lent.every((byte) => byte === 0)).toBe(true);
		expect(thrownBy(() => key.use(() => 0), "ERR_KEY_DISPOSED").details).toEqual({ keyId: key.id });
		thrownBy(() => deriveBytes(key, { package: "a", purpose: "b", context: "c" }, 32), "ERR_KEY_DISPOSED");
	});

	test("is disposed at the end of its block by using", () => {
		let outer: SecretKey;
		{
			using key = fresh();
			outer = key;
		}
		thrownBy(() => outer.use(() => 0), "ERR_KEY_DISPOSED");
	});

	test("is refused for another purpose, by the compiler and at run time", () => {
		// @ts-expect-error a key for pseudonymize is not a key for sign
		expect(thrownBy(() => createSigner(fresh()), "ERR_KEY_PURPOSE").details).toMatchObject({ purpose: "pseudonymize", expected: "sign" });
		expect(checkPurpose(fresh() as SecretKey, "pseudonymize").purpose).toBe("pseudonymize");
	});

	test("is refused with a malformed description", () => {
		const good = { purpose: "p", version: 1, createdAt: 0 };
		const material = new Uint8Array(32);
		expect(importKey(material, good).version).toBe(1);
		for (const bad of [
			{ purpose: "" },
			{ purpose: "Sign" },
			{ version: 0 },
			{ createdAt: -1 },
			{ createdAt: Number.NaN },
			{ createdAt: 8.64e15 + 1 },
		]) {
			thrownBy(() => importKey(material, { ...good, ...bad }), "ERR_INVALID_ARGUMENT");
		}
		thrownBy(() => importKey(new Uint8Array(31), good), "ERR_INVALID_ARGUMENT");
		thrownBy(() => generateKey({ purpose: "p", ramdom: random } as { purpose: string }), "ERR_INVALID_ARGUMENT");
	});
});

describe("a key ring", () => {
	test("finds every key by the id that outputs carry", () => {
		const [primary, older] = [fresh(), fresh()];
		const ring = keyRing({ primary, older: [older] });
		expect(ring.get(primary.id)).toBe(primary);
		expect(ring.get(older.id)).toBe(older);
		expect(thrownBy(() => ring.get(fresh().id), "ERR_KEY_NOT_FOUND").details).toMatchObject({ purpose: "pseudonymize" });
	});

	test("rotates: a new primary, one version on, the former one the newest of the older", () => {
		const first = keyRing({ primary: fresh() });
		clock.advance(1000);
		const second = rotateKeyRing(first, { random, clock });
		const third = rotateKeyRing(second, { random, clock });
		expect(third.keys.map((key) => key.version)).toEqual([3, 2, 1]);
		expect(third.keys.slice(1)).toEqual(second.keys);
		expect(third.primary.createdAt).toBe(clock.now());
		expect(first.keys.length).toBe(1);
		expect(third.get(first.primary.id)).toBe(first.primary);
	});

	test("refuses a key twice and keys of different purposes", () => {
		const key = fresh();
		expect(thrownBy(() => keyRing({ primary: key, older: [key] }), "ERR_INVALID_ARGUMENT").details["path"]).toBe(
			"keyRing(options.older[0])",
		);
		const other = generateKey({ purpose: "sign", random }) as SecretKey as SecretKey<"pseudonymize">;
		thrownBy(() => keyRing({ primary: key, older: [other] }), "ERR_INVALID_ARGUMENT");
	});
});
