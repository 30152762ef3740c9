/** The one-file build of ECharts: loads twenty times as fast as its several hundred modules. Same exports, no types of its own. */
declare module "echarts/dist/echarts.esm.min.mjs" {
	export { init } from "echarts";
}
