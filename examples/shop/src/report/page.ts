/**
 * The report: one page that needs nothing but itself.
 */
import { readFile } from "node:fs/promises";
import type { Findings } from "../findings.ts";
import { answerSection, budgetFigure, crowdFigure, sampleTable } from "./sections.ts";
import { escapeHtml, percent, whole } from "./text.ts";

function keyFigures({ release, before, after, answers, budget, receipts }: Findings): string {
	const withheld = release.sample.columns.filter(({ treatment }) => treatment === "drop").length;
	const figures = [
		[
			`${percent(before.alone / before.customers)} → ${percent(after.alone / after.customers)}`,
			"of customers recognisable by birth date, postcode and country",
		],
		[`${withheld} of ${release.sample.columns.length}`, "columns withheld; the others under pseudonyms, coarsened, or harmless"],
		[`ε ${budget.spent} of ${budget.total}`, `privacy budget spent on ${answers.length} questions; one more was refused`],
		[whole(receipts.entries), "entries in a signed log; each charge stood there before the data was read"],
	];
	return figures.map(([number = "", label = ""]) => `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(number)}</dd></div>`).join("\n");
}

function header(findings: Findings): string {
	const date = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(findings.madeAt));
	return `<header>
<p class="kicker">Privacy report · ${date}</p>
<h1>What the numbers say, without the people in them</h1>
<p class="lead">A shop with ${whole(findings.release.customers)} customers in twelve countries hands its customer table to analysts and answers three questions about its year. This page shows what left the house, how much it says about any one customer, and how to check the account. The people are invented; the arithmetic is not.</p>
<dl class="key">${keyFigures(findings)}</dl>
</header>`;
}

function releaseSection({ release, before, after }: Findings): string {
	return `<section>
<h2>What left the house</h2>
<p>Every column has a rule, and a column without one does not leave. Tokens are equal where values are, so analysts can still count, join and spot doubles: the last two rows are one person with two accounts, and the e-mail token says so, capitals or not. ${whole(release.sharedTokens)} accounts share an e-mail address with another one.</p>
${sampleTable(release.sample)}
<div class="beside">
<div>
<h3>Can anybody still be recognised?</h3>
<p>A neighbour may know your birth date, postcode and country. In the shop's own table that singles out ${percent(before.alone / before.customers)} of its customers. In the released table, with the decade and the area in their place, it singles out ${percent(after.alone / after.customers)}: ${whole(after.alone)} people.</p>
<p>Those ${whole(after.alone)} are the shop's next decision: a coarser area, or rows that stay at home.</p>
<p class="legend"><span class="swatch before"></span>before <span class="swatch after"></span>after</p>
</div>
${crowdFigure(before, after)}
</div>
</section>`;
}

function answersSection({ answers }: Findings): string {
	return `<section>
<h2>Three questions, answered with noise</h2>
<p>Each answer is the true one plus random noise, large enough to hide any single customer and small enough to be useful. The grey bar is the exact answer, which would normally never be shown; the point is the answer that was released, its whisker the 95% interval that was released with it. About one interval in twenty misses, by design; a few more may, since intervals cover the noise and not what the limits per customer cut off.</p>
<p class="legend"><span class="swatch exact"></span>exact <span class="swatch point"></span>private, with 95% interval</p>
<div class="questions">${answers.map(answerSection).join("\n")}</div>
</section>`;
}

function budgetSection(findings: Findings): string {
	const { refusal, remaining } = findings.budget;
	return `<section>
<h2>What the answers cost</h2>
<div class="beside">
<div>
<p>Noise protects only as long as questions are limited: ask often enough, and it averages out. So every question is charged to a budget, in the log, before the data is read. When the budget is empty, the data is closed.</p>
<p>A fourth question asked for ε ${escapeHtml(refusal.asked)} with ε ${escapeHtml(remaining)} left. It was refused, and charged nothing:</p>
<blockquote>${escapeHtml(refusal.message)}<cite>${escapeHtml(refusal.code)}</cite></blockquote>
</div>
${budgetFigure(findings)}
</div>
</section>`;
}

function receiptsSection({ receipts }: Findings): string {
	return `<section>
<h2>Check it yourself</h2>
<p>Budget and charges lie in <code>receipts.ledger</code>, a log in which nothing can be changed, dropped or reordered without a trace. It was verified when this page was made. Keep this checkpoint somewhere else, and the log can never be rewritten behind your back:</p>
<pre aria-label="Signed checkpoint">${escapeHtml(receipts.checkpoint)}</pre>
<p>Verify the file against the key that signed it:</p>
<pre aria-label="Command">npx veilkit ledger verify examples/shop/out/receipts.ledger \\
  --key '${escapeHtml(receipts.verifierKey)}'</pre>
</section>`;
}

const LIMITS = `<section class="limits">
<h2>What this protects against, and what not</h2>
<div class="beside">
<div>
<h3>It does</h3>
<ul>
<li>hide names, addresses, phone numbers and notes from whoever receives the table;</li>
<li>keep tables of different recipients apart, where each has tokens of its own;</li>
<li>bound what published numbers tell about any one customer, whatever else the reader knows;</li>
<li>stop questions when the budget is spent, and show afterwards what was asked.</li>
</ul>
</div>
<div>
<h3>It does not</h3>
<ul>
<li>protect from whoever holds the keys or runs the computer;</li>
<li>make the table anonymous: pseudonymised rows are still personal data under the GDPR;</li>
<li>hide the columns that were kept, nor rare combinations of them;</li>
<li>stop somebody who already knows a customer well from finding their row.</li>
</ul>
</div>
</div>
</section>`;

/** The page, its tables and charts, and last what phones and paper change. */
const STYLE = ["page.css", "figures.css", "media.css"] as const;

/** The report as HTML. */
export async function reportPage(findings: Findings): Promise<string> {
	const sheets = STYLE.map((name) => readFile(new URL(name, import.meta.url), "utf8"));
	const style = (await Promise.all(sheets)).join("\n");
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>What the numbers say, without the people in them</title>
<style>${style}</style>
</head>
<body>
<main>
${header(findings)}
${releaseSection(findings)}
${answersSection(findings)}
${budgetSection(findings)}
${receiptsSection(findings)}
${LIMITS}
</main>
<footer>Made by the shop example of Veilkit on synthetic data. Charts drawn on the server; this page loads nothing.</footer>
</body>
</html>
`;
}
