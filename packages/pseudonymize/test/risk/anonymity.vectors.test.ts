import { createBatch } from "@veilkit/core";
import { assessRisk } from "@veilkit/pseudonymize/risk";
import { describe, expect, it } from "vitest";
import anonymity from "../../vectors/anonymity.json" with { type: "json" };

describe("published tables have the figures that were published", () => {
	it.each(anonymity.tables)("$id", ({ columns, qi, sensitive, rows, expect: expected }) => {
		const batch = createBatch(Object.fromEntries(columns.map((name, index) => [name, rows.map((row) => row[index] ?? null)])));
		const sheet = assessRisk(batch, { quasiIdentifiers: qi, sensitive: sensitive === null ? [] : [sensitive].flat() });
		expect(sheet.k).toBe(expected.k);
		expect(sheet.prosecutor.highest).toBeCloseTo(expected.highest_risk, 12);
		expect(sheet.marketer.average).toBeCloseTo(expected.avg_risk, 12);
		if (expected.classes !== undefined) expect(sheet.classes).toBe(expected.classes);
		if (expected.l_distinct !== undefined) expect(Math.min(...sheet.sensitive.map(({ distinctL }) => distinctL))).toBe(expected.l_distinct);
	});
});
