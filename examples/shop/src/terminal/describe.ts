/**
 * The findings as text for a terminal of 100 columns.
 */
import type { Answer, Budget, Measure, Receipts, Recognisability, Release, Sample } from "../findings.ts";
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
	];
}

/** Step 1. */
export function describeRelease({ customers, sharedTokens, sample }: Release): string {
	return [
		heading(1, "The customer table, released under a policy; here is one of its rows"),
		...describeSample(sample),
		`   ${whole(customers)} rows released. ${whole(sharedTokens)} accounts share an e-mail address with another; their tokens show it.`,
	].join("\n");
}

/** Step 2. */
export function describeRecognisability(before: Recognisability, after: Recognisability): string {
	const rows = before.crowds.map(({ label, customers }, index) => {
		const now = after.crowds[index]?.customers ?? 0;
		return [label, percent(customers / before.customers), percent(now / after.customers)];
	});
	return [
		heading(2, `How recognisable the rows are, by ${before.columns.join(", ")}`),
		...aligned([["who looks the same", "before", "after"], ...rows]),
		`   ${whole(after.alone)} customers still look like nobody else. The shop has to decide about them.`,
	].join("\n");
}

/** Step 3. */
export function describeAnswers(answers: readonly Answer[]): string {
	const described = answers.map(({ question, limits, epsilon, measures }) =>
		[`   ${question}  (ε ${epsilon})`, `   ${limits}`, ...measures.flatMap((measure) => ["", ...describeMeasure(measure)])].join("\n"),
	);
	return [heading(3, "Three questions, answered with differential privacy"), described.join("\n\n")].join("\n");
}

/** Step 4. */
export function describeBudget(answers: readonly Answer[], { total, remaining, refusal }: Budget): string {
	return [
		heading(4, "The privacy budget"),
		...aligned([["", "ε"], ...answers.map(({ question, epsilon }) => [question, epsilon]), ["left", remaining], ["granted", total]]),
		`   One more question, at ε ${refusal.asked}, was refused and charged nothing (${refusal.code}).`,
	].join("\n");
}

/** Step 5. */
export function describeReceipts({ entries, checkpoint }: Receipts): string {
	return [
		heading(5, `The log: ${entries} entries, verified against its key; its checkpoint`),
		...checkpoint.trimEnd().split("\n").flatMap(folded),
	].join("\n");
}
