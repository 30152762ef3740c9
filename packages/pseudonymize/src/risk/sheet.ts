/**
 * The risk sheet: figures with their definitions, as data and as a document.
 */
import type { RiskFigures } from "./figures.ts";
import { riskHtml } from "./html.ts";
import { riskMarkdown } from "./markdown.ts";

/** Figures that can present themselves. */
export interface RiskSheet extends RiskFigures {
	/** The figures alone. */
	toJSON(): RiskFigures;
	/** A section in Markdown. */
	toMarkdown(): string;
	/** One self-contained HTML `<section>` with charts of class sizes and risks; no script, no external resource. */
	toHtml(): string;
}

/** The sheet of figures. */
export function createRiskSheet(figures: RiskFigures): RiskSheet {
	return Object.freeze({
		...figures,
		toJSON: () => figures,
		toMarkdown: () => riskMarkdown(figures),
		toHtml: () => riskHtml(figures),
	});
}
