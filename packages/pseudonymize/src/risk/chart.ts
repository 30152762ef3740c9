/**
 * Bar charts of a risk sheet as inline SVG.
 */
import type { ClassSizeBin, RiskFigures } from "./figures.ts";
import { count, percent } from "./statements.ts";

interface Bar {
	readonly label: string;
	/** Height, of the highest bar's. */
	readonly height: number;
	readonly text: string;
	readonly color: string;
}

const WIDTH = 640;
const HEIGHT = 220;
const BASE = HEIGHT - 40;
const DANGER = "#b3261e";
const CAUTION = "#d98324";
const CALM = "#2f6f9f";

function barChart(bars: readonly Bar[], title: string, caption: string): string {
	const step = WIDTH / Math.max(1, bars.length);
	const drawn = bars.map(({ label, height: share, text, color }, index) => {
		const height = share * (BASE - 24);
		const x = index * step + step * 0.15;
		const middle = index * step + step / 2;
		return (
			`<rect x="${x.toFixed(1)}" y="${(BASE - height).toFixed(1)}" width="${(step * 0.7).toFixed(1)}" height="${height.toFixed(1)}" fill="${color}"/>` +
			`<text x="${middle.toFixed(1)}" y="${(BASE - height - 6).toFixed(1)}">${text}</text>` +
			`<text x="${middle.toFixed(1)}" y="${BASE + 16}">${label}</text>`
		);
	});
	return (
		`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}" font-size="11" text-anchor="middle" fill="#444">` +
		`${drawn.join("")}<line x1="0" y1="${BASE}" x2="${WIDTH}" y2="${BASE}" stroke="#999"/>` +
		`<text x="${WIDTH / 2}" y="${HEIGHT - 6}">${caption}</text></svg>`
	);
}

/** Where the ranges of sizes start: 1, 2, 3, 5, 10, 20, 50, 100 and so on, finest where the risk is; the last is above `largest`. */
function rangeStarts(largest: number): readonly number[] {
	const starts = [1, 2, 3, 5];
	for (let decade = 10; (starts.at(-1) as number) <= largest; decade *= 10) starts.push(decade, 2 * decade, 5 * decade);
	return starts.slice(0, starts.findIndex((start) => start > largest) + 1);
}

function rowsBetween(histogram: readonly ClassSizeBin[], from: number, next: number): number {
	return histogram.reduce((sum, bin) => (bin.size >= from && bin.size < next ? sum + bin.rows : sum), 0);
}

/** Rows by the size of their class. */
export function sizeChart({ histogram }: RiskFigures): string {
	const starts = rangeStarts(histogram.at(-1)?.size ?? 0);
	const ranges = starts.slice(0, -1).map((from, index) => {
		const next = starts[index + 1] as number;
		return { label: next - from === 1 ? String(from) : `${from}–${next - 1}`, rows: rowsBetween(histogram, from, next) };
	});
	const most = Math.max(1, ...ranges.map(({ rows }) => rows));
	const bars = ranges.map(({ label, rows }, index) => ({
		label,
		height: rows / most,
		text: count(rows),
		color: index < 2 ? DANGER : index < 4 ? CAUTION : CALM,
	}));
	return barChart(bars, "Rows by class size", "rows, by the size of their class (red: one or two rows)");
}

/** Risks of which the chart shows how many rows reach them, as the class sizes that mean them. */
const RISK_SIZES = [1, 2, 3, 5, 10, 20, 50, 100];

/** Rows whose prosecutor risk reaches a level. */
export function riskChart({ histogram, rows }: RiskFigures): string {
	const bars = RISK_SIZES.map((size) => {
		const share = rows === 0 ? 0 : rowsBetween(histogram, 1, size + 1) / rows;
		return {
			label: `≥ ${Math.round(100 / size)} %`,
			height: share,
			text: percent(share),
			color: size < 3 ? DANGER : size < 10 ? CAUTION : CALM,
		};
	});
	return barChart(bars, "Rows by risk", "share of rows whose prosecutor risk reaches a level");
}
