/**
 * An ECharts option as an SVG that stands in the page: no script, no request, colours from the page's own variables, so that it follows
 * light and dark.
 */
import type { EChartsOption } from "echarts";
import { init } from "echarts/dist/echarts.esm.min.mjs";

/** Width of every chart in its own units; the page scales it. */
const CHART_WIDTH = 440;

/** What all charts look like. */
export const INK = {
	text: "var(--ink)",
	quiet: "var(--quiet)",
	rule: "var(--rule)",
	paper: "var(--paper)",
	exact: "var(--exact)",
	private: "var(--accent)",
	before: "var(--warm)",
} as const;

/** Draws a chart. */
export function drawChart(option: EChartsOption, height: number): string {
	const chart = init(null, null, { renderer: "svg", ssr: true, width: CHART_WIDTH, height });
	try {
		chart.setOption({ animation: false, textStyle: { fontFamily: "var(--sans)", fontSize: 12.5 }, ...option });
		const svg = chart.renderToSVGString({ useViewBox: true });
		// Hover styles are of no use without the script; identifiers of XML vocabularies are of no use inside HTML.
		return svg
			.replace(/<style[\s\S]*?<\/style>/, "")
			.replaceAll(/ (?:xmlns(?::xlink)?|baseProfile|version)="[^"]*"/g, "")
			.replaceAll(/ (?:ecmeta_\w+|class|pointer-events)="[^"]*"/g, "")
			.replace("<svg ", '<svg aria-hidden="true" ');
	} finally {
		// An open chart keeps the process alive.
		chart.dispose();
	}
}
