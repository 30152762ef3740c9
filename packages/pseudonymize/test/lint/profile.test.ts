import { DATA_CATEGORIES } from "@veilkit/core";
import { generalize, mask, type Policy, policyFromJson, type Treatment, token } from "@veilkit/pseudonymize";
import { type ColumnCategory, checkProfile, PROFILES, type ProfileName } from "@veilkit/pseudonymize/lint";
import { describe, expect, it } from "vitest";

const NAMES = Object.keys(PROFILES) as ProfileName[];

/** One treatment of each name that profiles mention, with mild options. */
const EXAMPLES: Readonly<Record<string, object>> = {
	"token.hmac": token.hmac({ domain: "d" }),
	"token.siv": token.siv({ domain: "d" }),
	"generalize.age": generalize.age({ width: 1 }),
	"generalize.birthYear": generalize.birthYear({ asOf: 2026 }),
	"generalize.bucket": generalize.bucket(10),
	"generalize.hierarchy": { treatment: "generalize.hierarchy", labels: {} },
	"generalize.month": generalize.month(),
	"generalize.prefix": generalize.prefix(3),
	"generalize.topBottom": generalize.topBottom({ top: 89 }),
	"generalize.year": generalize.year(),
	"generalize.zip3": generalize.zip3({ populations: {} }),
	mask: mask({ first: 0, last: 4 }),
};

function policyOf(treatment: object): Policy {
	return policyFromJson({ version: 1, columns: { id: { treatment: "drop" }, v: treatment } });
}

function check(profile: ProfileName, treatment: object, category: ColumnCategory): string[] {
	return checkProfile(policyOf(treatment), profile, { v: category }).map(({ rule }) => rule);
}

describe.each(NAMES)("%s", (name) => {
	const { rules, title, url } = PROFILES[name];

	it("names a source for every rule, and categories that exist, each once", () => {
		expect(PROFILES[name].name).toBe(name);
		expect(title && new URL(url).protocol).toBe("https:");
		const categories = rules.flatMap((rule) => rule.categories);
		expect(new Set(categories).size).toBe(categories.length);
		for (const category of categories)
			expect(Object.hasOwn(DATA_CATEGORIES, category) || ["EventDate", "FreeText", "CardVerificationCode"].includes(category)).toBe(true);
		for (const rule of rules) expect(rule.source).toMatch(/\d/);
	});

	it("refuses every category in clear, and takes it dropped, constant, or as the rule allows", () => {
		for (const rule of rules) {
			for (const category of rule.categories) {
				expect(check(name, { treatment: "keep" }, category)).toEqual([`${name}/${rule.id}`]);
				expect(check(name, { treatment: "drop" }, category)).toEqual([]);
				expect(check(name, { treatment: "constant", value: "x" }, category)).toEqual([]);
				for (const allowed of rule.allows) {
					const example = EXAMPLES[typeof allowed === "string" ? allowed : allowed.treatment];
					if (example) expect(check(name, example, category)).toEqual([]);
				}
			}
		}
	});

	it("refuses what it cannot judge", () => {
		const policy = policyOf({ treatment: "keep" });
		expect(checkProfile(policy, name, {})).toMatchObject([{ rule: `${name}/unclassified`, severity: "error", column: "v" }]);
		expect(checkProfile(policy, name, { v: "NotPersonal" })).toEqual([]);
	});
});

describe("what each profile is about", () => {
	it("HIPAA Safe Harbor: no tokens, no shifted dates, three digits of ZIP codes, no age above 89", () => {
		const hipaa = (treatment: object, category: ColumnCategory) => check("hipaa-safe-harbor", treatment, category).length === 0;
		expect(hipaa(token.hmac({ domain: "d" }), "Identifier")).toBe(false);
		expect(hipaa({ treatment: "shiftDate", by: "id", maxDays: 9 }, "EventDate")).toBe(false);
		expect([hipaa(generalize.prefix(3), "PostalCode"), hipaa(EXAMPLES["generalize.zip3"] as object, "PostalCode")]).toEqual([false, true]);
		expect([hipaa(generalize.year(), "BirthDate"), hipaa(generalize.birthYear({ asOf: 2026 }), "BirthDate")]).toEqual([false, true]);
		expect([hipaa(generalize.topBottom({ top: 100 }), "Age"), hipaa(generalize.topBottom({ bottom: 1 }), "Age")]).toEqual([false, false]);
		expect([hipaa(generalize.topBottom({ top: 90 }), "Age"), hipaa(generalize.bucket(10), "Age")]).toEqual([true, false]);
		expect(hipaa(mask({ first: 0, last: 4 }), "OfficialID")).toBe(false);
		expect(hipaa({ treatment: "keep" }, "Gender")).toBe(true);
	});

	it("PCI DSS: no more than six and four digits, and no verification code at all", () => {
		const pci = (treatment: object, category: ColumnCategory) => check("pci-dss", treatment, category).length === 0;
		expect([pci(mask({ first: 6, last: 4 }), "PaymentCardNumber"), pci(mask({ first: 8, last: 4 }), "PaymentCardNumber")]).toEqual([
			true,
			false,
		]);
		expect(pci(mask({ first: 6, last: 5 }), "PaymentCardNumber")).toBe(false);
		expect([pci(generalize.prefix(6), "PaymentCardNumber"), pci(generalize.prefix(12), "PaymentCardNumber")]).toEqual([true, false]);
		expect(pci(token.siv({ domain: "d" }), "CardVerificationCode")).toBe(false);
	});

	it("GDPR: pseudonymised data may have tokens, anonymous data may not", () => {
		expect(check("gdpr-pseudonymisation", token.hmac({ domain: "d" }), "EmailAddress")).toEqual([]);
		expect(check("gdpr-anonymisation", token.hmac({ domain: "d" }), "EmailAddress")).toEqual(["gdpr-anonymisation/direct-identifiers"]);
		const [kept] = checkProfile(policyOf({ treatment: "keep" }), "gdpr-pseudonymisation", { v: "Gender" });
		expect(kept?.severity).toBe("warning");
	});
});

describe("checkProfile", () => {
	it("goes by the name of a column where nothing is stated", () => {
		const columns: Record<string, Treatment | object> = {
			patientName: { treatment: "keep" },
			zip_code: { treatment: "keep" },
			"birth-date": { treatment: "keep" },
		};
		const findings = checkProfile(policyFromJson({ version: 1, columns }), "hipaa-safe-harbor", {});
		expect(findings.map(({ rule }) => rule.split("/")[1])).toEqual(["names", "zip-codes", "birth-dates"]);
		expect(findings[0]).toMatchObject({ column: "patientName", source: "45 CFR 164.514(b)(2)(i)(A)", fix: "drop it" });
	});

	it("refuses unknown profiles, categories and columns", () => {
		const policy = policyOf({ treatment: "keep" });
		expect(() => checkProfile(policy, "hipaa" as never, {})).toThrow("checkProfile(profile): expected one of hipaa-safe-harbor");
		expect(() => checkProfile(policy, "ferpa", { w: "Name" })).toThrow("the name of a column of the policy");
		expect(() => checkProfile(policy, "ferpa", { v: "Nmae" as never })).toThrow("categories.v");
	});
});
