import { readFile } from "node:fs/promises";
import { definePolicy, keep } from "@veilkit/pseudonymize";
import { checkProfile } from "@veilkit/pseudonymize/lint";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { releaseCards } from "../src/cards.ts";
import { generatePayments } from "../src/generate.ts";

const read = (table: string): Promise<string> => readFile(new URL(`../data/${table}.csv`, import.meta.url), "utf8");
const [payments, disputes] = [await read("payments"), await read("disputes")];
const cardsOf = (table: string): string[] =>
	table
		.trimEnd()
		.split("\n")
		.slice(1)
		.map((line) => line.split(",")[1] as string);

describe("the card data", () => {
	it("is made again by its generator, byte for byte", () => {
		const again = generatePayments();
		expect(again.payments === payments && again.disputes === disputes).toBe(true);
	});

	it("is released under policies that PCI DSS allows, and one that keeps the number is refused", async () => {
		expect((await releaseCards()).findings).toEqual([]);
		const kept = definePolicy(v.object({ card_number: v.string(), cvv: v.string() }), { card_number: keep, cvv: keep });
		expect(checkProfile(kept, "pci-dss", {}).map(({ rule }) => rule)).toEqual(["pci-dss/card-number", "pci-dss/card-verification-code"]);
	});

	it("shows no number and no verification code to any desk", async () => {
		const { fraudPayments, fraudDisputes, supportPayments } = await releaseCards();
		for (const release of [fraudPayments, fraudDisputes, supportPayments]) {
			expect(release.columns).not.toHaveProperty("cvv");
			const text = JSON.stringify(release.columns);
			for (const card of cardsOf(payments)) expect(text).not.toContain(card.slice(0, 12));
		}
		expect(supportPayments.columns["card_number"]).toEqual(cardsOf(payments).map((card) => `*${card.slice(-4)}`));
	});

	it("joins by token as it would by number, and opens with the key", async () => {
		const { paymentsByDispute, revealed } = await releaseCards();
		const cards = cardsOf(payments);
		expect(paymentsByDispute).toEqual(cardsOf(disputes).map((card) => cards.filter((other) => other === card).length));
		expect(Math.max(...paymentsByDispute)).toBeGreaterThan(1);
		expect(revealed).toBe(cardsOf(disputes)[0]);
	});
});
