import { createBatch } from "@veilkit/core";
import { bindPolicy, definePolicy, keep, shiftDate, token } from "@veilkit/pseudonymize";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

const Customer = v.object({ id: v.string(), joined: v.string() });
const Order = v.object({ customer: v.string(), placed: v.string(), total: v.number() });

function customers(domain: string, form: "exact" | "nfc" = "exact") {
	const id = token.hmac({ domain, canonical: form });
	return bindPolicy(definePolicy(Customer, { id, joined: shiftDate({ by: "id", maxDays: 30 }) }), { keys: fixedRing(1) });
}

function orders(domain: string, key = 1) {
	const columns = { customer: token.hmac({ domain }), placed: shiftDate({ by: "customer", maxDays: 30 }), total: keep };
	return bindPolicy(definePolicy(Order, columns), { keys: fixedRing(key) });
}

const customerTable = createBatch({ id: ["c1", "c2", "c3"], joined: ["2024-01-01", "2024-02-01", "2024-03-01"] });
const orderTable = createBatch({
	customer: ["c2", "c9", "c2", "c1"],
	placed: ["2024-02-11", "2024-01-01", "2024-02-21", "2024-01-01"],
	total: [1, 2, 3, 4],
});

/** For each order, the row of its customer. */
function join(left: ReturnType<typeof customers>, right: ReturnType<typeof orders>): number[] {
	const ids = left.batch(customerTable).columns["id"] as readonly string[];
	return (right.batch(orderTable).columns["customer"] as readonly string[]).map((id) => ids.indexOf(id));
}

describe("two tables", () => {
	it("of one domain and key join as the raw tables do", () => {
		expect(join(customers("shop"), orders("shop"))).toEqual([1, -1, 1, 0]);
	});

	it("of two domains, two keys or two canonical forms do not join at all", () => {
		expect(join(customers("shop"), orders("research"))).toEqual([-1, -1, -1, -1]);
		expect(join(customers("shop"), orders("shop", 2))).toEqual([-1, -1, -1, -1]);
		expect(join(customers("shop", "nfc"), orders("shop"))).toEqual([-1, -1, -1, -1]);
	});

	it("of one domain keep the days between dates of one person across tables", () => {
		const joined = customers("shop").batch(customerTable).columns["joined"] as readonly string[];
		const placed = orders("shop").batch(orderTable).columns["placed"] as readonly string[];
		const days = (from: string | undefined, to: string | undefined) => (Date.parse(to ?? "") - Date.parse(from ?? "")) / 86_400_000;
		expect([days(joined[1], placed[0]), days(joined[1], placed[2]), days(joined[0], placed[3])]).toEqual([10, 20, 0]);
	});
});
