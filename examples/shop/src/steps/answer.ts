/**
 * Step 3: the questions, answered privately, and beside each answer the exact one.
 */
import type { Estimate as PrivateEstimate, Session } from "@veilkit/dp";
import type { Answer, Measure } from "../findings.ts";
import { type ExactAnswer, firstOf, totalBy } from "./exact.ts";
import { customersAndRevenue, marketingByCountry, ordersByCategory } from "./questions.ts";
import type { Shop } from "./read.ts";

type Released = readonly (readonly [group: string, estimate: PrivateEstimate])[];

function compare(released: Released, exact: ExactAnswer): Measure["estimates"] {
	return released.map(([group, { value, interval }]) => ({
		group,
		value,
		low: interval[0],
		high: interval[1],
		exact: exact.get(group) ?? 0,
	}));
}

async function whereTheyBuy(session: Session, shop: Shop): Promise<Answer> {
	const plan = customersAndRevenue(session, shop);
	const { rows } = await plan.run();
	const customers = totalBy(shop.orders, "country", firstOf("customer_id", "country"));
	const revenue = totalBy(shop.orders, "country", (row) => Number(row["total"]));
	const counts: Released = rows.map(({ country, count }) => [country, count]);
	const totals: Released = rows.map(({ country, total }) => [country, total]);
	return {
		question: "Where do our customers buy, and for how much?",
		limits: "A customer counts in at most two countries, once in each, and with at most €2,500 a year in each.",
		epsilon: plan.cost.epsilon,
		measures: [
			{ title: "Customers who bought", unit: "customers", margin: plan.columns.count.halfWidth, estimates: compare(counts, customers) },
			{ title: "Revenue", unit: "euros", margin: plan.columns.total.halfWidth, estimates: compare(totals, revenue) },
		],
	};
}

async function whatTheyBuy(session: Session, shop: Shop): Promise<Answer> {
	const plan = ordersByCategory(session, shop);
	const { rows } = await plan.run();
	const orders = totalBy(shop.orders, "category", () => 1);
	const counts: Released = rows.map(({ category, count }) => [category, count]);
	return {
		question: "What do they buy?",
		limits: "A customer counts with at most twelve orders in each of at most eight categories.",
		epsilon: plan.cost.epsilon,
		measures: [{ title: "Orders", unit: "orders", margin: plan.columns.count.halfWidth, estimates: compare(counts, orders) }],
	};
}

async function whomToWriteTo(session: Session, shop: Shop): Promise<Answer> {
	const plan = marketingByCountry(session, shop);
	const { rows } = await plan.run();
	const optedIn = totalBy(shop.customers, "country", (row) => (row["marketing_opt_in"] === "yes" ? 1 : 0));
	const counts: Released = rows.map(({ country, count }) => [country, count]);
	return {
		question: "Whom may we write to?",
		limits: "Each account counts once.",
		epsilon: plan.cost.epsilon,
		measures: [
			{
				title: "Accounts that agreed to marketing",
				unit: "customers",
				margin: plan.columns.count.halfWidth,
				estimates: compare(counts, optedIn),
			},
		],
	};
}

/** Asks the three questions, one after the other. */
export async function answerQuestions(session: Session, shop: Shop): Promise<readonly Answer[]> {
	return [await whereTheyBuy(session, shop), await whatTheyBuy(session, shop), await whomToWriteTo(session, shop)];
}
