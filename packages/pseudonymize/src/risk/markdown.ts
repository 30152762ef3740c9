/**
 * A risk sheet as Markdown.
 */
import type { RiskFigures } from "./figures.ts";
import { ATTACKER_MODEL, CAVEAT, count, percent, type Statement, sensitiveStatements, statements } from "./statements.ts";

function escapeMarkdown(text: string): string {
	return text.replace(/[\\`*_{}[\]<>()#+!|~&]/g, "\\$&").replace(/\s+/g, " ");
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
	return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function statementTable(list: readonly Statement[]): string {
	return table(
		["Measure", "Value", "Definition"],
		list.map(({ name, value, definition }) => [name, value, definition]),
	);
}

/** The sheet as a section in Markdown. */
export function riskMarkdown(figures: RiskFigures): string {
	const sections = [
		"## Re-identification risk",
		`Quasi-identifiers: ${figures.quasiIdentifiers.map(escapeMarkdown).join(", ")}`,
		ATTACKER_MODEL,
		statementTable(statements(figures)),
		table(
			["Rows in classes smaller than", "Rows", "Share"],
			figures.atRisk.map(({ below, rows, share }) => [count(below), count(rows), percent(share)]),
		),
		...figures.sensitive.flatMap((risk) => [
			`### Sensitive column: ${escapeMarkdown(risk.column)}`,
			statementTable(sensitiveStatements(risk)),
		]),
		CAVEAT,
	];
	return `${sections.join("\n\n")}\n`;
}
