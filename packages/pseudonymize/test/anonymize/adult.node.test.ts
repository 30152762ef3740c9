import { anonymize, distinctDiversity, fullDomain, kAnonymity, mondrian, tCloseness } from "@veilkit/pseudonymize/anonymize";
import { describe, expect, it } from "vitest";
import { adult, adultHierarchy, hasAdult } from "../support/adult.ts";
import { classesOf, diversity, equalT } from "../support/brute-force.ts";

const QUASI_IDENTIFIERS = ["sex", "age", "race", "marital-status", "education", "native-country", "workclass", "occupation"];

describe.skipIf(!hasAdult)("the anonymised Adult table (skipped where ../shared/data/adult.csv is absent)", () => {
	const table = adult();

	// GCP of the strict mode of qiyuangong/Mondrian on the same rows, with education-num in place of education.
	it.each([
		{ k: 2, peer: 0.0497 },
		{ k: 5, peer: 0.083 },
		{ k: 25, peer: 0.1635 },
	])("loses less by Mondrian at k = $k than the peer", ({ k, peer }) => {
		const strict = anonymize(table, { quasiIdentifiers: QUASI_IDENTIFIERS, targets: [kAnonymity(k)], method: mondrian() });
		expect(strict.loss.gcp).toBeLessThan(peer);
		const relaxed = anonymize(table, {
			quasiIdentifiers: QUASI_IDENTIFIERS,
			targets: [kAnonymity(k)],
			method: mondrian({ mode: "relaxed" }),
		});
		expect(relaxed.loss.gcp).toBeLessThan(strict.loss.gcp);
		expect(relaxed.sheet.loss.averageClassSize).toBeLessThan(strict.sheet.loss.averageClassSize);
		expect(Math.min(strict.sheet.k, relaxed.sheet.k)).toBeGreaterThanOrEqual(k);
	});

	// The optima that ARX finds: levels by column, rows left out, DM.
	it.each([
		{ k: 2, suppression: 0, levels: [1, 1, 1, 1, 3, 2, 2, 1], classes: 90, suppressed: 0, discernibility: 19_399_310 },
		{ k: 5, suppression: 0, levels: [1, 1, 1, 2, 3, 2, 2, 1], classes: 45, suppressed: 0, discernibility: 33_627_534 },
		{ k: 25, suppression: 0, levels: [1, 4, 1, 1, 1, 2, 2, 1], classes: 30, suppressed: 0, discernibility: 57_808_634 },
		{ k: 25, suppression: 0.05, levels: [0, 0, 1, 2, 3, 2, 2, 2], classes: 112, suppressed: 259, discernibility: 19_145_467 },
	])("has the full-domain optimum of ARX at k = $k with suppression $suppression", ({ k, suppression, levels, classes, ...expected }) => {
		const hierarchies = Object.fromEntries(QUASI_IDENTIFIERS.map((column) => [column, adultHierarchy(column)]));
		const found = anonymize(table, {
			quasiIdentifiers: QUASI_IDENTIFIERS,
			targets: [kAnonymity(k)],
			method: fullDomain({ hierarchies, suppression }),
		});
		expect(found.levels).toEqual(Object.fromEntries(QUASI_IDENTIFIERS.map((column, at) => [column, levels[at]])));
		expect(found.sheet.classes).toBe(classes);
		expect({ suppressed: found.suppressed, discernibility: found.loss.discernibility }).toEqual(expected);
		expect(found.batch.length).toBe(table.length - found.suppressed);
	});

	const quasiIdentifiers = QUASI_IDENTIFIERS.slice(0, 7);
	const hierarchies = Object.fromEntries(hasAdult ? quasiIdentifiers.map((column) => [column, adultHierarchy(column)]) : []);
	it.each([
		{ name: "Mondrian, strict", method: mondrian() },
		{ name: "Mondrian, relaxed", method: mondrian({ mode: "relaxed" }) },
		{ name: "full domain", method: fullDomain({ hierarchies, suppression: 0 }) },
	])("by $name really has the k, l and t of its targets and of its sheet", ({ method }) => {
		const targets = [kAnonymity(10), distinctDiversity({ column: "occupation", l: 4 }), tCloseness({ column: "occupation", t: 0.4 })];
		const { batch, sheet } = anonymize(table, { quasiIdentifiers, targets, method });
		const classes = classesOf(batch, quasiIdentifiers, "occupation");
		const { distinct, entropy } = diversity(classes);
		const [occupation] = sheet.sensitive;
		expect(Object.keys(batch.columns).sort()).toEqual([...quasiIdentifiers, "occupation"].sort());
		expect(sheet.classes).toBe(classes.length);
		expect(sheet.k).toBe(Math.min(...classes.map(({ length }) => length)));
		expect(sheet.k).toBeGreaterThanOrEqual(10);
		expect(occupation?.distinctL).toBe(distinct);
		expect(distinct).toBeGreaterThanOrEqual(4);
		expect(occupation?.entropyL).toBeCloseTo(entropy, 9);
		expect(occupation?.t.equal).toBeCloseTo(equalT(classes), 9);
		expect(equalT(classes)).toBeLessThanOrEqual(0.4);
	});
});
