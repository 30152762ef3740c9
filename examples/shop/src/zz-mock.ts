import { writeFileSync } from "node:fs";
import { reportPage } from "./report/page.ts";
import { assessCustomers } from "./steps/recognise.ts";
import { protectCustomers } from "./steps/protect.ts";
import { readShop } from "./steps/read.ts";
import { totalBy, firstOf } from "./steps/exact.ts";
import { mkdirSync } from "node:fs";
mkdirSync("/tmp/shop-out", { recursive: true });
const { release, safe } = await protectCustomers({ out: "/tmp/shop-out" });
const est = (m: ReadonlyMap<string, number>, s: number) => [...m].map(([group, exact], i) => { const value = exact + s * 0.4 * Math.sin(i * 7 + s); return { group, exact, value, low: value - s, high: value + s }; });
const f = {
	madeAt: "2026-11-24T12:00:00Z", release, before: await assessCustomers(readShop("customers")), after: await assessCustomers(safe),
	answers: [
		{ question: "Where do our customers buy, and for how much?", limits: "One customer counts in at most 2 countries, once each, with at most €2,000 a country.", epsilon: "1.5", measures: [
			{ title: "Customers who bought", unit: "customers" as const, margin: 8, estimates: est(await totalBy(readShop("orders"), "country", firstOf("customer_id", "country")), 8) },
			{ title: "Revenue", unit: "euros" as const, margin: 16000, estimates: est(await totalBy(readShop("orders"), "country", (r) => Number(r["total"])), 16000) } ] },
		{ question: "What do they buy?", limits: "One customer counts with at most 12 orders in each of 8 categories.", epsilon: "0.8", measures: [
			{ title: "Orders", unit: "orders" as const, margin: 360, estimates: est(await totalBy(readShop("orders"), "category", () => 1), 360) } ] },
		{ question: "Who may we write to?", limits: "Each account counts once.", epsilon: "0.4", measures: [
			{ title: "Accounts that opted in to marketing", unit: "customers" as const, margin: 7, estimates: est(await totalBy(readShop("customers"), "country", (r) => r["marketing_opt_in"] === "yes" ? 1 : 0), 7) } ] },
	],
	budget: { total: "3", spent: "2.7", remaining: "0.3", refusal: { asked: "1", code: "ERR_DP_BUDGET_EXCEEDED", message: 'privacy budget of "shop-2026": asked for ε 1, δ 0; left are ε 0.3, δ 0.0000009. Spend less, or raise the budget' } },
	receipts: { entries: 4, verifierKey: "shop.example/privacy+0a1b2c3d+AUpZ4P2bbZPPR5yVqP5AYqWZbYGwFqSG1pJHqFQ1GZbn", checkpoint: "shop.example/privacy\n4\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n\n— shop.example/privacy Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n" },
};
writeFileSync("/tmp/shop-out/report.html", await reportPage(f));
