/**
 * Records: what the store keeps for each entry.
 *
 * Deterministic CBOR: `[leaf, leaf hash, slot or null, plain payload or null]`. The leaf hash is redundant; it tells a record that was damaged
 * by itself, which the tree alone would notice but could not locate. A plain payload is salt ‖ payload. The payload of an entry with a
 * subject is not here but under its slot, where erasure finds it.
 */
import { type Bytes, decodeCbor, encodeCbor, equalBytes, malformed, type RandomSource } from "@veilkit/core";
import { leafHash } from "../tree/hash.ts";
import { commitPayload, commitSubject, decodeLeaf, type Leaf } from "./leaf.ts";

/** A record that agrees with itself. */
export interface EntryRecord {
	readonly leaf: Leaf;
	/** The encoded leaf, as hashed into the tree. */
	readonly leafData: Bytes;
	readonly leafHash: Bytes;
	/** 32 bytes; null for an entry without a subject. */
	readonly slot: Bytes | null;
	/** The stored payload of an entry without a subject. */
	readonly plain: Bytes | null;
}

const SALT_BYTES = 32;

/** The stored form of a payload without a subject. */
export function saltPayload(payload: Uint8Array, random: RandomSource): Bytes {
	const plain = new Uint8Array(SALT_BYTES + payload.length);
	random.fill(plain.subarray(0, SALT_BYTES));
	plain.set(payload, SALT_BYTES);
	return plain;
}

/** The payload of its stored form. */
export function unsaltPayload(plain: Uint8Array): Bytes {
	return plain.slice(SALT_BYTES) as Bytes;
}

export function encodeRecord(record: Omit<EntryRecord, "leaf">): Bytes {
	return encodeCbor([record.leafData, record.leafHash, record.slot, record.plain]);
}

/**
 * Reads a record and checks every commitment that can be checked without the encrypted payload.
 *
 * @throws {VeilkitError} `ERR_FORMAT`
 */
export function decodeRecord(bytes: Uint8Array): EntryRecord {
	const fields = decodeCbor(bytes, { maxDepth: 2, maxItems: 8 });
	if (!Array.isArray(fields) || fields.length !== 4) throw malformed("ledger record", "not an array of four");
	const [leafData, storedHash, slot, plain] = fields as readonly unknown[];
	const isBytes = (value: unknown): value is Bytes => value instanceof Uint8Array;
	if (!isBytes(leafData) || !isBytes(storedHash) || !(slot === null || isBytes(slot)) || !(plain === null || isBytes(plain))) {
		throw malformed("ledger record", "field of another type");
	}
	const hash = leafHash(leafData);
	if (!equalBytes(hash, storedHash)) throw malformed("ledger record", "leaf does not match its hash");
	const leaf = decodeLeaf(leafData);
	const placed = slot === null ? leaf.subject === null && plain !== null : leaf.subject !== null && plain === null && slot.length === 32;
	if (!placed) throw malformed("ledger record", "payload is not where the leaf says");
	if (plain !== null && (plain.length < SALT_BYTES || !equalBytes(commitPayload(plain), leaf.commitment))) {
		throw malformed("ledger record", "payload does not match its commitment");
	}
	if (slot !== null && leaf.subject !== null && !equalBytes(commitSubject(slot, leaf.commitment), leaf.subject)) {
		throw malformed("ledger record", "slot does not match its commitment");
	}
	return { leaf, leafData, leafHash: hash, slot, plain };
}
