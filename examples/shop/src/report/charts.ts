/**
 * The report's charts: private answers with error bars over exact ones, crowds before and after, and the budget.
 */
import type { CustomSeriesRenderItem, EChartsOption } from "echarts";
import type { Answer, Budget, Estimate, Measure, Recognisability } from "../findings.ts";
import { drawChart, INK } from "./draw-chart.ts";
import { groupName, percent, quantity } from "./text.ts";

const AXIS_LABEL = { color: INK.text, fontSize: 12.5 } as const;
const QUIET_LABEL = { color: INK.quiet, fontSize: 11.5 } as const;
const NO_LINE = { axisLine: { show: false }, axisTick: { show: false } } as const;
const GRID_LINE = { splitLine: { lineStyle: { color: INK.rule } } } as const;

/** A whisker with end caps, from the low to the high end of an interval. */
const whisker: CustomSeriesRenderItem = (_, api) => {
	const [left = 0, y = 0] = api.coord([api.value(0), api.value(2)]);
	const [right = 0] = api.coord([api.value(1), api.value(2)]);
	const style = { stroke: INK.private, lineWidth: 1.75, fill: "none" };
	const line = (x1: number, y1: number, x2: number, y2: number) => ({ type: "line" as const, shape: { x1, y1, x2, y2 }, style });
	return { type: "group", children: [line(left, y, right, y), line(left, y - 4, left, y + 4), line(right, y - 4, right, y + 4)] };
};

/** Ticks such as 20k. */
function shortNumber(value: number): string {
	return value >= 1000 ? `${value / 1000}k` : String(value);
}

/** Groups as they are drawn and listed: the largest exact answer first. */
export function largestFirst(measure: Measure): readonly Estimate[] {
	return [...measure.estimates].sort((one, other) => other.exact - one.exact);
}

/** Exact answers as bars, private answers as points with their intervals. */
export function estimateChart(measure: Measure): string {
	const estimates = largestFirst(measure);
	const option: EChartsOption = {
		grid: { left: 112, right: 14, top: 6, bottom: 26 },
		xAxis: { type: "value", min: 0, splitNumber: 4, axisLabel: { ...QUIET_LABEL, formatter: shortNumber }, ...NO_LINE, ...GRID_LINE },
		yAxis: {
			type: "category",
			inverse: true,
			data: estimates.map(({ group }) => groupName(group)),
			axisLabel: { ...AXIS_LABEL, margin: 12 },
			...NO_LINE,
		},
		series: [
			{ type: "bar", data: estimates.map(({ exact }) => exact), barWidth: 13, itemStyle: { color: INK.exact, borderRadius: [0, 2, 2, 0] } },
			{
				type: "custom",
				z: 3,
				renderItem: whisker,
				encode: { x: [0, 1], y: 2 },
				data: estimates.map(({ low, high }, index) => [Math.max(0, low), high, index]),
			},
			{
				type: "scatter",
				z: 4,
				data: estimates.map(({ value }) => value),
				symbolSize: 7.5,
				itemStyle: { color: INK.private, opacity: 1, borderColor: INK.paper, borderWidth: 1.25 },
			},
		],
	};
	return drawChart(option, 32 + 26 * estimates.length);
}

/** Share of customers by the size of the crowd they stand in. */
export function crowdChart(before: Recognisability, after: Recognisability): string {
	const bars = (table: Recognisability, color: string, name: string) => ({
		type: "bar" as const,
		name,
		data: table.crowds.map(({ customers }) => customers / table.customers),
		barWidth: 22,
		barGap: "55%",
		itemStyle: { color, borderRadius: [2, 2, 0, 0] },
		label: {
			show: true,
			position: "top" as const,
			color: INK.text,
			fontSize: 11,
			distance: 4,
			formatter: ({ value }: { readonly value: unknown }) => (Number(value) === 0 ? "" : percent(Number(value))),
		},
	});
	const option: EChartsOption = {
		grid: { left: 6, right: 6, top: 22, bottom: 26 },
		xAxis: {
			type: "category",
			data: before.crowds.map(({ label }) => label),
			axisLabel: { ...AXIS_LABEL, fontSize: 11.5, interval: 0, margin: 10 },
			axisLine: { lineStyle: { color: INK.rule } },
			axisTick: { show: false },
		},
		yAxis: { type: "value", show: false, max: 1 },
		series: [bars(before, INK.before, "before"), bars(after, INK.private, "after")],
	};
	return drawChart(option, 250);
}

/** One for each question. */
const SHADES: readonly string[] = [INK.private, "var(--accent-2)", "var(--accent-3)"];

/** What each question took from the budget, and what is left. */
export function budgetChart(answers: readonly Answer[], budget: Budget): string {
	const charged = answers.map(({ epsilon }, index) => ({
		name: index === 0 ? "question 1" : String(index + 1),
		share: epsilon,
		color: SHADES[index] ?? INK.private,
	}));
	const parts = [...charged, { name: "left", share: budget.remaining, color: INK.exact }];
	const option: EChartsOption = {
		grid: { left: 1, right: 1, top: 26, bottom: 26 },
		xAxis: {
			type: "value",
			min: 0,
			max: Number(budget.total),
			interval: 0.5,
			axisLabel: QUIET_LABEL,
			splitLine: { show: false },
			...NO_LINE,
		},
		yAxis: { type: "category", data: [""], show: false },
		series: parts.map(({ name, share, color }) => ({
			type: "bar",
			stack: "budget",
			name,
			data: [Number(share)],
			barWidth: 30,
			itemStyle: { color, borderColor: INK.paper, borderWidth: 1.5 },
			label: { show: true, position: [4, -17], color: INK.text, fontSize: 12, formatter: name },
		})),
	};
	return drawChart(option, 84);
}

/** What a chart of estimates shows, for those who do not see it. */
export function describeEstimates(measure: Measure): string {
	const { estimates, unit } = measure;
	const within = estimates.filter(({ low, high, exact }) => low <= exact && exact <= high).length;
	return `${measure.title}: private answers with 95% intervals of ±${quantity(measure.margin, unit)} beside exact answers; ${within} of ${estimates.length} intervals contain the exact answer.`;
}
