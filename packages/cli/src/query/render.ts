/**
 * Answers for people: an aligned table, what it cost, and what is left.
 */
import type { Answer, BudgetStatement, Estimate } from "@veilkit/dp";
import { alignTable } from "../text/align.ts";
import type { AnyPlan, QueryFlags } from "./declare.ts";

/** More places than any double needs are not shown. */
const MOST_PLACES = 20;

/** Decimal places of a step like `0.01` or `1e-2`; fractions show four. */
function placesOf(step: string): number {
	if (step.includes("/")) return 4;
	const [decimal = "", exponent = "0"] = step.toLowerCase().split("e");
	const places = (decimal.split(".")[1]?.length ?? 0) - Number(exponent);
	return Math.min(MOST_PLACES, Math.max(0, places));
}

/** A number with its places; a half width is rounded up, never down. */
function format(value: number, places: number, roundingMode: "halfExpand" | "ceil" = "halfExpand"): string {
	return value.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places, roundingMode });
}

/** The table of an answer. */
export function renderAnswer(answer: Answer<string, string>, plan: AnyPlan, flags: QueryFlags): string {
	const outputs = [
		...(flags.count ? [{ name: "count", places: 0 }] : []),
		...flags.sum.map(({ column, step }) => ({ name: column, places: placesOf(step) })),
	];
	const rows = answer.rows.map((row) => [
		...flags.groupBy.map((column) => String(row[column])),
		...outputs.flatMap(({ name, places }) => [
			format((row[name] as Estimate).value, places),
			`± ${format(plan.columns[name]?.halfWidth ?? 0, places, "ceil")}`,
		]),
	]);
	const heading = [...flags.groupBy, ...outputs.flatMap(({ name }) => [name, ""])];
	const right = outputs.flatMap((_, index) => [flags.groupBy.length + 2 * index, flags.groupBy.length + 2 * index + 1]);
	return alignTable(heading, rows, { right });
}

/** How much one privacy unit counts, and how sure the intervals are. */
export function renderTerms(plan: AnyPlan, flags: QueryFlags): string {
	const unit =
		flags.unit === undefined
			? "each row is a privacy unit"
			: `each "${flags.unit}" counts in at most ${flags.maxGroups} groups, with at most ${flags.maxRowsPerGroup ?? 1} row(s) in each`;
	const groups = plan.selection === undefined ? "" : `; groups with too few units are left out (threshold ${plan.selection.threshold})`;
	return `± covers the noise of one value with probability ${plan.confidence}; ${unit}${groups}\n`;
}

/** What was spent and what is left. */
export function renderBudget(dataset: string, budget: BudgetStatement): string {
	const { total, spent, remaining } = budget;
	return `budget of "${dataset}": spent ε ${spent.epsilon}, δ ${spent.delta} of ε ${total.epsilon}, δ ${total.delta}; left ε ${remaining.epsilon}, δ ${remaining.delta}\n`;
}
