/**
 * The shapes of a ledger's answers.
 */
import type { Bytes, Signer } from "@veilkit/core";
import type { ConsistencyStatement, InclusionStatement } from "../tree/verify.ts";

/** What is appended. */
export interface LedgerItem {
	readonly payload: Uint8Array;
	/** Whose data it is, 1 to 1024 characters: encrypts the payload under a key that `eraseSubject` destroys. */
	readonly subject?: string;
}

/** Says where an entry is. Plain JSON; proved by a proof file. */
export interface LedgerReceipt {
	/** Position of the entry, from 0. */
	readonly index: number;
	/** Hash of the entry's leaf, hexadecimal. */
	readonly leafHash: string;
	/** Number of entries of the first checkpoint that covers it. */
	readonly size: number;
}

/** Entries from `from` (0 unless given) up to, not including, `to` (the size unless given). */
export interface EntryRange {
	readonly from?: number;
	readonly to?: number;
}

/** An entry read back. */
export interface LedgerEntry {
	readonly index: number;
	/** Hexadecimal. */
	readonly leafHash: string;
	/** undefined once erased. */
	readonly payload: Bytes | undefined;
	/** Milliseconds since 1970, by the writer's clock. */
	readonly time: number;
}

/** A proof for `verifyInclusion(p.proof, p)`. */
export interface InclusionProof extends InclusionStatement {
	readonly proof: readonly Bytes[];
}

/** A proof for `verifyConsistency(p.proof, p)`. */
export interface ConsistencyProof extends ConsistencyStatement {
	readonly proof: readonly Bytes[];
}

/** An open ledger. */
export interface Ledger {
	readonly origin: string;
	/** Number of entries that this process knows of; `refresh` looks for more. */
	readonly size: number;
	/**
	 * Appends an entry; resolves once it is durable and signed. Concurrent calls share a write, in the order of the calls.
	 *
	 * @param options.ifSize - append only as entry number `ifSize`
	 * @throws {VeilkitError} `ERR_LEDGER_CONFLICT` if the ledger has another size; `ERR_LEDGER_CLOSED`; errors of the store
	 */
	append(payload: Uint8Array, options?: { readonly subject?: string; readonly ifSize?: number }): Promise<LedgerReceipt>;
	/** Appends all items, next to each other, or none. Errors as of `append`. */
	appendAll(items: readonly LedgerItem[], options?: { readonly ifSize?: number }): Promise<readonly LedgerReceipt[]>;
	/**
	 * The entries that were appended, in order; the ledger's own (erasures, hand-overs) take an index but are not among them.
	 *
	 * @throws {VeilkitError} `ERR_LEDGER_CORRUPT` for an entry that is missing or damaged
	 */
	entries(range?: EntryRange): AsyncIterable<LedgerEntry>;
	/** The leaf data of every entry, the ledger's own included, in order. */
	leaves(range?: EntryRange): AsyncIterable<Bytes>;
	/** The last checkpoint: a C2SP signed note. */
	checkpoint(): Promise<string>;
	/** The proof that an entry is in the ledger at its present size. */
	inclusionProof(index: number): Promise<InclusionProof>;
	/** The proof that the ledger continues its first `from` entries, at least 1. */
	consistencyProof(from: number): Promise<ConsistencyProof>;
	/** A C2SP tlog-proof text for one entry, with its leaf data as the extra line. */
	proofFile(index: number): Promise<string>;
	/**
	 * Destroys the key and the encrypted payloads of a subject, and what leads from its name to its entries. Every proof stays valid.
	 *
	 * @returns where the erasure is recorded; undefined if the ledger holds nothing of the subject
	 */
	eraseSubject(subject: string): Promise<LedgerReceipt | undefined>;
	/** Goes on with another signer: the present one signs the new verifier key into the ledger. */
	handOver(to: Signer): Promise<LedgerReceipt>;
	/** Takes in what other processes have appended. */
	refresh(): Promise<void>;
	/** Waits for pending writes and refuses further ones. The store stays open. */
	close(): Promise<void>;
}
