/**
 * The questions of the shop as plans: what is counted, how much one customer can matter, and what it may cost. A plan touches no data.
 *
 * Whatever is written here is public, so it comes from what the shop knows about itself (its markets, a generous year's spending), never from
 * looking into the data.
 */
import { type Batch, createBatch, type Value } from "@veilkit/core";
import { approxDp, decimal, groupKey, type Plan, pureDp, rowsSource, type Session } from "@veilkit/dp";
import type { Shop } from "./read.ts";

/** The shop's markets, known to everybody: they are reported whether somebody bought there or not. */
const MARKETS = ["CZ", "DE", "DK", "FI", "FR", "GB", "GR", "NL", "NO", "PL", "SE", "TR"] as const;

/** How many customers bought in each country, and for how much. A customer counts once a country; their orders there add up to 2,500 at most. */
export function customersAndRevenue(session: Session, shop: Shop): Plan<"country", "count" | "total"> {
	return session
		.source(
			rowsSource(() => shop.orders),
			{
				unit: { column: "customer_id", maxGroups: 2, maxRowsPerGroup: 1 },
				columns: { country: groupKey({ keys: MARKETS }), total: decimal({ min: 0, max: 2500, step: "0.01" }) },
			},
		)
		.groupBy("country")
		.count()
		.sum("total")
		.plan({ spend: pureDp({ epsilon: "1.5" }), weights: { count: 1, total: 4 } });
}

/** How many orders each category had. Its names are taken from the data, so a category appears only if enough customers have it. */
export function ordersByCategory(session: Session, shop: Shop): Plan<"category", "count"> {
	return session
		.source(
			rowsSource(() => shop.orders),
			{
				unit: { column: "customer_id", maxGroups: 8, maxRowsPerGroup: 12 },
				columns: { category: groupKey() },
			},
		)
		.groupBy("category")
		.count()
		.plan({ spend: approxDp({ epsilon: "0.8", delta: "1e-7" }), weights: { keys: 1, count: 4 } });
}

function optedIn(customers: readonly Batch[]): readonly Batch[] {
	return customers.map(({ columns }) => {
		const country: readonly Value[] = [...(columns["country"] ?? [])];
		return createBatch({ country: country.filter((_, row) => columns["marketing_opt_in"]?.[row] === "yes") });
	});
}

/** How many accounts agreed to marketing, by country. Each row is one account and counts once. */
export function marketingByCountry(session: Session, shop: Shop): Plan<"country", "count"> {
	return session
		.source(
			rowsSource(() => optedIn(shop.customers)),
			{ unit: "row", columns: { country: groupKey({ keys: MARKETS }) } },
		)
		.groupBy("country")
		.count()
		.plan({ spend: pureDp({ epsilon: "0.4" }) });
}

/** A question too many: more than what the other three leave. */
export function revenueByPayment(session: Session, shop: Shop): Plan<"payment", "total"> {
	return session
		.source(
			rowsSource(() => shop.orders),
			{
				unit: { column: "customer_id", maxGroups: 4, maxRowsPerGroup: 1 },
				columns: { payment: groupKey(), total: decimal({ min: 0, max: 2500, step: "0.01" }) },
			},
		)
		.groupBy("payment")
		.sum("total")
		.plan({ spend: approxDp({ epsilon: "1", delta: "1e-7" }) });
}
