import { assessRisk } from "@veilkit/pseudonymize/risk";
import { describe, expect, it } from "vitest";
import { adult, hasAdult } from "../support/adult.ts";

describe.skipIf(!hasAdult)("the raw Adult table (skipped where ../shared/data/adult.csv is absent)", () => {
	const batch = adult();
	const assess = (populationSize?: number) =>
		assessRisk(batch, { quasiIdentifiers: Object.keys(batch.columns), ...(populationSize !== undefined && { populationSize }) });

	it("has the classes and risks that ARX reports for its nine columns", () => {
		const sheet = assess();
		expect(sheet).toMatchObject({ rows: 30_162, classes: 19_502, uniqueRows: 15_512, k: 1 });
		expect(sheet.marketer.average).toBeCloseTo(0.6466, 4);
	});

	// ARX prints four decimals and cuts off the rest.
	it.each([
		{ fraction: 1, estimator: "zayatz", share: 0.5142 },
		{ fraction: 0.2, estimator: "zayatz", share: 0.3577 },
		{ fraction: 0.1, estimator: "pitman", share: 0.2768 },
		{ fraction: 0.01, estimator: "pitman", share: 0.1446 },
	])("has the population uniqueness that ARX estimates at a sampling fraction of $fraction", ({ fraction, estimator, share }) => {
		const estimate = assess(Math.round(batch.length / fraction)).populationUniqueness;
		expect(estimate?.estimator).toBe(estimator);
		expect(Math.floor((estimate?.share ?? 0) * 1e4) / 1e4).toBe(share);
	});
});
