import { createBatch } from "@veilkit/core";
import {
	anonymize,
	createHierarchy,
	distinctDiversity,
	fullDomain,
	kAnonymity,
	mondrian,
	parseHierarchy,
	tCloseness,
} from "@veilkit/pseudonymize/anonymize";
import { describe, expect, it } from "vitest";

const patients = createBatch({
	name: ["Ada", "Ben", "Cem", "Dia", "Eva", "Fay"],
	age: [31, 34, 39, null, 55, 58],
	town: ["Oslo", "Oslo", "Bergen", "Lund", "Lund", "Malmö"],
	illness: ["flu", "cold", "flu", "cold", "flu", "cough"],
	visits: Int32Array.of(1, 2, 3, 4, 5, 6),
});
const TOWNS = parseHierarchy("Oslo;Norway;*\nBergen;Norway;*\nLund;Sweden;*\nMalmö;Sweden;*\n");

describe("anonymize", () => {
	it("releases ranges by Mondrian, sensitive and kept columns as they are, and no other column", () => {
		const { batch, sheet, suppressed } = anonymize(patients, {
			quasiIdentifiers: ["age", "town"],
			keep: ["visits"],
			targets: [kAnonymity(3), distinctDiversity({ column: "illness", l: 2 })],
			method: mondrian(),
		});
		expect(batch.columns).toEqual({
			age: ["[,34]", "[,34]", "[39,58]", "[,34]", "[39,58]", "[39,58]"],
			town: ["[Lund,Oslo]", "[Lund,Oslo]", "[Bergen,Malmö]", "[Lund,Oslo]", "[Bergen,Malmö]", "[Bergen,Malmö]"],
			illness: patients.columns.illness,
			visits: patients.columns.visits,
		});
		expect({ k: sheet.k, suppressed, l: sheet.sensitive[0]?.distinctL }).toEqual({ k: 3, suppressed: 0, l: 2 });
	});

	it("cuts at numbers as numbers, and keeps a value that a whole class shares", () => {
		const ages = createBatch({ age: ["9", "9", "10", "10", "100", "101"] });
		const { batch, loss } = anonymize(ages, { quasiIdentifiers: ["age"], targets: [kAnonymity(2)], method: mondrian() });
		expect(batch.columns["age"]).toEqual(["9", "9", "10", "10", "[100,101]", "[100,101]"]);
		expect(loss.gcp).toBeCloseTo((2 * 1) / (101 - 9) / 6, 12);
	});

	it("in relaxed mode parts equal values where no strict cut can", () => {
		const table = createBatch({ age: [1, 2, 2, 2, 2, 3] });
		const cut = (mode: "strict" | "relaxed") =>
			anonymize(table, { quasiIdentifiers: ["age"], targets: [kAnonymity(2)], method: mondrian({ mode }) }).batch.columns["age"];
		expect(new Set(cut("strict"))).toEqual(new Set(["[1,3]"]));
		expect(new Set(cut("relaxed")).size).toBe(2);
	});

	it("releases labels of one level a column by full-domain generalisation, and leaves out what stands apart", () => {
		const method = fullDomain({ hierarchies: { town: TOWNS }, suppression: 0.4 });
		const { batch, levels, suppressed, loss } = anonymize(patients, { quasiIdentifiers: ["town"], targets: [kAnonymity(3)], method });
		expect({ levels, suppressed }).toEqual({ levels: { town: 1 }, suppressed: 0 });
		expect(batch.columns["town"]).toEqual(["Norway", "Norway", "Norway", "Sweden", "Sweden", "Sweden"]);
		expect(loss).toEqual({ gcp: 1 / 3, discernibility: 18 });

		const tolerant = anonymize(createBatch({ town: ["Oslo", "Oslo", "Oslo", "Oslo", "Lund"], id: [1, 2, 3, 4, 5] }), {
			quasiIdentifiers: ["town"],
			keep: ["id"],
			targets: [kAnonymity(2)],
			method: fullDomain({ hierarchies: { town: TOWNS }, suppression: 0.2 }),
		});
		expect(tolerant.batch.columns).toEqual({ town: ["Oslo", "Oslo", "Oslo", "Oslo"], id: [1, 2, 3, 4] });
		expect(tolerant.loss).toEqual({ gcp: 1 / 5, discernibility: 16 + 5 });
	});

	it("assesses ordered and hierarchical distances that its targets name", () => {
		const { sheet } = anonymize(patients, {
			quasiIdentifiers: ["age"],
			targets: [tCloseness({ column: "visits", t: 0.55, ordered: true }), tCloseness({ column: "town", t: 0.9, hierarchy: TOWNS })],
			method: mondrian(),
		});
		expect(sheet.sensitive.map(({ column, t }) => [column, Object.keys(t)])).toEqual([
			["visits", ["equal", "ordered"]],
			["town", ["equal", "hierarchical"]],
		]);
		expect(sheet.sensitive[0]?.t.ordered).toBeLessThanOrEqual(0.55);
	});

	it("of an empty table releases an empty one", () => {
		const empty = createBatch({ town: [] });
		for (const method of [mondrian(), fullDomain({ hierarchies: { town: TOWNS }, suppression: 0 })]) {
			expect(anonymize(empty, { quasiIdentifiers: ["town"], targets: [kAnonymity(2)], method })).toMatchObject({
				batch: { length: 0 },
				suppressed: 0,
				sheet: { k: 0 },
			});
		}
	});

	it("refuses targets out of reach, values without a label and columns in two roles, without showing a value", () => {
		const options = { quasiIdentifiers: ["town"], targets: [kAnonymity(2)], method: mondrian() };
		const few = [kAnonymity(7)];
		const towns = (text: string) => fullDomain({ hierarchies: { town: parseHierarchy(text) }, suppression: 0 });
		expect(anonymize(patients, options).sheet.k).toBe(3);
		expect(() => anonymize(patients, { ...options, targets: few })).toThrow("anonymize(options.targets)");
		expect(() =>
			anonymize(patients, { ...options, targets: few, method: fullDomain({ hierarchies: { town: TOWNS }, suppression: 1 }) }),
		).toThrow("anonymize(options.targets)");
		expect(() => anonymize(patients, { ...options, method: towns("Oslo;*") })).toThrow(
			/^column "town": expected values that its hierarchy covers$/,
		);
		expect(() => anonymize(patients, { ...options, method: fullDomain({ hierarchies: {}, suppression: 0 }) })).toThrow("hierarchies.town");
		expect(() => anonymize(patients, { ...options, sensitive: ["town"] })).toThrow('unlike "town"');
		expect(() => anonymize(patients, { ...options, targets: [] })).toThrow("options.targets");
		expect(() => anonymize(patients, { ...options, keep: ["height"] })).toThrow('column "height"');
	});
});

describe("a hierarchy", () => {
	it("gives the label of a value at a level", () => {
		expect(TOWNS).toMatchObject({ height: 2, values: ["Oslo", "Bergen", "Lund", "Malmö"] });
		expect([0, 1, 2].map((level) => TOWNS.generalize("Lund", level))).toEqual(["Lund", "Sweden", "*"]);
	});

	it("is refused where generalising would split a class or a line does not fit", () => {
		expect(() =>
			createHierarchy([
				["a", "1", "x"],
				["b", "1", "x"],
			]),
		).not.toThrow();
		expect(() =>
			createHierarchy([
				["a", "1", "x"],
				["b", "1", "y"],
			]),
		).toThrow("the label that other lines have above the same label");
		expect(() =>
			createHierarchy([
				["a", "1"],
				["a", "1"],
			]),
		).toThrow("each value once");
		expect(() => createHierarchy([["a", "1"], ["b"]])).toThrow("2 labels like the first line");
		expect(() => parseHierarchy("")).toThrow("at least one line");
		expect(() => TOWNS.generalize("Paris", 1)).toThrow("a value of the hierarchy");
	});
});
