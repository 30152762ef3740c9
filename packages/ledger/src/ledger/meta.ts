/**
 * The ledger's fixed facts: its first verifier key, and the secret that subjects' names are hashed with.
 *
 * Deterministic CBOR: `[version, verifier key, index key, digest of the three]`. The digest finds damage; it is no defence against an operator,
 * who could replace the record, and with it only the ability to find subjects by name.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, decodeCbor, encodeCbor, equalBytes, malformed, type RandomSource, randomBytes } from "@veilkit/core";
import { parseVerifierKey, type VerifierKey } from "../checkpoint/verifier-key.ts";

/** What `ledger/meta` holds. */
export interface LedgerMeta {
	/** Text form of the key that signed the first checkpoint; its name is the origin. */
	readonly firstKey: string;
	/** 32 bytes. */
	readonly indexKey: Bytes;
}

const META_VERSION = 1;

function digest(meta: LedgerMeta): Bytes {
	return sha256(encodeCbor([META_VERSION, meta.firstKey, meta.indexKey]));
}

export function createMeta(firstKey: string, random: RandomSource): LedgerMeta {
	return { firstKey, indexKey: randomBytes(32, random) };
}

export function encodeMeta(meta: LedgerMeta): Bytes {
	return encodeCbor([META_VERSION, meta.firstKey, meta.indexKey, digest(meta)]);
}

/**
 * Reads the record.
 *
 * @throws {VeilkitError} `ERR_FORMAT`
 */
export function decodeMeta(bytes: Uint8Array): LedgerMeta & { readonly verifierKey: VerifierKey } {
	const fields = decodeCbor(bytes, { maxDepth: 2, maxItems: 8 });
	if (Array.isArray(fields) && fields.length === 4 && fields[0] === META_VERSION) {
		const [, firstKey, indexKey, stored] = fields as readonly unknown[];
		if (typeof firstKey === "string" && indexKey instanceof Uint8Array && indexKey.length === 32 && stored instanceof Uint8Array) {
			const meta = { firstKey, indexKey: indexKey as Bytes };
			if (equalBytes(digest(meta), stored)) return { ...meta, verifierKey: parseVerifierKey(firstKey) };
		}
	}
	throw malformed("ledger meta", "not the record of version 1, or damaged");
}
