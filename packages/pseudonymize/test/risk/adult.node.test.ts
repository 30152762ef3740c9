import { existsSync, readFileSync } from "node:fs";
import { createBatch } from "@veilkit/core";
import { assessRisk } from "@veilkit/pseudonymize/risk";
import { describe, expect, it } from "vitest";

/** The public census extract of 30,162 rows (UCI Adult); kept beside the project, not in it. */
const ADULT = new URL("../../../../../shared/data/adult.csv", import.meta.url);

describe("the raw Adult table", () => {
	it("has the classes and risks that ARX reports for its nine columns", (context) => {
		if (!existsSync(ADULT)) context.skip("adult.csv is not here: put it in ../shared/data beside the project");
		const [header = "", ...lines] = readFileSync(ADULT, "utf8").trim().split(/\r?\n/);
		const names = header.split(";");
		const cells = lines.map((line) => line.split(";"));
		const batch = createBatch(Object.fromEntries(names.map((name, index) => [name, cells.map((row) => row[index] ?? null)])));
		const sheet = assessRisk(batch, { quasiIdentifiers: names });
		expect(sheet).toMatchObject({ rows: 30_162, classes: 19_502, uniqueRows: 15_512, k: 1 });
		expect(sheet.marketer.average).toBeCloseTo(0.6466, 4);
	});
});
