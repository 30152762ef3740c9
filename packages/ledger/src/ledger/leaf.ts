/**
 * Leaf data: what the tree commits to for each entry. It is safe to publish.
 *
 * Deterministic CBOR: `[version, index, kind, time, commitment, subject]`. The commitment hides the payload and binds to it: it is the hash of
 * the stored payload, which is salted (plain) or encrypted under a fresh nonce (sealed). The subject tag hides whose entry it is, and
 * keeps an operator from passing one subject's entry off as another's, erased one; entries of one subject are unlinkable by it.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, decodeCbor, encodeCbor, malformed, toUtf8 } from "@veilkit/core";

/** What an entry is: the application's data, or an act of the ledger itself. */
export type LeafKind = "data" | "erasure" | "hand-over";

/** The decoded data of a leaf. */
export interface Leaf {
	readonly index: number;
	readonly kind: LeafKind;
	/** Milliseconds since 1970, by the writer's clock. */
	readonly time: number;
	/** Commitment to the stored payload, 32 bytes. */
	readonly commitment: Bytes;
	/** Commitment to the subject's slot, 32 bytes; null for an entry without a subject. */
	readonly subject: Bytes | null;
}

const LEAF_VERSION = 1;
const PAYLOAD_LABEL: Bytes = /* @__PURE__ */ toUtf8("veilkit/v1/ledger/payload-commitment\n");
const SUBJECT_LABEL: Bytes = /* @__PURE__ */ toUtf8("veilkit/v1/ledger/subject-commitment\n");

/** The commitment to a stored payload. */
export function commitPayload(stored: Uint8Array): Bytes {
	return sha256.create().update(PAYLOAD_LABEL).update(stored).digest();
}

/** The commitment to the slot of an entry's subject: slot and commitment are 32 bytes each. */
export function commitSubject(slot: Uint8Array, commitment: Uint8Array): Bytes {
	return sha256.create().update(SUBJECT_LABEL).update(slot).update(commitment).digest();
}

export function encodeLeaf({ index, kind, time, commitment, subject }: Leaf): Bytes {
	return encodeCbor([LEAF_VERSION, index, kind, time, commitment, subject]);
}

const isCount = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
const isHash = (value: unknown): value is Bytes => value instanceof Uint8Array && value.length === 32;

/**
 * Reads leaf data: an entry of a bundle, or the extra line of a proof file.
 *
 * @throws {VeilkitError} `ERR_FORMAT`
 *
 * @example
 * ```ts
 * import { decodeLeaf, parseProofFile } from "@veilkit/ledger";
 * const { extra } = parseProofFile(text);
 * if (extra) decodeLeaf(extra).time;
 * ```
 */
export function decodeLeaf(bytes: Uint8Array): Leaf {
	const fields = decodeCbor(bytes, { maxDepth: 2, maxItems: 8 });
	if (Array.isArray(fields) && fields.length === 6 && fields[0] === LEAF_VERSION) {
		const [, index, kind, time, commitment, subject] = fields as readonly unknown[];
		const known = kind === "data" || kind === "erasure" || kind === "hand-over";
		if (isCount(index) && known && isCount(time) && isHash(commitment) && (subject === null || isHash(subject))) {
			return { index, kind, time, commitment, subject };
		}
	}
	throw malformed("ledger leaf", `not a leaf of version ${LEAF_VERSION}`);
}
