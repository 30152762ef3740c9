/**
 * The sections of the report, each from the findings it tells.
 */
import type { Answer, Findings, Measure, Recognisability, Sample } from "../findings.ts";
import { budgetChart, crowdChart, describeEstimates, estimateChart, largestFirst } from "./charts.ts";
import { escapeHtml, groupName, percent, quantity, whole } from "./text.ts";

/** A drawing with a caption, and its numbers as a table for those who cannot or would rather not look at it. */
interface Figure {
	readonly title: string;
	readonly chart: string;
	readonly description: string;
	readonly header: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const head = header.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join("");
	const body = rows.map(([first = "", ...rest]) => {
		const cells = rest.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("");
		return `<tr><th scope="row">${escapeHtml(first)}</th>${cells}</tr>`;
	});
	return `<table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

function figure({ title, chart, description, header, rows }: Figure): string {
	return `<figure>
<figcaption>${escapeHtml(title)}</figcaption>
<div role="img" aria-label="${escapeHtml(description)}">${chart}</div>
<details><summary>Numbers</summary>${table(header, rows)}</details>
</figure>`;
}

function measureFigure(measure: Measure): string {
	const { unit } = measure;
	return figure({
		title: measure.title,
		chart: estimateChart(measure),
		description: describeEstimates(measure),
		header: ["", "private", "95% interval", "exact"],
		rows: largestFirst(measure).map(({ group, value, low, high, exact }) => [
			groupName(group),
			quantity(value, unit),
			`${quantity(low, unit)} to ${quantity(high, unit)}`,
			quantity(exact, unit),
		]),
	});
}

/** The columns of the sample; the rest does not fit on paper. */
const SHOWN = ["id", "name", "email", "birth_date", "postcode", "country", "signup_date"];

const EXPLAINED: Readonly<Record<string, string>> = {
	drop: "withheld",
	keep: "kept",
	"token.hmac": "one-way token",
	"token.siv": "reversible token",
	"generalize.prefix": "coarsened",
	shiftDate: "shifted",
};

/** Customers before and after, one under the other. */
export function sampleTable({ columns, before, after }: Sample): string {
	const shown = SHOWN.map((name) => columns.findIndex((column) => column.name === name));
	const head = shown.map((at) => {
		const { name = "", treatment = "" } = columns[at] ?? {};
		return `<th scope="col">${escapeHtml(name.replace("_", " "))}<small>${escapeHtml(EXPLAINED[treatment] ?? treatment)}</small></th>`;
	});
	const cells = (row: readonly string[] | undefined): string =>
		shown.map((at) => `<td>${columns[at]?.treatment === "drop" && row?.[at] === "" ? "–" : escapeHtml(row?.[at] ?? "")}</td>`).join("");
	const body = before.map(
		(row, index) =>
			`<tbody><tr class="before"><th scope="row">before</th>${cells(row)}</tr><tr class="after"><th scope="row">after</th>${cells(after[index])}</tr></tbody>`,
	);
	return `<div class="scroll" role="region" aria-label="Sample rows before and after" tabindex="0"><table class="sample"><thead><tr><th></th>${head.join("")}</tr></thead>${body.join("")}</table></div>`;
}

/** How recognisable customers are, before and after. */
export function crowdFigure(before: Recognisability, after: Recognisability): string {
	return figure({
		title: "Customers by how many others look the same",
		chart: crowdChart(before, after),
		description: `Before, ${percent(before.alone / before.customers)} of customers share birth date, postcode and country with nobody; after, ${percent(after.alone / after.customers)}.`,
		header: ["look the same", "before", "after"],
		rows: before.crowds.map(({ label, customers }, index) => [label, whole(customers), whole(after.crowds[index]?.customers ?? 0)]),
	});
}

/** A question with its charts. */
export function answerSection({ question, limits, epsilon, measures }: Answer, index: number): string {
	return `<article${measures.length > 1 ? ' class="wide"' : ""}>
<h3><span>${index + 1}</span>${escapeHtml(question)}</h3>
<p>${escapeHtml(limits)} <span class="price">Price: ε ${escapeHtml(epsilon)}</span></p>
<div class="pair">${measures.map(measureFigure).join("\n")}</div>
</article>`;
}

/** The budget and the refusal. */
export function budgetFigure({ answers, budget }: Findings): string {
	return figure({
		title: `Privacy budget: ε ${budget.spent} of ${budget.total} spent`,
		chart: budgetChart(answers, budget),
		description: `Of a budget of ε ${budget.total}, ${answers.map(({ epsilon }, index) => `question ${index + 1} took ${epsilon}`).join(", ")}; ${budget.remaining} is left.`,
		header: ["", "ε"],
		rows: [...answers.map(({ question, epsilon }) => [question, epsilon]), ["left", budget.remaining]],
	});
}
