import { DATA_CATEGORIES, LEGAL_BASES, PURPOSES } from "@veilkit/core";
import { describe, expect, test } from "vitest";
import dpv from "../../vectors/dpv-2.3.json" with { type: "json" };

const specialByName = new Set(dpv.specialCategories);

describe("the vocabulary is DPV's", () => {
	test("every purpose exists there under its identifier", () => {
		for (const [name, { iri }] of Object.entries(PURPOSES)) {
			expect(dpv.purposes).toContain(name);
			expect(iri).toBe(`https://w3id.org/dpv#${name}`);
		}
	});

	test("every data category exists there under its identifier, and is special here if and only if it is special there", () => {
		for (const [name, { iri, kind }] of Object.entries(DATA_CATEGORIES)) {
			expect(dpv.personalData).toContain(name);
			expect(iri).toBe(`https://w3id.org/dpv/pd#${name}`);
			expect(kind === "special", name).toBe(specialByName.has(name));
			expect(kind === "criminal", name).toBe(name.startsWith("Criminal"));
		}
	});

	test("the legal bases are all that DPV knows of Articles 6 and 9, and no others", () => {
		expect(Object.keys(LEGAL_BASES).sort()).toEqual(dpv.gdprLegalBases.filter((name) => /^A[69]-/.test(name)).sort());
		for (const [name, { iri, article }] of Object.entries(LEGAL_BASES)) {
			expect(iri).toBe(`https://w3id.org/dpv/legal/eu/gdpr#${name}`);
			expect(name.startsWith(`A${article}-`)).toBe(true);
		}
	});

	test("Article 6(1) has points a to f, Article 9(2) points a to j", () => {
		const points = (article: string): string =>
			[...new Set(Object.keys(LEGAL_BASES).flatMap((name) => new RegExp(`^${article}-([a-z])`).exec(name)?.[1] ?? []))].join("");
		expect(points("A6-1")).toBe("abcdef");
		expect(points("A9-2")).toBe("abcdefghij");
	});
});
