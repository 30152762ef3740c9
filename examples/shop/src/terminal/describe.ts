/**
 * The findings as text for a terminal of 100 columns.
 */
import type { Answer, Findings, Measure, Recognisability, Sample } from "../findings.ts";
import { largestFirst } from "../report/charts.ts";
import { groupName, percent, quantity, whole } from "../report/text.ts";

const WIDTH = 98;

function heading(number: number, title: string): string {
	return `\n${number}  ${title}\n${"─".repeat(WIDTH)}`;
}

/** Lines of cells; the first column to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? "")].length)));
	return rows.map((row) => {
		const cells = row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)));
		return `   ${cells.join("   ")}`.trimEnd();
	});
}

/** A long line in pieces. */
function folded(line: string): readonly string[] {
	return (line.match(/.{1,90}/gu) ?? [""]).map((piece, index) => `${index === 0 ? "   " : "     "}${piece}`.trimEnd());
}

const shorten = (text: string): string => ([...text].length > 38 ? `${[...text].slice(0, 37).join("")}…` : text);

/** One customer, column by column. */
function describeSample({ columns, before, after }: Sample): readonly string[] {
	return columns.map(({ name, treatment }, at) => {
		const [from, to] = [before[0]?.[at] ?? "", after[0]?.[at] ?? ""].map(shorten);
		return `   ${name.padEnd(17)} ${from?.padEnd(39)}${treatment === "drop" ? "withheld" : `→ ${to}`}`.trimEnd();
	});
}

function describeRisk(before: Recognisability, after: Recognisability): readonly string[] {
	const rows = before.crowds.map(({ label, customers }, index) => {
		const now = after.crowds[index]?.customers ?? 0;
		return [label, percent(customers / before.customers), percent(now / after.customers)];
	});
	return aligned([["who looks the same", "before", "after"], ...rows]);
}

function describeMeasure(measure: Measure): readonly string[] {
	const { title, unit, estimates } = measure;
	const within = estimates.filter(({ low, high, exact }) => low <= exact && exact <= high).length;
	const rows = largestFirst(measure).map(({ group, value, low, high, exact }) => [
		groupName(group),
		quantity(value, unit),
		`${quantity(low, unit)} to ${quantity(high, unit)}`,
		quantity(exact, unit),
	]);
	return [
		...aligned([[title, "private", "95% interval", "exact"], ...rows]),
		`   ${within} of ${estimates.length} intervals contain the exact answer.`,
		"",
	];
}

function describeAnswer({ question, limits, epsilon, measures }: Answer): readonly string[] {
	return [`   ${question}  (ε ${epsilon})`, `   ${limits}`, "", ...measures.flatMap(describeMeasure)];
}

/** The findings, line by line. */
export function describeFindings(findings: Findings): string {
	const { release, before, after, answers, budget, receipts } = findings;
	return [
		heading(1, `${whole(release.customers)} customers, released under a policy`),
		...describeSample(release.sample),
		`   ${whole(release.sharedTokens)} accounts share an e-mail address with another; their tokens say so, letter case aside.`,
		heading(2, `How recognisable the rows are, by ${before.columns.join(", ")}`),
		...describeRisk(before, after),
		`   ${whole(after.alone)} customers still look like nobody else. The shop has to decide about them.`,
		heading(3, "Three questions, answered with differential privacy"),
		...answers.flatMap(describeAnswer),
		heading(4, "The privacy budget"),
		...aligned([
			["", "ε"],
			...answers.map(({ question, epsilon }) => [question, epsilon]),
			["left", budget.remaining],
			["granted", budget.total],
		]),
		`   One more question, at ε ${budget.refusal.asked}, was refused and charged nothing (${budget.refusal.code}).`,
		heading(5, `The log: ${receipts.entries} receipts, verified against its key`),
		...receipts.checkpoint.trimEnd().split("\n").flatMap(folded),
	].join("\n");
}
