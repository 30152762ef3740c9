/**
 * A risk sheet as one self-contained HTML section: inline style, inline SVG, no script, nothing loaded.
 */
import { riskChart, sizeChart } from "./chart.ts";
import type { RiskFigures } from "./figures.ts";
import { ATTACKER_MODEL, CAVEAT, count, percent, type Statement, sensitiveStatements, statements } from "./statements.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const head = header.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join("");
	const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`).join("");
	return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function statementTable(list: readonly Statement[]): string {
	return table(
		["Measure", "Value", "Definition"],
		list.map(({ name, value, definition }) => [name, value, definition]),
	);
}

const STYLE =
	".veilkit-risk{font:15px/1.5 system-ui,sans-serif;max-width:720px;color:#222}.veilkit-risk table{border-collapse:collapse;width:100%;margin:1em 0}" +
	".veilkit-risk th,.veilkit-risk td{border-bottom:1px solid #ddd;padding:.35em .6em;text-align:left;vertical-align:top}" +
	".veilkit-risk svg{width:100%;height:auto}.veilkit-risk .caveat{color:#666;font-size:.9em}";

/** The sheet as an HTML section. */
export function riskHtml(figures: RiskFigures): string {
	const sensitive = figures.sensitive.map(
		(risk) => `<h3>Sensitive column: ${escapeHtml(risk.column)}</h3>${statementTable(sensitiveStatements(risk))}`,
	);
	return (
		`<section class="veilkit-risk"><style>${STYLE}</style><h2>Re-identification risk</h2>` +
		`<p>Quasi-identifiers: ${escapeHtml(figures.quasiIdentifiers.join(", "))}</p><p>${ATTACKER_MODEL}</p>` +
		statementTable(statements(figures)) +
		sizeChart(figures) +
		riskChart(figures) +
		table(
			["Rows in classes smaller than", "Rows", "Share"],
			figures.atRisk.map(({ below, rows, share }) => [count(below), count(rows), percent(share)]),
		) +
		`${sensitive.join("")}<p class="caveat">${CAVEAT}</p></section>`
	);
}
