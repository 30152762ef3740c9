/**
 * Card data under PCI DSS: all three policies are held to the profile, released, joined by token; and one card is revealed by who has the key.
 */
import { createReadStream } from "node:fs";
import { readTable } from "@veilkit/cli/tables";
import { type Batch, generateKey, keyRing } from "@veilkit/core";
import { bindPolicy } from "@veilkit/pseudonymize";
import { checkProfile, type LintFinding } from "@veilkit/pseudonymize/lint";
import { reveal } from "@veilkit/pseudonymize/recover";
import { disputeCategories, fraudDisputes, fraudPayments, paymentCategories, supportPayments } from "./policies.ts";

/** What the example shows. */
export interface CardReleases {
	/** What PCI DSS does not allow of the policies: nothing. */
	readonly findings: readonly LintFinding[];
	readonly fraudPayments: Batch;
	readonly fraudDisputes: Batch;
	readonly supportPayments: Batch;
	/** How many payments each dispute is about, found by token alone. */
	readonly paymentsByDispute: readonly number[];
	/** The card of the first dispute, for the acquirer. */
	readonly revealed: string;
}

async function readAll(table: "payments" | "disputes"): Promise<Batch> {
	const file = createReadStream(new URL(`../data/${table}.csv`, import.meta.url));
	const { batches } = await readTable(file, { format: "csv", name: `${table}.csv` });
	for await (const batch of batches) return batch; // the tables are small and come in one
	throw new Error(`${table}.csv has no rows`);
}

/** Runs the example. */
export async function releaseCards(): Promise<CardReleases> {
	const keys = keyRing({ primary: generateKey({ purpose: "pseudonymize" }) });
	using payments = bindPolicy(fraudPayments, { keys });
	using disputes = bindPolicy(fraudDisputes, { keys });
	using support = bindPolicy(supportPayments, { keys });
	const raw = await readAll("payments");
	const [safePayments, safeDisputes] = [payments.batch(raw), disputes.batch(await readAll("disputes"))];

	const paid = safePayments.columns["card_number"] as readonly string[];
	const disputed = safeDisputes.columns["card_number"] as readonly string[];
	using recovery = reveal(fraudDisputes, { keys });
	return {
		findings: [
			...checkProfile(fraudPayments, "pci-dss", paymentCategories),
			...checkProfile(fraudDisputes, "pci-dss", disputeCategories),
			...checkProfile(supportPayments, "pci-dss", paymentCategories),
		],
		fraudPayments: safePayments,
		fraudDisputes: safeDisputes,
		supportPayments: support.batch(raw),
		paymentsByDispute: disputed.map((card) => paid.filter((other) => other === card).length),
		revealed: recovery.value("card_number", disputed[0] as string),
	};
}
