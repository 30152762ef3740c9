/**
 * Subjects: whose data a payload is, and the key that it is erased with.
 *
 * Each subject has a random secret. HKDF-SHA-256 turns it into a slot, the name under which the store keeps the subject's data, and
 * into an XChaCha20-Poly1305 key. The slot is 32 bytes and derived from the secret, so an entry that commits to its slot commits to the one
 * key that opens it (Poly1305 alone would not). The subject's name occurs only as HMAC-SHA-256 under the ledger's own secret, and
 * that mapping is destroyed with the key: afterwards nothing in the store leads from the name to its entries.
 *
 * Assumes that a value deleted from the store is gone. Leaks payload lengths, and to whoever can read the whole store, everything:
 * these keys protect what has been erased, not what is still there.
 */
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, encodeCbor, equalBytes, type RandomSource, randomBytes, toHex, toUtf8 } from "@veilkit/core";

/** Length of a subject's secret in bytes. */
export const SUBJECT_SECRET_BYTES = 32;

const NONCE_BYTES = 24;
const TAG_BYTES = 16;

/** The keys of one subject. */
export interface SubjectKeys {
	/** 32 bytes. */
	readonly slot: Bytes;
	readonly slotHex: string;
	readonly secret: Bytes;
	/** Encrypts a payload: nonce ‖ ciphertext ‖ tag. */
	seal(payload: Uint8Array, random: RandomSource): Bytes;
	/** The payload, or undefined if it was not sealed with these keys for this ledger. */
	open(sealed: Uint8Array): Bytes | undefined;
}

function derive(secret: Uint8Array, purpose: string, origin: string): Bytes {
	return hkdf(sha256, secret, undefined, toUtf8(`veilkit/v1/ledger/${purpose}/${origin}`), 32);
}

/** The keys that a secret stands for. */
export function deriveSubjectKeys(secret: Bytes, origin: string): SubjectKeys {
	const slot = derive(secret, "slot", origin);
	const key = derive(secret, "payload", origin);
	const context = encodeCbor(["veilkit/v1/ledger/sealed", origin, slot]);
	return {
		slot,
		slotHex: toHex(slot),
		secret,
		seal(payload, random) {
			const sealed = new Uint8Array(NONCE_BYTES + payload.length + TAG_BYTES);
			const nonce = sealed.subarray(0, NONCE_BYTES);
			random.fill(nonce);
			xchacha20poly1305(key, nonce, context).encrypt(payload, sealed.subarray(NONCE_BYTES));
			return sealed;
		},
		open(sealed) {
			if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
			try {
				return xchacha20poly1305(key, sealed.subarray(0, NONCE_BYTES), context).decrypt(sealed.subarray(NONCE_BYTES));
			} catch {
				return undefined;
			}
		},
	};
}

/** Keys of a new subject. */
export function generateSubjectKeys(origin: string, random: RandomSource): SubjectKeys {
	return deriveSubjectKeys(randomBytes(SUBJECT_SECRET_BYTES, random), origin);
}

/** The keys of a stored secret, if it is the one that the slot was derived from. */
export function openSubjectKeys(secret: Bytes, slot: Uint8Array, origin: string): SubjectKeys | undefined {
	if (secret.length !== SUBJECT_SECRET_BYTES) return undefined;
	const keys = deriveSubjectKeys(secret, origin);
	return equalBytes(keys.slot, slot) ? keys : undefined;
}

/** The keyed hash that stands for a subject's name in the store, as hexadecimal text. */
export function hashSubject(name: string, indexKey: Uint8Array): string {
	return toHex(hmac(sha256, indexKey, toUtf8(name)));
}
