/**
 * A risk sheet as Markdown.
 */
import type { RiskFigures } from "./figures.ts";
import { CAVEAT, count, percent, statements } from "./statements.ts";

function escapeMarkdown(text: string): string {
	return text.replace(/[\\`*_{}[\]<>()#+!|~&]/g, "\\$&").replace(/\s+/g, " ");
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
	return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** The sheet as a section in Markdown. */
export function riskMarkdown(figures: RiskFigures): string {
	const sections = [
		"## Re-identification risk",
		`Quasi-identifiers: ${figures.quasiIdentifiers.map(escapeMarkdown).join(", ")}`,
		table(
			["Measure", "Value", "Definition"],
			statements(figures).map(({ name, value, definition }) => [name, value, definition]),
		),
		table(
			["Rows in classes smaller than", "Rows", "Share"],
			figures.atRisk.map(({ below, rows, share }) => [count(below), count(rows), percent(share)]),
		),
	];
	if (figures.sensitive.length > 0) {
		sections.push(
			table(
				["Sensitive column", "Distinct l", "Rows whose class has one value"],
				figures.sensitive.map(({ column, distinctL, homogeneousRows }) => [
					escapeMarkdown(column),
					count(distinctL),
					count(homogeneousRows),
				]),
			),
		);
	}
	return `${[...sections, CAVEAT].join("\n\n")}\n`;
}
