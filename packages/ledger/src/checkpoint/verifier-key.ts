/**
 * Verifier keys ("vkeys") of signed notes: C2SP signed-note, "Verifier keys".
 *
 * `<name>+<key id, 8 hex digits>+<base64 of type ‖ public key>`. Only type 01, Ed25519, is supported. The id is the first four bytes of
 * SHA-256(name ‖ 0A ‖ 01 ‖ public key): a label to find the key by, not a commitment to it; the whole text must be pinned.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import {
	type Bytes,
	checkBytes,
	checkString,
	concatBytes,
	fromBase64,
	malformed,
	type StringShape,
	toBase64,
	toHex,
	toUtf8,
} from "@veilkit/core";

/** The public half of a key that signs notes. */
export interface VerifierKey {
	/** Key name; for a log, its origin. */
	readonly name: string;
	/** 4 bytes as 8 lower-case hexadecimal digits. */
	readonly id: string;
	/** Ed25519, 32 bytes. */
	readonly publicKey: Bytes;
}

const ED25519_TYPE = 1;

/** A key name: no white space, no plus, no control characters. */
export const KEY_NAME_SHAPE: StringShape & { readonly maxLength: number; readonly pattern: RegExp } = {
	minLength: 1,
	maxLength: 255,
	pattern: /^[^\s+\p{Cc}\p{Z}]+$/u,
	description: "no white space, no +, no control characters",
};

/**
 * The verifier key of a name and a public key.
 *
 * @param name - the log's origin
 * @param publicKey - Ed25519, 32 bytes
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 *
 * @example
 * ```ts
 * import { createVerifierKey, formatVerifierKey } from "@veilkit/ledger";
 * const pinned = formatVerifierKey(createVerifierKey("shop.example/privacy", signer.publicKey));
 * ```
 */
export function createVerifierKey(name: string, publicKey: Uint8Array): VerifierKey {
	checkString(name, "createVerifierKey(name)", KEY_NAME_SHAPE);
	const key = new Uint8Array(checkBytes(publicKey, "createVerifierKey(publicKey)", 32));
	const id = sha256(concatBytes(toUtf8(name), Uint8Array.of(0x0a, ED25519_TYPE), key)).subarray(0, 4);
	return { name, id: toHex(id), publicKey: key };
}

/**
 * The text form of a verifier key.
 *
 * @example
 * ```ts
 * import { createVerifierKey, formatVerifierKey } from "@veilkit/ledger";
 * formatVerifierKey(createVerifierKey("shop.example/privacy", signer.publicKey)); // "shop.example/privacy+…+A…"
 * ```
 */
export function formatVerifierKey(key: VerifierKey): string {
	return `${key.name}+${key.id}+${toBase64(concatBytes(Uint8Array.of(ED25519_TYPE), key.publicKey))}`;
}

/**
 * Reads a verifier key from its text form.
 *
 * @throws {VeilkitError} `ERR_FORMAT` for another shape, another key type, or an id that does not match
 *
 * @example
 * ```ts
 * import { parseVerifierKey } from "@veilkit/ledger";
 * parseVerifierKey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k").name; // "example.com/foo"
 * ```
 */
export function parseVerifierKey(text: string): VerifierKey {
	const what = "verifier key";
	const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(checkString(text, "parseVerifierKey(text)"));
	if (!match) throw malformed(what, "expected <name>+<8 hexadecimal digits>+<base64>");
	const [, name, id, encoded] = match as unknown as readonly [string, string, string, string];
	if (!KEY_NAME_SHAPE.pattern.test(name) || name.length > KEY_NAME_SHAPE.maxLength)
		throw malformed(what, "name with white space or control characters");
	const typed = fromBase64(encoded);
	if (typed[0] !== ED25519_TYPE || typed.length !== 33) throw malformed(what, "only Ed25519 keys (type 01, 32 bytes) are supported");
	const key = createVerifierKey(name, typed.subarray(1));
	if (key.id !== id) throw malformed(what, "key id does not match the key");
	return key;
}
