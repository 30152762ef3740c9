import { createSigner, generateKey, memoryStore } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { openLedger } from "@veilkit/ledger";
import { beforeAll, describe, expect, it } from "vitest";
import type { Estimate } from "../src/findings.ts";
import { answerQuestions } from "../src/steps/answer.ts";
import { openShopSession } from "../src/steps/budget.ts";
import { readShop } from "../src/steps/read.ts";

/** Each run asks all questions anew: 44 intervals. */
const RUNS = 8;

/**
 * Bounds of the share of 352 intervals of 95% that contain the exact answer. If each does with probability 0.95 independently, the share is
 * below 0.91 with probability under 1e-3. The exact answers are not cut by the limits per customer, which costs about another percent.
 */
const LOWEST = 0.91;
const HIGHEST = 0.985;

function coverage(estimates: readonly Estimate[], widening: number): number {
	const covered = estimates.filter(({ value, low, high, exact }) => {
		const margin = (widening * (high - low)) / 2;
		return value - margin <= exact && exact <= value + margin;
	});
	return covered.length / estimates.length;
}

describe("the intervals of the shop's answers", () => {
	const estimates: Estimate[] = [];

	beforeAll(async () => {
		const shop = await readShop();
		for (let run = 0; run < RUNS; run++) {
			const random = seededRandom(1_000 + run);
			const signer = createSigner(generateKey({ purpose: "sign", random }));
			const ledger = await openLedger(memoryStore(), { signer, origin: "shop.example/privacy", random });
			const answers = await answerQuestions(await openShopSession({ ledger, random }), shop);
			estimates.push(...answers.flatMap(({ measures }) => measures.flatMap((measure) => measure.estimates)));
		}
	}, 120_000);

	it("contain the exact answers at about the stated rate", () => {
		expect(estimates.length).toBeGreaterThan(RUNS * 40);
		expect(coverage(estimates, 1)).toBeGreaterThan(LOWEST);
		expect(coverage(estimates, 1)).toBeLessThan(HIGHEST);
	});

	it("would be caught if they were too narrow or too wide", () => {
		expect(coverage(estimates, 0.7)).toBeLessThan(LOWEST);
		expect(coverage(estimates, 1.6)).toBeGreaterThan(HIGHEST);
	});
});
