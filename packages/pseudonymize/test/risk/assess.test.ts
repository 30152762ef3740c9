import { createBatch, type Value } from "@veilkit/core";
import { assessRisk, assessRiskAsync, parseHierarchy } from "@veilkit/pseudonymize/risk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const table = createBatch({
	age: [30, 30, 30, 40, 40, null, null],
	zip: ["01*", "01*", "01*", "02*", "02*", "02*", "03*"],
	illness: ["flu", "flu", "cold", "flu", "flu", "cold", "cold"],
});
const OPTIONS = { quasiIdentifiers: ["age", "zip"], sensitive: ["illness"] };

describe("assessRisk", () => {
	it("counts classes and the risks that follow from their sizes", () => {
		expect(assessRisk(table, { ...OPTIONS, thresholds: [3, 2] }).toJSON()).toEqual({
			quasiIdentifiers: ["age", "zip"],
			rows: 7,
			classes: 4,
			k: 1,
			uniqueRows: 2,
			histogram: [
				{ size: 1, classes: 2, rows: 2 },
				{ size: 2, classes: 1, rows: 2 },
				{ size: 3, classes: 1, rows: 3 },
			],
			atRisk: [
				{ below: 2, rows: 2, share: 2 / 7 },
				{ below: 3, rows: 4, share: 4 / 7 },
			],
			prosecutor: { highest: 1, rowsAtHighest: 2 },
			journalist: { highestBound: 1, exact: false },
			marketer: { average: 4 / 7 },
			loss: { discernibility: 1 + 1 + 4 + 9, averageClassSize: 7 / 4, normalizedClassSize: 7 / 4 },
			sensitive: [
				{
					column: "illness",
					distinctL: 1,
					entropyL: 1,
					recursiveC: null,
					highestShare: 1,
					t: { equal: 4 / 7 },
					basicBeta: (1 - 3 / 7) / (3 / 7),
					enhancedBeta: Math.log(7 / 3),
					deltaDisclosure: Math.log(7 / 3),
					homogeneousClasses: 3,
					homogeneousRows: 4,
				},
			],
		});
	});

	it("agrees with counting by hand, in one piece or in batches", async () => {
		const cell: fc.Arbitrary<Value> = fc.constantFrom(0, 1, "0", "1", null, true, new Date(0), new Date(1));
		const rows = fc.array(fc.record({ a: cell, b: cell, s: cell }), { minLength: 1, maxLength: 60 });
		await fc.assert(
			fc.asyncProperty(rows, fc.integer({ min: 1, max: 20 }), async (records, size) => {
				const print = (value: Value): string => (value instanceof Date ? `string ${value.toISOString()}` : `${typeof value} ${value}`);
				const groups = new Map<string, string[]>();
				for (const { a, b, s } of records) {
					const key = `${print(a)}|${print(b)}`;
					groups.set(key, [...(groups.get(key) ?? []), print(s)]);
				}
				const columnsOf = (part: typeof records) =>
					createBatch({ a: part.map(({ a }) => a), b: part.map(({ b }) => b), s: part.map(({ s }) => s) });
				const batches = Array.from({ length: Math.ceil(records.length / size) }, (_, index) =>
					columnsOf(records.slice(index * size, (index + 1) * size)),
				);
				const whole = assessRisk(columnsOf(records), { quasiIdentifiers: ["a", "b"], sensitive: ["s"] });
				const classes = [...groups.values()];
				expect(whole.rows).toBe(records.length);
				expect(whole.classes).toBe(classes.length);
				expect(whole.k).toBe(Math.min(...classes.map((group) => group.length)));
				expect(whole.sensitive[0]?.distinctL).toBe(Math.min(...classes.map((group) => new Set(group).size)));
				const pieces = await assessRiskAsync(batches, { quasiIdentifiers: ["a", "b"], sensitive: ["s"] });
				expect(pieces.toJSON()).toEqual(whole.toJSON());
			}),
		);
	});

	it("keeps counting right while its tables grow", () => {
		const ids = Array.from({ length: 50_000 }, (_, index) => index % 20_000);
		const sheet = assessRisk(createBatch({ id: ids, land: ids.map((id) => id % 7) }), { quasiIdentifiers: ["land", "id"] });
		expect(sheet).toMatchObject({ rows: 50_000, classes: 20_000, k: 2 });
		expect(sheet.histogram).toEqual([
			{ size: 2, classes: 10_000, rows: 20_000 },
			{ size: 3, classes: 10_000, rows: 30_000 },
		]);
	});

	it("of an empty table has nobody at risk", () => {
		const empty = assessRisk(createBatch({ age: [], zip: [], illness: [] }), OPTIONS);
		expect(empty).toMatchObject({ rows: 0, classes: 0, k: 0, histogram: [], marketer: { average: 0 }, prosecutor: { highest: 0 } });
		expect(empty.toHtml()).toContain("<svg");
	});

	it("refuses absent columns, empty lists and unknown options", () => {
		expect(() => assessRisk(table, { quasiIdentifiers: ["height"] })).toThrow('column "height"');
		expect(() => assessRisk(table, { quasiIdentifiers: ["age"], sensitive: ["salary"] })).toThrow('column "salary"');
		expect(() => assessRisk(table, { quasiIdentifiers: [] })).toThrow("at least one column");
		expect(() => assessRisk(table, { ...OPTIONS, thresholds: [1] })).toThrow("options.thresholds[0]");
		expect(() => assessRisk(table, { ...OPTIONS, qi: [] } as never)).toThrow("assessRisk(options).qi");
	});

	it("refuses an order or a hierarchy that the values do not fit, without showing a value", () => {
		const assess = (extra: object) => () => assessRisk(table, { quasiIdentifiers: ["age"], sensitive: [{ column: "illness", ...extra }] });
		expect(assess({ hierarchy: parseHierarchy("flu;*\ncold;*") })).not.toThrow();
		expect(assess({ hierarchy: parseHierarchy("flu;*\ncough;*") })).toThrow('column "illness": expected values that its hierarchy covers');
		expect(assess({ ordered: true })).toThrow('column "illness": expected numbers');
	});

	it("stops with the reason of an abort", async () => {
		await expect(assessRiskAsync([table], { ...OPTIONS, signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
	});
});

describe("the sheet as a document", () => {
	const hostile = assessRisk(createBatch({ "<b>|age*": [1, 1], "s&": ["x", "y"] }), { quasiIdentifiers: ["<b>|age*"], sensitive: ["s&"] });

	it("states every figure with its definition", () => {
		const sheet = assessRisk(table, OPTIONS);
		for (const text of [sheet.toMarkdown(), sheet.toHtml()]) {
			for (const part of ["Marketer risk", "57.14 %", "size of the smallest class", "illness", "no proof of anonymity"])
				expect(text).toContain(part);
		}
	});

	it("states what a release has spent of a privacy budget beside its own figures", () => {
		const receipt = { index: 1204, leafHash: "00", size: 1300 };
		const sheet = assessRisk(table, { ...OPTIONS, privacySpent: { epsilon: "1/2", delta: "1e-7", receipt } });
		expect(sheet.toJSON().privacySpent).toEqual({ epsilon: "1/2", delta: "1e-7", receipt });
		for (const text of [sheet.toMarkdown(), sheet.toHtml()]) expect(text).toMatch(/ε 1\/2, δ 1e-7.*entry 1\u202f204 of the ledger/);
		expect(assessRisk(table, OPTIONS).toMarkdown()).not.toContain("ε 1/2");
		expect(() => assessRisk(table, { ...OPTIONS, privacySpent: { epsilon: "1" } as never })).toThrow("privacySpent).delta");
	});

	it("draws a bar for each range of class sizes up to the largest", () => {
		const labels = (...classSizes: readonly number[]): readonly string[] => {
			const ids = classSizes.flatMap((size, index) => new Array<number>(size).fill(index));
			const html = assessRisk(createBatch({ id: ids }), { quasiIdentifiers: ["id"] }).toHtml();
			const [sizes = ""] = html.match(/aria-label="Rows by class size".*?<\/svg>/) ?? [];
			return [...sizes.matchAll(/y="196">([^<]*)</g)].map(([, label = ""]) => label);
		};
		expect(labels(1)).toEqual(["1"]);
		expect(labels(2, 4)).toEqual(["1", "2", "3–4"]);
		expect(labels(5)).toEqual(["1", "2", "3–4", "5–9"]);
		expect(labels(1, 60)).toEqual(["1", "2", "3–4", "5–9", "10–19", "20–49", "50–99"]);
	});

	it("escapes column names and loads nothing", () => {
		const html = hostile.toHtml();
		expect(html).toContain("&lt;b&gt;|age*");
		expect(html).toContain("s&amp;");
		expect(html).not.toMatch(/<b>|<script|src=|https?:|url\(/);
		expect(hostile.toMarkdown()).toContain("\\<b\\>\\|age\\*");
	});

	it("holds no value of the table", () => {
		for (const text of [
			assessRisk(table, OPTIONS).toMarkdown(),
			assessRisk(table, OPTIONS).toHtml(),
			JSON.stringify(assessRisk(table, OPTIONS)),
		]) {
			for (const value of ["flu", "cold", "01*"]) expect(text).not.toContain(value);
		}
	});
});
