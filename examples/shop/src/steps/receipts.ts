/**
 * The log of what was spent: opened before the first question, verified after the last as an auditor would.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ClockOptions, createSigner, generateKey, type RandomOptions } from "@veilkit/core";
import { createVerifierKey, formatVerifierKey, type Ledger, openLedger, verifyLedger } from "@veilkit/ledger";
import { fileStore } from "@veilkit/store/file";
import type { Receipts } from "../findings.ts";

const ORIGIN = "shop.example/privacy";

/** An open log and the key to verify it with. */
export interface ReceiptLog {
	readonly ledger: Ledger;
	readonly verifierKey: string;
	close(): Promise<void>;
}

function pathOf(out: string): string {
	return join(out, "receipts.ledger");
}

/** Starts receipts.ledger with a fresh signing key. */
export async function openReceipts({ out, ...injected }: { readonly out: string } & RandomOptions & ClockOptions): Promise<ReceiptLog> {
	const signer = createSigner(generateKey({ purpose: "sign", ...injected }));
	const store = await fileStore(pathOf(out));
	const ledger = await openLedger(store, { signer, origin: ORIGIN, ...injected });
	return {
		ledger,
		verifierKey: formatVerifierKey(createVerifierKey(ORIGIN, signer.publicKey)),
		async close() {
			await ledger.close();
			await store.close();
		},
	};
}

/** Verifies receipts.ledger from its file, against the key that should have signed it, and writes its checkpoint to keep elsewhere. */
export async function verifyReceipts(out: string, verifierKey: string): Promise<Receipts> {
	const store = await fileStore(pathOf(out));
	try {
		const verdict = await verifyLedger(store, { verifierKey });
		if (!verdict.ok) throw new Error(`receipts.ledger is not what was signed: ${verdict.reason}`);
		await writeFile(join(out, "checkpoint.txt"), verdict.checkpoint);
		return { entries: verdict.size, verifierKey, checkpoint: verdict.checkpoint };
	} finally {
		await store.close();
	}
}
