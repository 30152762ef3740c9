import { readFile, stat } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { generateShop } from "../src/generate.ts";

const dataFile = (name: string): URL => new URL(`../data/${name}`, import.meta.url);

describe("the shop's generator", () => {
	const shop = generateShop();

	it.each(["customers", "orders"] as const)("makes data/%s.csv again, byte for byte", async (table) => {
		expect(shop[table] === (await readFile(dataFile(`${table}.csv`), "utf8"))).toBe(true);
	});

	it.each(["customers", "orders"])("keeps data/%s.csv below two megabytes", async (table) => {
		expect((await stat(dataFile(`${table}.csv`))).size).toBeLessThan(2_000_000);
	});

	it.each([
		["quotes in a name", /"[^",]+""[^",]+""[^",]+"/],
		["a comma in a name", /"[^",\n]+, [^"\n]+",/],
		["line ends in a note", /"[^"]*\r\n[^"]*"/],
		["combining characters", /\p{Letter}\p{Mark}/u],
		["stray blanks", /, [^,\n]+ ,/],
		["an address in capitals", /[A-Z0-9]@[A-Z]+\.EXAMPLE/],
		["names in Greek", /\p{Script=Greek} \p{Script=Greek}/u],
		["missing values", /,,/],
	])("holds %s", (_, pattern) => {
		expect(pattern.test(shop.customers)).toBe(true);
	});

	it("spends unevenly: one customer in twenty makes more than a fifth of the orders", () => {
		const byCustomer = new Map<string, number>();
		for (const line of shop.orders.trimEnd().split("\n").slice(1)) {
			const customer = line.split(",")[1] ?? "";
			byCustomer.set(customer, (byCustomer.get(customer) ?? 0) + 1);
		}
		const counts = [...byCustomer.values()].sort((one, other) => other - one);
		const heaviest = counts.slice(0, 250).reduce((sum, count) => sum + count, 0);
		expect(heaviest).toBeGreaterThan(8_000);
		expect(heaviest).toBeLessThan(16_000);
	});
});
