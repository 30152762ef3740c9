/**
 * What a verification of a whole ledger can find.
 */
import type { Bytes } from "@veilkit/core";

/** Why a ledger is not what it should be. */
export type LedgerFault =
	/** There is no ledger in the store. */
	| "missing"
	/** The store itself reports damage. */
	| "store-corrupt"
	/** Checkpoint, meta record or subject records cannot be read, or do not fit together. */
	| "malformed"
	/** The checkpoint's signature by the right key is wrong: it was altered. */
	| "bad-signature"
	/** Signed by a key that neither is the pinned one nor got the ledger from it by a hand-over. */
	| "replaced-key"
	/** The checkpoint that was given as `since` is not one of this ledger's keys'. */
	| "foreign-checkpoint"
	/** There are fewer entries than an earlier checkpoint, or the present store, shows there were. */
	| "rollback"
	/** The entries that an earlier checkpoint covers are not the ones it covered. */
	| "fork"
	/** An entry is not there. */
	| "truncated"
	/** An entry of another place. */
	| "reordered"
	/** An entry contradicts itself. */
	| "altered-entry"
	/** The entries agree with themselves, and are not the ones that were signed. */
	| "rewritten"
	/** A payload is not the one that was committed to, or its key does not open it. */
	| "altered-payload"
	/** A payload is gone, and no erasure is recorded. */
	| "missing-payload"
	/** An erased subject's key or payload is there: an old copy was restored. */
	| "erasure-undone"
	/** A stored tree hash is wrong or missing. */
	| "altered-tile";

/** The verdict on a ledger. */
export type LedgerVerdict =
	| {
			readonly ok: true;
			readonly origin: string;
			/** Number of entries. */
			readonly size: number;
			readonly root: Bytes;
			/** The signed checkpoint: keep it, to pass as `since` next time. */
			readonly checkpoint: string;
			/** Text form of the key that signs now. */
			readonly verifierKey: string;
			/** `pinned` if the caller named a key; `self-asserted` if the ledger's own word was taken for it. */
			readonly key: "pinned" | "self-asserted";
			/** Indices of the entries whose payload was erased. */
			readonly erased: readonly number[];
	  }
	| {
			readonly ok: false;
			readonly reason: LedgerFault;
			/** The entry concerned; for a tile, the first one below it. */
			readonly index?: number;
	  };

/** Carries a finding out of the check that made it; never leaves `verifyLedger`. */
export class Finding extends Error {
	readonly reason: LedgerFault;
	readonly index: number | undefined;

	constructor(reason: LedgerFault, index?: number) {
		super(reason);
		this.reason = reason;
		this.index = index;
	}
}
