/**
 * Step 2: how many customers can still be told apart by what a neighbour knows about them.
 */
import type { BatchSource } from "@veilkit/core";
import { assessRiskAsync, type RiskSheet } from "@veilkit/pseudonymize/risk";
import type { Recognisability } from "../findings.ts";

/** What a neighbour, a colleague or another data set may know about a customer. */
const KNOWN_TO_OTHERS = ["birth_date", "postcode", "country"] as const;

/** Groups of sizes, each up to and including `to`. */
const CROWDS = [
	{ label: "nobody else", to: 1 },
	{ label: "1–3 others", to: 4 },
	{ label: "4–9 others", to: 10 },
	{ label: "10–19 others", to: 20 },
	{ label: "20 or more", to: Number.POSITIVE_INFINITY },
] as const;

function crowdsOf({ histogram }: RiskSheet): Recognisability["crowds"] {
	let from = 0;
	return CROWDS.map(({ label, to }) => {
		const customers = histogram.reduce((sum, bin) => (bin.size > from && bin.size <= to ? sum + bin.rows : sum), 0);
		from = to;
		return { label, customers };
	});
}

/** Counts who resembles whom in a table. */
export async function assessCustomers(table: BatchSource): Promise<Recognisability> {
	const sheet = await assessRiskAsync(table, { quasiIdentifiers: KNOWN_TO_OTHERS });
	return { columns: KNOWN_TO_OTHERS, customers: sheet.rows, alone: sheet.uniqueRows, crowds: crowdsOf(sheet) };
}
