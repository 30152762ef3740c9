import { createBatch, generateKey, keyRing } from "@veilkit/core";
import {
	bindPolicy,
	definePolicy,
	drop,
	generalize,
	keep,
	type OutputOf,
	policyFromJson,
	shiftDate,
	type Token,
	token,
} from "@veilkit/pseudonymize";
import * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

const Customer = v.object({
	id: v.string(),
	email: v.nullable(v.string()),
	birthDate: v.optional(v.string()),
	joined: v.date(),
	age: v.number(),
	country: v.picklist(["NO", "SE"]),
	tags: v.array(v.string()),
});

const policy = definePolicy(Customer, {
	id: token.hmac({ domain: "analytics" }),
	email: token.siv({ domain: "crm", canonical: "email" }),
	birthDate: shiftDate({ by: "id", maxDays: 90 }),
	joined: shiftDate({ by: "id", maxDays: 90 }),
	age: generalize.bucket(10),
	country: keep,
	tags: drop,
});

const customer: v.InferInput<typeof Customer> = {
	id: "17",
	email: null,
	joined: new Date("2024-02-29T10:00:00Z"),
	age: 37,
	country: "NO",
	tags: ["vip"],
};

describe("a policy has the type of what it releases", () => {
	it("brands tokens, keeps kept types, leaves dropped columns out and turns missing into null", () => {
		expectTypeOf<OutputOf<typeof policy>>().toEqualTypeOf<{
			readonly id: Token<"analytics">;
			readonly email: Token<"crm"> | null;
			readonly birthDate: string | null;
			readonly joined: Date;
			readonly age: string;
			readonly country: "NO" | "SE";
		}>();
		expectTypeOf<Token<"crm">>().not.toExtend<Token<"analytics">>();
		const row = bindPolicy(policy, { keys: fixedRing(1) }).row(customer);
		expectTypeOf(row).toEqualTypeOf<OutputOf<typeof policy>>();
		expect(Object.keys(row)).toEqual(["id", "email", "birthDate", "joined", "age", "country"]);
		expect(row).toMatchObject({ email: null, birthDate: null, age: "[30,40)", country: "NO" });
		expect(row.joined).toBeInstanceOf(Date);
	});

	it("looks up tokens in token columns only", () => {
		const release = bindPolicy(policy, { keys: fixedRing(1) });
		expectTypeOf(release.lookupTokens("email", "x")).toEqualTypeOf<readonly Token<"crm">[]>();
		// @ts-expect-error a kept column has no tokens
		expect(() => release.lookupTokens("country", "NO")).toThrow("a column whose treatment makes tokens");
	});

	it("does not compile with a column left out, one too many, or a treatment that does not fit", () => {
		const Small = v.object({ id: v.string(), age: v.number(), tags: v.array(v.string()) });
		// @ts-expect-error "age" is not named
		definePolicy(Small, { id: keep, tags: drop });
		// @ts-expect-error "name" is no column of the schema
		definePolicy(Small, { id: keep, age: keep, tags: drop, name: drop });
		// @ts-expect-error a list can only be dropped
		definePolicy(Small, { id: keep, age: keep, tags: keep });
		// @ts-expect-error a number is no date
		definePolicy(Small, { id: keep, age: shiftDate({ by: "id", maxDays: 3 }), tags: drop });
		// @ts-expect-error "subject" is no column of the schema
		expect(() => definePolicy(v.object({ day: v.string() }), { day: shiftDate({ by: "subject", maxDays: 3 }) })).toThrow(
			'"subject" is none',
		);
	});
});

describe("a policy is closed at run time", () => {
	it("never passes a column that it does not name", () => {
		const release = bindPolicy(policy, { keys: fixedRing(1) });
		const smuggled = { ...customer, password: "hunter2" };
		expect(release.row(smuggled)).not.toHaveProperty("password");
		const columns = Object.fromEntries(Object.entries({ ...smuggled, email: "a@b.c", tags: null }).map(([name, value]) => [name, [value]]));
		expect(release.batch(createBatch({ ...columns, birthDate: [null] })).columns).not.toHaveProperty("password");
	});

	it("refuses such a column by name where asked to", () => {
		const strict = bindPolicy(policy, { keys: fixedRing(1), onUnlisted: "refuse" });
		expect(strict.row(customer)).toHaveProperty("country", "NO");
		expect(() => strict.row({ ...customer, ...{ password: "hunter2" } })).toThrow('columns "password": not named by the policy');
	});

	it("refuses a batch without a column that it names, except a dropped one", () => {
		const Row = v.object({ id: v.string(), country: v.string(), notes: v.string() });
		const release = bindPolicy(definePolicy(Row, { id: token.hmac({ domain: "a" }), country: keep, notes: drop }), { keys: fixedRing(1) });
		expect(release.batch(createBatch({ id: ["1"], country: ["NO"] })).columns).toHaveProperty("country", ["NO"]);
		expect(() => release.batch(createBatch({ id: ["1"], notes: ["x"] }))).toThrow('column "country"');
	});

	it("takes a row's own values only", () => {
		const release = bindPolicy(policyFromJson({ version: 1, columns: { constructor: { treatment: "keep" }, a: { treatment: "keep" } } }), {
			keys: fixedRing(1),
		});
		expect(release.row({ a: "1" })).toEqual({ constructor: null, a: "1" });
		expect(() => release.batch(createBatch({ a: ["1"] }))).toThrow('column "constructor"');
	});

	it("releases columns in the order of the policy", () => {
		const Row = v.object({ a: v.string(), b: v.string(), c: v.string() });
		const release = bindPolicy(definePolicy(Row, { c: keep, a: keep, b: drop }), { keys: fixedRing(1) });
		expect(release.columns).toEqual(["c", "a"]);
		expect(Object.keys(release.batch(createBatch({ a: ["1"], b: ["2"], c: ["3"] })).columns)).toEqual(["c", "a"]);
	});
});

describe("rows go through the schema", () => {
	it("and are refused by column and row, without the value", () => {
		const release = bindPolicy(policy, { keys: fixedRing(1) });
		expect(release.row(customer)).toHaveProperty("country", "NO");
		const wrong = { ...customer, country: "secret-value", age: "another-secret" } as unknown as typeof customer;
		expect(() => release.row(wrong)).toThrow("row 1: the schema refuses age, country");
		expect(() => release.row(null as unknown as typeof customer)).toThrow("an object");
	});

	it("which may change them: treatments see what the schema gives out", () => {
		const Row = v.object({ id: v.pipe(v.string(), v.trim()), age: v.pipe(v.string(), v.transform(Number)) });
		const release = bindPolicy(definePolicy(Row, { id: keep, age: keep }), { keys: fixedRing(1) });
		const row = release.row({ id: " 17 ", age: "37" });
		expectTypeOf(row.age).toEqualTypeOf<number>();
		expect(row).toEqual({ id: "17", age: 37 });
	});

	it("in batches only when asked", async () => {
		const Row = v.object({ id: v.string(), country: v.picklist(["NO"]) });
		const release = bindPolicy(definePolicy(Row, { id: keep, country: keep }), { keys: fixedRing(1) });
		const source = [createBatch({ id: ["1", "2"], country: ["NO", "NO"] }), createBatch({ id: ["3"], country: ["XX"] })];
		const drain = async (validate: boolean): Promise<number> => {
			let rows = 0;
			for await (const batch of release.batches(source, { validate })) rows += batch.length;
			return rows;
		};
		expect(await drain(false)).toBe(3);
		await expect(drain(true)).rejects.toThrow("row 3: the schema refuses country");
	});

	it("but not through one that validates later", () => {
		const Later = v.objectAsync({
			id: v.pipeAsync(
				v.string(),
				v.checkAsync(async () => true),
			),
		});
		const release = bindPolicy(definePolicy(Later, { id: keep }), { keys: fixedRing(1) });
		expect(() => release.row({ id: "1" })).toThrow("validates asynchronously");
	});
});

describe("options are checked", () => {
	it("by name, purpose and shape", () => {
		const keys = fixedRing(1);
		expect(bindPolicy(policy, { keys }).columns).toHaveLength(6);
		expect(() => bindPolicy(policy, { keys, unlisted: "drop" } as never)).toThrow("bindPolicy(options).unlisted");
		const signing = keyRing({ primary: generateKey({ purpose: "sign" }) });
		expect(() => bindPolicy(policy, { keys: signing as never })).toThrow('made for "sign", not for "pseudonymize"');
		expect(() => bindPolicy(policy, { keys, onUnlisted: "pass" as never })).toThrow("one of drop, refuse");
		expect(() => bindPolicy(policy, { keys }).batches([], { progress: 1 } as never)).toThrow("batches(options).progress");
		expect(() => definePolicy({} as never, {} as never)).toThrow("a Standard Schema");
		expect(() => token.hmac({ domain: "Not A Domain" })).toThrow("token.hmac(options).domain");
		expect(() => token.siv({ domain: "crm", canonical: "soundex" as never })).toThrow("one of exact, nfc, lower, email");
		expect(() => shiftDate({ by: "id", maxDays: 0 })).toThrow("shiftDate(options).maxDays");
		expect(() => generalize.bucket(0.5)).toThrow("generalize.bucket.width");
	});
});
