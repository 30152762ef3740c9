/**
 * A risk sheet as one self-contained HTML section: inline style, inline SVG, no script, nothing loaded.
 */
import type { ClassSizeBin, RiskFigures } from "./figures.ts";
import { CAVEAT, count, percent, statements } from "./statements.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const head = header.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join("");
	const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`).join("");
	return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

/** A bar of the chart: rows in classes of sizes `from` to `to`. */
interface Bar {
	readonly label: string;
	readonly rows: number;
}

/** Where the ranges of sizes start: 1, 2, 3, 5, 10, 20, 50, 100 and so on, finest where the risk is; the last is above `largest`. */
function rangeStarts(largest: number): readonly number[] {
	const starts = [1, 2, 3, 5];
	for (let decade = 10; (starts.at(-1) as number) <= largest; decade *= 10) starts.push(decade, 2 * decade, 5 * decade);
	return starts.slice(0, starts.findIndex((start) => start > largest) + 1);
}

function barsOf(histogram: readonly ClassSizeBin[]): readonly Bar[] {
	const starts = rangeStarts(histogram.at(-1)?.size ?? 0);
	return starts.slice(0, -1).map((from, index) => {
		const next = starts[index + 1] as number;
		const rows = histogram.reduce((sum, bin) => (bin.size >= from && bin.size < next ? sum + bin.rows : sum), 0);
		return { label: next - from === 1 ? String(from) : `${from}–${next - 1}`, rows };
	});
}

const WIDTH = 640;
const HEIGHT = 220;
const BASE = HEIGHT - 40;

function chart(figures: RiskFigures): string {
	const bars = barsOf(figures.histogram);
	const most = Math.max(1, ...bars.map(({ rows }) => rows));
	const step = WIDTH / Math.max(1, bars.length);
	const drawn = bars.map(({ label, rows }, index) => {
		const height = (rows / most) * (BASE - 24);
		const x = index * step + step * 0.15;
		const middle = index * step + step / 2;
		const color = index < 2 ? "#b3261e" : index < 4 ? "#d98324" : "#2f6f9f";
		return (
			`<rect x="${x.toFixed(1)}" y="${(BASE - height).toFixed(1)}" width="${(step * 0.7).toFixed(1)}" height="${height.toFixed(1)}" fill="${color}"/>` +
			`<text x="${middle.toFixed(1)}" y="${(BASE - height - 6).toFixed(1)}">${count(rows)}</text>` +
			`<text x="${middle.toFixed(1)}" y="${BASE + 16}">${label}</text>`
		);
	});
	return (
		`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Rows by class size" font-size="11" text-anchor="middle" fill="#444">` +
		`${drawn.join("")}<line x1="0" y1="${BASE}" x2="${WIDTH}" y2="${BASE}" stroke="#999"/>` +
		`<text x="${WIDTH / 2}" y="${HEIGHT - 6}">rows, by the size of their class (red: one or two rows)</text></svg>`
	);
}

const STYLE =
	".veilkit-risk{font:15px/1.5 system-ui,sans-serif;max-width:720px;color:#222}.veilkit-risk table{border-collapse:collapse;width:100%;margin:1em 0}" +
	".veilkit-risk th,.veilkit-risk td{border-bottom:1px solid #ddd;padding:.35em .6em;text-align:left;vertical-align:top}" +
	".veilkit-risk svg{width:100%;height:auto}.veilkit-risk .caveat{color:#666;font-size:.9em}";

/** The sheet as an HTML section. */
export function riskHtml(figures: RiskFigures): string {
	const sensitive =
		figures.sensitive.length === 0
			? ""
			: table(
					["Sensitive column", "Distinct l", "Rows whose class has one value"],
					figures.sensitive.map(({ column, distinctL, homogeneousRows }) => [column, count(distinctL), count(homogeneousRows)]),
				);
	return (
		`<section class="veilkit-risk"><style>${STYLE}</style><h2>Re-identification risk</h2>` +
		`<p>Quasi-identifiers: ${escapeHtml(figures.quasiIdentifiers.join(", "))}</p>` +
		table(
			["Measure", "Value", "Definition"],
			statements(figures).map(({ name, value, definition }) => [name, value, definition]),
		) +
		chart(figures) +
		table(
			["Rows in classes smaller than", "Rows", "Share"],
			figures.atRisk.map(({ below, rows, share }) => [count(below), count(rows), percent(share)]),
		) +
		`${sensitive}<p class="caveat">${CAVEAT}</p></section>`
	);
}
