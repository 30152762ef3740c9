import { definePolicy, drop, generalize, keep, policyFromJson, policyHash, policyToJson, shiftDate, token } from "@veilkit/pseudonymize";
import * as v from "valibot";
import { describe, expect, it } from "vitest";

const Row = v.object({
	id: v.string(),
	email: v.string(),
	born: v.string(),
	seen: v.string(),
	paid: v.string(),
	zip: v.string(),
	age: v.number(),
	land: v.string(),
	note: v.string(),
});

const policy = definePolicy(Row, {
	id: token.hmac({ domain: "analytics" }),
	email: token.siv({ domain: "crm", canonical: "email" }),
	born: shiftDate({ by: "id", maxDays: 90 }),
	seen: generalize.month(),
	paid: generalize.year(),
	zip: generalize.prefix(3),
	age: generalize.bucket(10),
	land: keep,
	note: drop,
});

describe("a policy as JSON", () => {
	it("comes back the same, with the same hash", () => {
		const text = JSON.stringify(policyToJson(policy));
		const back = policyFromJson(JSON.parse(text));
		expect(JSON.stringify(policyToJson(back))).toBe(text);
		expect(policyHash(back)).toBe(policyHash(policy));
	});

	it("has a hash that is frozen, depends on every field and not on the order of columns", () => {
		const of = (columns: object): string => policyHash(policyFromJson({ version: 1, columns }));
		const a = { treatment: "token.hmac", domain: "analytics" };
		expect(of({ a })).toBe("b281936a211a0638b6f97538e579d8998b1d93fcef6738241c80f3d592cb46d3");
		expect(of({ a, b: { treatment: "keep" } })).toBe(of({ b: { treatment: "keep" }, a }));
		expect(of({ a: { ...a, canonical: "exact" } })).toBe(of({ a }));
		expect(of({ a: { ...a, canonical: "nfc" } })).not.toBe(of({ a }));
	});

	it("is plain frozen data", () => {
		expect(Object.isFrozen(policy)).toBe(true);
		expect(Object.isFrozen(policy.columns)).toBe(true);
		for (const treatment of Object.values(policy.columns)) expect(Object.isFrozen(treatment)).toBe(true);
	});

	it.each([
		[null, "policyFromJson(value)"],
		[{ version: 2, columns: { a: { treatment: "keep" } } }, "policyFromJson(value.version)"],
		[{ version: 1, columns: [] }, "policyFromJson(value.columns)"],
		[{ version: 1, columns: {} }, "at least one column"],
		[{ version: 1, columns: { a: { treatment: "keep" } }, extra: 1 }, "policyFromJson(value).extra"],
		[{ version: 1, columns: { a: "keep" } }, "policyFromJson(value.columns).a: expected a treatment"],
		[{ version: 1, columns: { a: { treatment: "hash" } } }, "policyFromJson(value.columns).a.treatment: expected one of keep, drop"],
		[{ version: 1, columns: { a: { treatment: "keep", domain: "x" } } }, "policyFromJson(value.columns).a.domain"],
		[{ version: 1, columns: { a: { treatment: "token.hmac" } } }, "policyFromJson(value.columns).a.domain"],
		[{ version: 1, columns: { a: { treatment: "shiftDate", by: "b", maxDays: 9 } } }, '"b" is none'],
		[{ version: 1, columns: { a: { treatment: "generalize.prefix", length: -1 } } }, "policyFromJson(value.columns).a.length"],
	])("is refused with the place: case %#", (value, message) => {
		expect(() => policyFromJson({ version: 1, columns: { a: { treatment: "keep" } } })).not.toThrow();
		expect(() => policyFromJson(value)).toThrow(message);
	});
});
