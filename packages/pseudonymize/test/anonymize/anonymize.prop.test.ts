import { type Batch, createBatch, isVeilkitError } from "@veilkit/core";
import {
	anonymize,
	betaLikeness,
	createHierarchy,
	distinctDiversity,
	entropyDiversity,
	fullDomain,
	kAnonymity,
	mondrian,
	recursiveDiversity,
	type Target,
	tCloseness,
} from "@veilkit/pseudonymize/anonymize";
import { assessRisk } from "@veilkit/pseudonymize/risk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classesOf } from "../support/brute-force.ts";

const HIERARCHY = createHierarchy([
	["1", "1-2", "*"],
	["2", "1-2", "*"],
	["3", "3-4", "*"],
	["4", "3-4", "*"],
]);
const QI = ["a", "b", "c"];
const HIERARCHIES = Object.fromEntries(QI.map((column) => [column, HIERARCHY]));

const tables: fc.Arbitrary<Batch> = fc
	.array(fc.tuple(...QI.map(() => fc.constantFrom("1", "2", "3", "4")), fc.constantFrom("x", "y", "z")), { minLength: 4, maxLength: 40 })
	.map((rows) => createBatch(Object.fromEntries([...QI, "s"].map((name, at) => [name, rows.map((row) => row[at] as string)]))));

const targetLists: fc.Arbitrary<readonly Target[]> = fc.constantFrom(
	[kAnonymity(2)],
	[kAnonymity(3), distinctDiversity({ column: "s", l: 2 })],
	[kAnonymity(2), tCloseness({ column: "s", t: 0.4 })],
	[entropyDiversity({ column: "s", l: 1.5 })],
	[recursiveDiversity({ column: "s", c: 3, l: 2 })],
	[betaLikeness({ column: "s", beta: 1 })],
);

/** Whether the sheet of a table says that it meets the targets. */
function meets(batch: Batch, targets: readonly Target[]): boolean {
	const sheet = assessRisk(batch, { quasiIdentifiers: QI, sensitive: ["s"] });
	const [risk] = sheet.sensitive;
	if (risk === undefined) return false;
	return targets.every((target) => {
		if (target.model === "k-anonymity") return sheet.k >= target.k;
		if (target.model === "distinct-l") return risk.distinctL >= target.l;
		if (target.model === "entropy-l") return risk.entropyL >= target.l - 1e-9;
		if (target.model === "recursive-cl") return risk.recursiveC !== null && risk.recursiveC < target.c;
		if (target.model === "t-closeness") return risk.t.equal <= target.t + 1e-9;
		return risk.basicBeta <= target.beta + 1e-9;
	});
}

function attempt(run: () => ReturnType<typeof anonymize>): ReturnType<typeof anonymize> | undefined {
	try {
		return run();
	} catch (error) {
		if (isVeilkitError(error, "ERR_PSEUDONYMIZE_TARGET")) return undefined;
		throw error;
	}
}

/** A table at each combination of levels. */
function* allNodes(batch: Batch): Generator<Batch, void, undefined> {
	for (let node = 0; node < 27; node++) {
		const levels = [node % 3, Math.floor(node / 3) % 3, Math.floor(node / 9)];
		const columns = QI.map((name, at) => [
			name,
			Array.from(batch.columns[name] as readonly string[], (value) => HIERARCHY.generalize(value, levels[at] as number)),
		]);
		yield createBatch({ ...Object.fromEntries(columns), s: batch.columns["s"] as readonly string[] });
	}
}

/** The least discernibility of any combination of levels without suppression, by trying all. */
function leastDiscernibility(batch: Batch, targets: readonly Target[]): number {
	const fit = [...allNodes(batch)].filter((generalized) => meets(generalized, targets));
	return Math.min(...fit.map((generalized) => assessRisk(generalized, { quasiIdentifiers: QI }).loss.discernibility));
}

/** The same for k alone, where rows of smaller classes may be left out at the cost of the whole table each. */
function leastWithSuppression(batch: Batch, k: number, limit: number): number {
	const costs = [...allNodes(batch)].map((generalized) => {
		const sizes = classesOf(generalized, QI, "s").map(({ length }) => length);
		const suppressed = sizes.filter((size) => size < k).reduce((sum, size) => sum + size, 0);
		const kept = sizes.filter((size) => size >= k).reduce((sum, size) => sum + size ** 2, 0);
		return suppressed > limit ? Number.POSITIVE_INFINITY : kept + suppressed * batch.length;
	});
	return Math.min(...costs);
}

describe("every release", () => {
	it.each([
		{ name: "Mondrian, strict", method: mondrian() },
		{ name: "Mondrian, relaxed", method: mondrian({ mode: "relaxed" }) },
		{ name: "full domain, 20 % suppression", method: fullDomain({ hierarchies: HIERARCHIES, suppression: 0.2 }) },
	])("by $name meets its targets, or is refused", ({ method }) => {
		let released = 0;
		fc.assert(
			fc.property(tables, targetLists, (batch, targets) => {
				const result = attempt(() => anonymize(batch, { quasiIdentifiers: QI, sensitive: ["s"], targets, method }));
				if (result === undefined) return;
				released++;
				expect(meets(result.batch, targets)).toBe(true);
				expect(result.batch.length + result.suppressed).toBe(batch.length);
				expect(result.suppressed).toBeLessThanOrEqual(0.2 * batch.length);
			}),
			{ numRuns: 150 },
		);
		expect(released).toBeGreaterThan(50);
	});
});

describe("full-domain generalisation", () => {
	it("without suppression finds the optimum that trying all combinations finds", () => {
		fc.assert(
			fc.property(tables, targetLists, (batch, targets) => {
				const method = fullDomain({ hierarchies: HIERARCHIES, suppression: 0 });
				const result = attempt(() => anonymize(batch, { quasiIdentifiers: QI, sensitive: ["s"], targets, method }));
				expect(result?.loss.discernibility ?? Number.POSITIVE_INFINITY).toBe(leastDiscernibility(batch, targets));
			}),
			{ numRuns: 60 },
		);
	});

	it("with suppression finds the optimum that trying all combinations finds", () => {
		fc.assert(
			fc.property(tables, fc.integer({ min: 2, max: 4 }), fc.constantFrom(0.1, 0.3), (batch, k, suppression) => {
				const method = fullDomain({ hierarchies: HIERARCHIES, suppression });
				const result = attempt(() => anonymize(batch, { quasiIdentifiers: QI, targets: [kAnonymity(k)], method }));
				const limit = Math.floor(suppression * batch.length);
				expect(result?.loss.discernibility ?? Number.POSITIVE_INFINITY).toBe(leastWithSuppression(batch, k, limit));
			}),
			{ numRuns: 60 },
		);
	});
});
