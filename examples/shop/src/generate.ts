/**
 * Makes data/customers.csv and data/orders.csv. The same seed gives the same bytes; a test makes them again and compares.
 *
 *     npx tsx src/generate.ts
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { toCsv } from "./data/csv.ts";
import { createCustomers } from "./data/customers.ts";
import { createDice } from "./data/draw.ts";
import { createOrders } from "./data/orders.ts";

const SEED = 20_260_630;

/** The text of both files. */
export function generateShop(): { readonly customers: string; readonly orders: string } {
	const dice = createDice(SEED);
	const customers = createCustomers(5_000, dice);
	const orders = createOrders(customers, 40_000, dice);
	return { customers: toCsv(customers), orders: toCsv(orders) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const shop = generateShop();
	await writeFile(new URL("../data/customers.csv", import.meta.url), shop.customers);
	await writeFile(new URL("../data/orders.csv", import.meta.url), shop.orders);
}
