/**
 * What the vault writes into its ledger: deterministic CBOR `["veilkit/vault", 1, action, record or subject id, actor, reason]`.
 *
 * Ids are keyed hashes (`vault-keys.ts`): the log names no subject and holds no token. Other entries of the same ledger are passed over.
 */
import { type Bytes, decodeCbor, encodeCbor, isVeilkitError, toHex } from "@veilkit/core";
import type { LedgerEntry } from "@veilkit/ledger";

/** What was done: `miss` asked for a token that opens nothing or does not open, `rate` crossed the limit, `canary` opened a decoy. */
export type VaultAction = "put" | "read" | "miss" | "canary" | "rate" | "erase";

/** A logged event. */
export interface VaultEvent {
	/** Number of the ledger's entry, for `ledger.proofFile(index)`. */
	readonly index: number;
	/** Milliseconds since 1970, by the ledger's clock. */
	readonly time: number;
	readonly action: VaultAction;
	/** Hexadecimal: of the record, or of the subject for `erase`; empty for `rate`, and for a `miss` whose token names no record of this ring. */
	readonly id: string;
	readonly actor: string;
	readonly reason: string;
}

const MARK = "veilkit/vault";

export function encodeEvent(event: { action: VaultAction; id: Uint8Array; actor: string; reason: string }): Bytes {
	return encodeCbor([MARK, 1, event.action, event.id, event.actor, event.reason]);
}

/** The event of a ledger entry; undefined for entries of others. */
export function decodeEvent({ index, time, payload }: LedgerEntry): VaultEvent | undefined {
	if (payload === undefined) return undefined;
	try {
		const fields = decodeCbor(payload, { maxDepth: 1, maxItems: 16 });
		if (!Array.isArray(fields) || fields[0] !== MARK || fields[1] !== 1) return undefined;
		const [, , action, id, actor, reason] = fields as readonly unknown[] as readonly [unknown, unknown, VaultAction, Bytes, string, string];
		return { index, time, action, id: toHex(id), actor, reason };
	} catch (error) {
		if (isVeilkitError(error, "ERR_FORMAT")) return undefined;
		throw error;
	}
}
