/**
 * What the vault derives from a key of the ring, and the names of its records.
 *
 * | key in the store | value |
 * |---|---|
 * | `vault/key/<subject id>` | `[1, ring key id, sealed subject key]`: destroying it erases the subject |
 * | `vault/record/<record id>` | `[1, subject id, sealed (flag ‖ payload)]` |
 * | `vault/subject/<subject id>/<record id>` | empty: which records are a subject's |
 *
 * Ids are HMAC-SHA-256 of the subject's name, and of the token, under keys of their own: whoever reads the store has neither.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import {
	type Bytes,
	decodeCbor,
	deriveBytes,
	encodeCbor,
	fromHex,
	type KeyId,
	malformed,
	type RandomSource,
	randomBytes,
	type SecretKey,
	toHex,
	toUtf8,
} from "@veilkit/core";
import { openPayload, sealPayload } from "./seal.ts";

const LABEL = { package: "pseudonymize", purpose: "vault" } as const;

function keyed(key: SecretKey, context: "subject" | "token", message: Uint8Array): Bytes {
	const macKey = deriveBytes(key, { ...LABEL, context }, 32);
	const id = hmac(sha256, macKey, message) as Bytes;
	macKey.fill(0);
	return id;
}

/** The id of a subject under a key of the ring. */
export function subjectId(key: SecretKey, subject: string): Bytes {
	return keyed(key, "subject", toUtf8(subject));
}

/** The id of the record of a token. */
export function recordId(key: SecretKey, token: Uint8Array): Bytes {
	return keyed(key, "token", token);
}

export const SUBJECT_KEYS = "vault/key/";
export const subjectKeyName = (subject: Uint8Array): string => `${SUBJECT_KEYS}${toHex(subject)}`;
export const recordName = (record: Uint8Array): string => `vault/record/${toHex(record)}`;
export const subjectPrefix = (subject: Uint8Array): string => `vault/subject/${toHex(subject)}/`;
export const markName = (subject: Uint8Array, record: Uint8Array): string => `${subjectPrefix(subject)}${toHex(record)}`;

const isBytes = (value: unknown): value is Bytes => value instanceof Uint8Array;

function decodeTriple(bytes: Uint8Array, what: string): readonly [Bytes, Bytes] {
	const fields = decodeCbor(bytes, { maxDepth: 1, maxItems: 4 });
	const [version, first, second] = Array.isArray(fields) ? (fields as readonly unknown[]) : [];
	if (version !== 1 || !isBytes(first) || !isBytes(second)) throw malformed(what, "not version 1");
	return [first, second];
}

function wrappingData(subject: Uint8Array): Bytes {
	return encodeCbor(["veilkit/v1/pseudonymize/vault-key", subject]);
}

/** A fresh key of a subject, as stored: sealed under a key of the ring. */
export function createSubjectKey(key: SecretKey, subject: Uint8Array, random: RandomSource): Bytes {
	const wrapping = deriveBytes(key, { ...LABEL, context: "wrap" }, 32);
	const material = randomBytes(32, random);
	const sealed = sealPayload(wrapping, material, { associatedData: wrappingData(subject), random });
	wrapping.fill(0);
	material.fill(0);
	return encodeCbor([1, fromHex(key.id), sealed]);
}

/**
 * Which key of the ring sealed a subject's key.
 *
 * @throws {VeilkitError} `ERR_FORMAT`
 */
export function sealingKeyId(stored: Uint8Array): KeyId {
	return toHex(decodeTriple(stored, "vault subject key")[0]) as KeyId;
}

/**
 * The key of a subject; the caller wipes it.
 *
 * @throws {VeilkitError} `ERR_AUTHENTICATION`, `ERR_FORMAT`, and what `keyOf` throws
 */
export function openSubjectKey(stored: Uint8Array, subject: Uint8Array, keyOf: (id: KeyId) => SecretKey): Bytes {
	const [keyId, sealed] = decodeTriple(stored, "vault subject key");
	const wrapping = deriveBytes(keyOf(toHex(keyId) as KeyId), { ...LABEL, context: "wrap" }, 32);
	try {
		return openPayload(wrapping, sealed, { associatedData: wrappingData(subject) });
	} finally {
		wrapping.fill(0);
	}
}

/** A record taken apart. */
export interface VaultRecord {
	readonly subject: Bytes;
	readonly sealed: Bytes;
}

export function encodeRecord({ subject, sealed }: VaultRecord): Bytes {
	return encodeCbor([1, subject, sealed]);
}

/**
 * @throws {VeilkitError} `ERR_FORMAT`
 */
export function decodeRecord(bytes: Uint8Array): VaultRecord {
	const [subject, sealed] = decodeTriple(bytes, "vault record");
	return { subject, sealed };
}

/** What a record's payload is authenticated with: it opens for its own token and subject only. */
export function recordData(subject: Uint8Array, record: Uint8Array): Bytes {
	return encodeCbor(["veilkit/v1/pseudonymize/vault-record", subject, record]);
}
