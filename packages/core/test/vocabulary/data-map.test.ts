import { checkDataMap, type DataMap } from "@veilkit/core";
import { describe, expect, test } from "vitest";
import { thrownBy } from "../support/errors.ts";

const email = {
	category: "EmailAddress",
	uses: [
		{ purpose: "CustomerOrderManagement", legalBasis: "A6-1-b" },
		{ purpose: "DirectMarketing", legalBasis: "A6-1-a" },
	],
	retention: "P10Y",
	treatment: "token.siv",
} as const;
const allergy = {
	category: "Health",
	uses: [{ purpose: "RequestedServiceProvision", legalBasis: "A6-1-b", exception: "A9-2-a" }],
} as const;

const map = (columns: object): unknown => ({ version: 1, systems: { shop: { tables: { customers: { subjectKey: "id", columns } } } } });
const refusal = (value: unknown): string => thrownBy(() => checkDataMap(value), "ERR_INVALID_ARGUMENT").message;
const COLUMNS = 'dataMap.systems["shop"].tables["customers"].columns';

describe("checkDataMap", () => {
	test("returns a typed copy of a map that is right", () => {
		const input = map({ email, allergy, name: { category: "Name", uses: [] } });
		const checked: DataMap = checkDataMap(input);
		expect(checked).toEqual(input);
		expect(checked).not.toBe(input);
		expect(checked.systems["shop"]?.tables["customers"]?.columns["email"]?.category).toBe("EmailAddress");
		expect(checkDataMap({ version: 1, systems: {} })).toEqual({ version: 1, systems: {} });
	});

	test("keeps tables and columns whatever they are called", () => {
		const input = JSON.parse(JSON.stringify(map({ email })).replace('"email"', '"__proto__"').replace('"customers"', '"constructor"'));
		const table = checkDataMap(input).systems["shop"]?.tables["constructor"];
		expect(Object.keys(table?.columns ?? {})).toEqual(["__proto__"]);
	});

	const wrong: [string, object, string][] = [
		["an unknown category", { ...email, category: "Emial" }, ".category: expected a data category by its DPV name"],
		["a category that every object inherits", { ...email, category: "constructor" }, ".category"],
		["no uses", { category: "Name" }, ".uses: expected an array"],
		["an unknown purpose", { ...email, uses: [{ purpose: "Spam", legalBasis: "A6-1-a" }] }, ".uses[0].purpose"],
		["an unknown basis", { ...email, uses: [...email.uses, { purpose: "Marketing", legalBasis: "A6-1-g" }] }, ".uses[2].legalBasis"],
		[
			"an exception in the place of a basis",
			{ ...email, uses: [{ purpose: "Marketing", legalBasis: "A9-2-a" }] },
			".uses[0].legalBasis: expected a legal basis of Article 6",
		],
		[
			"a special category without exception",
			{ ...allergy, uses: [{ purpose: "Marketing", legalBasis: "A6-1-a" }] },
			".uses[0].exception: expected an exception of Article 9, since Health",
		],
		[
			"a basis in the place of an exception",
			{ ...allergy, uses: [{ ...allergy.uses[0], exception: "A6-1-a" }] },
			".uses[0].exception: expected an exception of Article 9",
		],
		[
			"an exception for an ordinary category",
			{ ...email, uses: [{ ...email.uses[0], exception: "A9-2-a" }] },
			".uses[0].exception: expected none, since EmailAddress",
		],
		["an unknown field", { ...email, retenton: "P1Y" }, ".retenton: expected one of the names category, uses, retention, treatment"],
		["an unknown treatment", { ...email, treatment: "Token SIV!" }, ".treatment"],
	];
	test.for(wrong)("names the place of %s", ([, column, message]) => {
		expect(refusal(map({ email: column }))).toContain(`${COLUMNS}["email"]${message}`);
	});

	test("accepts ISO 8601 durations and nothing else", () => {
		for (const retention of ["P6M", "P10Y", "P1Y2M3D", "P2W", "PT12H", "P1DT1H30M", "P0D"]) {
			expect(checkDataMap(map({ email: { ...email, retention } })).systems["shop"]).toBeDefined();
		}
		for (const retention of ["", "P", "PT", "P1DT", "6M", "P-6M", "P6", "P1M1Y", "P1Y2W", "P1.5Y", "p6m", " P6M", "P6M\n", "forever", 6]) {
			expect(refusal(map({ email: { ...email, retention } }))).toContain(`${COLUMNS}["email"].retention`);
		}
	});

	test("names the place at every level", () => {
		expect(refusal(null)).toBe("dataMap: expected an object");
		expect(refusal({ version: 2, systems: {} })).toContain("dataMap.version");
		expect(refusal({ version: 1 })).toContain("dataMap.systems");
		expect(refusal({ version: 1, systems: { shop: [] } })).toContain('dataMap.systems["shop"]: expected an object');
		expect(refusal({ version: 1, systems: { shop: { tables: { t: { columns: 1 } } } } })).toContain(
			'dataMap.systems["shop"].tables["t"].columns',
		);
		expect(refusal({ version: 1, systems: { shop: { tables: { t: { subjectKey: "", columns: {} } } } } })).toContain(
			'.tables["t"].subjectKey',
		);
		expect(refusal({ version: 1, systems: { "": { tables: {} } } })).toContain("dataMap.systems: a name");
	});
});
