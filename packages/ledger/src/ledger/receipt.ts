/**
 * Offline verification of a receipt: receipt, proof file and pinned key, and nothing else.
 */
import { isVeilkitError, toHex } from "@veilkit/core";
import { verifyCheckpoint } from "../checkpoint/checkpoint.ts";
import { type ProofFile, parseProofFile } from "../tiles/proof-file.ts";
import { leafHash } from "../tree/hash.ts";
import { verifyInclusion } from "../tree/verify.ts";
import { decodeLeaf, type Leaf } from "./leaf.ts";
import type { LedgerReceipt } from "./types.ts";

/** The verdict on a receipt. */
export type ReceiptVerdict =
	| {
			readonly ok: true;
			readonly leaf: Leaf;
			/** Size of the checkpoint in the proof file. */
			readonly size: number;
	  }
	| {
			readonly ok: false;
			readonly reason:
				| "malformed"
				/** The checkpoint has no signature by the pinned key. */
				| "unsigned"
				| "bad-signature"
				| "wrong-origin"
				/** The proof file is for another entry than the receipt. */
				| "other-entry"
				/** The entry is not in the tree that was signed. */
				| "not-included";
	  };

/**
 * Whether an entry is in a ledger, as its receipt says. Never throws on a bad receipt or proof file.
 *
 * @param proofFile - text of `ledger.proofFile(receipt.index)`
 * @param verifierKey - pinned, text form
 * @throws {VeilkitError} `ERR_FORMAT` if the pinned key itself is malformed
 *
 * @example
 * ```ts
 * import { verifyReceipt } from "@veilkit/ledger";
 * const verdict = verifyReceipt(receipt, await ledger.proofFile(receipt.index), pinned);
 * if (verdict.ok) new Date(verdict.leaf.time);
 * ```
 */
export function verifyReceipt(receipt: LedgerReceipt, proofFile: string, verifierKey: string): ReceiptVerdict {
	let file: ProofFile;
	let leaf: Leaf;
	const data = (): Uint8Array => file.extra ?? new Uint8Array(0);
	try {
		file = parseProofFile(proofFile);
		leaf = decodeLeaf(data());
	} catch (error) {
		if (isVeilkitError(error, "ERR_FORMAT")) return { ok: false, reason: "malformed" };
		throw error;
	}
	const verdict = verifyCheckpoint(file.checkpoint, [verifierKey]);
	if (!verdict.ok) return verdict;
	const { size, root } = verdict.checkpoint;
	const hash = leafHash(data());
	const same = receipt.index === file.index && receipt.index === leaf.index && receipt.leafHash === toHex(hash) && receipt.size <= size;
	if (!same) return { ok: false, reason: "other-entry" };
	if (!verifyInclusion(file.proof, { index: file.index, size, leafHash: hash, root })) return { ok: false, reason: "not-included" };
	return { ok: true, leaf, size };
}
