import { type Policy, policyFromJson } from "@veilkit/pseudonymize";
import { type LintFacts, lint } from "@veilkit/pseudonymize/lint";
import { describe, expect, it } from "vitest";

const hmac = { treatment: "token.hmac", domain: "people" };
const siv = { treatment: "token.siv", domain: "people" };
const keep = { treatment: "keep" };
const drop = { treatment: "drop" };

function policyOf(columns: object): Policy {
	return policyFromJson({ version: 1, columns });
}

function rulesOf(columns: object, facts: LintFacts = {}): string[] {
	return lint(policyOf(columns), facts).map(({ rule, column }) => `${rule} ${column}`);
}

describe("a sound policy", () => {
	it("has no findings", () => {
		const columns = {
			customerId: hmac,
			email: { ...siv, domain: "mail", canonical: "email" },
			birthDate: { treatment: "shiftDate", by: "customerId", maxDays: 90 },
			postcode: { treatment: "generalize.prefix", length: 2 },
			plan: keep,
			notes: drop,
		};
		expect(lint(policyOf(columns))).toEqual([]);
	});
});

describe("one policy: each mistake is found, and its fix is clean", () => {
	const cases: readonly (readonly [string, object, LintFacts, string, object, LintFacts])[] = [
		[
			"a prefix as long as the value it should coarsen",
			{ email: { treatment: "generalize.prefix", length: 1024 } },
			{},
			"untouched-identifier email",
			{ email: drop },
			{},
		],
		["a keyed hash of a telephone number", { phone: hmac }, {}, "low-entropy-identifier phone", { phone: siv }, {}],
		[
			"a keyed hash of few values",
			{ badge: hmac },
			{ possibleValues: { badge: 90_000 } },
			"low-entropy-identifier badge",
			{ badge: hmac },
			{ possibleValues: { badge: 2 ** 50 } },
		],
		[
			"a hash of what is stated to be a national id",
			{ ref: hmac },
			{ categories: { ref: "OfficialID" } },
			"low-entropy-identifier ref",
			{ ref: hmac },
			{},
		],
		["an identifier as it is", { email: keep }, {}, "untouched-identifier email", { email: siv }, {}],
		[
			"a quasi-identifier by name",
			{ date_of_birth: keep },
			{},
			"untouched-quasi-identifier date_of_birth",
			{ date_of_birth: { treatment: "generalize.year" } },
			{},
		],
		[
			"a quasi-identifier by category",
			{ x: keep },
			{ categories: { x: "Job" } },
			"untouched-quasi-identifier x",
			{ x: keep },
			{ categories: { x: "NotPersonal" } },
		],
		["free text as it is", { remarks: keep }, {}, "kept-free-text remarks", { remarks: drop }, {}],
		[
			"a reversible token in public",
			{ userId: siv },
			{ audience: "public" },
			"reversible-token-in-public userId",
			{ userId: siv },
			{ audience: "restricted" },
		],
		[
			"dates shifted by a subject in clear",
			{ ref: keep, seen: { treatment: "shiftDate", by: "ref", maxDays: 9 } },
			{},
			"date-shift-without-token seen",
			{ ref: hmac, seen: { treatment: "shiftDate", by: "ref", maxDays: 9 } },
			{},
		],
		[
			"a domain with two kinds of identifiers",
			{ userId: hmac, username: hmac },
			{},
			"domain-of-two-kinds username",
			{ userId: hmac, username: { ...hmac, domain: "logins" } },
			{},
		],
		[
			"a domain with two canonical forms",
			{ email: hmac, otherEmail: { ...hmac, canonical: "email" } },
			{},
			"domain-that-does-not-join otherEmail",
			{ email: { ...hmac, canonical: "email" }, otherEmail: { ...hmac, canonical: "email" } },
			{},
		],
		[
			"part of an identifier beside its token",
			{ iban: hmac, accountNumber: { treatment: "mask", first: 0, last: 4 } },
			{},
			"token-beside-excerpt accountNumber",
			{ iban: drop, accountNumber: { treatment: "mask", first: 0, last: 4 } },
			{},
		],
	];

	it.each(cases)("%s", (_name, wrong, wrongFacts, expected, right, rightFacts) => {
		expect(rulesOf(wrong, wrongFacts)).toContain(expected);
		expect(rulesOf(right, rightFacts)).toEqual([]);
	});

	it("errors come first, and findings say what to do", () => {
		const findings = lint(policyOf({ gender: keep, email: keep }));
		expect(findings.map(({ severity }) => severity)).toEqual(["error", "warning"]);
		expect(findings[0]).toEqual({
			rule: "untouched-identifier",
			severity: "error",
			column: "email",
			message: "holds EmailAddress, which points at one person, and is released as it is",
			fix: "drop it, or put a token in its place",
		});
	});
});

describe("policies that belong together", () => {
	const set = { customers: policyOf({ id: hmac }), orders: policyOf({ customer: hmac, total: keep }) };
	const apart = { ...set, research: policyOf({ id: { ...hmac, domain: "research" } }) };

	it("may share a ring within a domain", () => {
		expect(lint(set, { rings: { customers: "2026", orders: "2026" } })).toEqual([]);
	});

	it("must not share one across domains that are to stay unlinkable", () => {
		const findings = lint(apart, { rings: { customers: "2026", orders: "2026", research: "2026" } });
		expect(findings.map(({ rule, column }) => `${rule} ${column}`)).toEqual(["key-in-two-domains research.id"]);
		expect(lint(apart, { rings: { customers: "2026", orders: "2026", research: "research-2026" } })).toEqual([]);
	});

	it("are judged by columns under the name of their policy", () => {
		expect(lint(set, { categories: { "orders.total": "Income", "customers.id": "TelephoneNumber" } }).map(({ column }) => column)).toEqual([
			"customers.id",
			"orders.customer",
		]);
	});
});

describe("facts are checked", () => {
	it("by name and shape, since a mistyped one would silence a rule", () => {
		const policy = policyOf({ id: hmac });
		expect(lint(policy, { categories: { id: "Identifier" } })).toEqual([]);
		expect(() => lint(policy, { categories: { ID: "Identifier" } })).toThrow("lint(facts.categories).ID");
		expect(() => lint(policy, { categories: { id: "Identifer" as never } })).toThrow("categories.id: expected a DPV data category");
		expect(() => lint(policy, { possibleValues: { id: 0 } })).toThrow("lint(facts.possibleValues.id)");
		expect(() => lint(policy, { audience: "all" as never })).toThrow("one of public, restricted");
		expect(() => lint(policy, { rings: { customers: "a" } })).toThrow("lint(facts.rings).customers");
		expect(() => lint(policy, { public: true } as never)).toThrow("lint(facts).public");
	});
});
