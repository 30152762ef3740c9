/**
 * From patients to a table for research: the first try is held to HIPAA Safe Harbor and refused, the second passes, is applied, and measured.
 */
import { createReadStream } from "node:fs";
import { readTable } from "@veilkit/cli/tables";
import { type Batch, generateKey, keyRing } from "@veilkit/core";
import { bindPolicy } from "@veilkit/pseudonymize";
import { checkProfile, type LintFinding } from "@veilkit/pseudonymize/lint";
import { assessRisk, type RiskSheet } from "@veilkit/pseudonymize/risk";
import { categories, firstTry, safeHarbor } from "./policy.ts";

/** What the example shows. */
export interface ClinicRelease {
	/** What Safe Harbor does not allow of the first try. */
	readonly refused: readonly LintFinding[];
	/** What it does not allow of the second: nothing. */
	readonly allowed: readonly LintFinding[];
	readonly released: Batch;
	/** How recognisable the patients still are. */
	readonly risk: RiskSheet;
}

async function readPatients(): Promise<Batch> {
	const file = createReadStream(new URL("../data/patients.csv", import.meta.url));
	const { batches } = await readTable(file, { format: "csv", name: "patients.csv" });
	for await (const batch of batches) return batch; // two hundred rows come in one
	throw new Error("patients.csv has no rows");
}

/** Runs the example. */
export async function releasePatients(): Promise<ClinicRelease> {
	const keys = keyRing({ primary: generateKey({ purpose: "pseudonymize" }) });
	using release = bindPolicy(safeHarbor, { keys, onUnlisted: "refuse" });
	const released = release.batch(await readPatients());
	return {
		refused: checkProfile(firstTry, "hipaa-safe-harbor", categories),
		allowed: checkProfile(safeHarbor, "hipaa-safe-harbor", categories),
		released,
		risk: assessRisk(released, { quasiIdentifiers: ["birth_date", "sex", "zip", "admitted"], sensitive: ["diagnosis"] }),
	};
}
