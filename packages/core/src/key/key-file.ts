/**
 * Key files: several key rings in one JSON text, protected by a passphrase, by a key management service, or explicitly by nothing.
 *
 * A data key seals the material with XChaCha20-Poly1305 (RFC 8439; draft-irtf-cfrg-xchacha), with the canonical JSON of the rest of the
 * file as associated data. The data key comes from the passphrase by Argon2id, or is random and wrapped by a `KeyProvider`.
 *
 * Assumes a passphrase of enough entropy: whoever has the file can guess offline at the stored cost. Leaks the purposes, ids, versions and
 * dates of the keys. The seal does not commit to one passphrase; do not build a service that opens files which attackers send.
 */
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import type { Bytes } from "../bytes/bytes.ts";
import { fromBase64Url, toBase64Url, toUtf8 } from "../bytes/encoding.ts";
import { canonicalJson, type JsonValue } from "../canonical/json.ts";
import { authenticationFailed, invalidArgument, VeilkitError } from "../error/veilkit-error.ts";
import { readingDocument } from "../internal/format.ts";
import { checkArray } from "../options/check.ts";
import type { RandomOptions } from "../random/random-source.ts";
import type { OperationOptions } from "../task/operation.ts";
import {
	describeRings,
	type KeyFileHeader,
	type KeyFileMethod,
	type KeyFileRing,
	MAX_RING_KEYS,
	MAX_RINGS,
	parseKeyFile,
} from "./key-file-format.ts";
import { checkChoice, type KeyFileProtection, type KeyFileUnlock, protect, unlock } from "./key-file-protection.ts";
import { type KeyRing, keyRing } from "./key-ring.ts";
import { importKey, KEY_BYTES, type SecretKey } from "./secret-key.ts";
import { createSigner, type Signer } from "./signer.ts";

/** An opened key file. */
export interface KeyFile {
	/** In the order of the file. */
	readonly rings: readonly KeyRing[];
	/**
	 * The ring of a purpose.
	 *
	 * @throws {VeilkitError} `ERR_KEY_NOT_FOUND`
	 */
	ring<Purpose extends string>(purpose: Purpose): KeyRing<Purpose>;
	/** Signs with the primary key of the ring `sign`, if there is one. */
	readonly signer?: Signer;
}

const associated = (header: KeyFileHeader): Bytes => toUtf8(canonicalJson(header as unknown as JsonValue));

/**
 * Writes key rings to a JSON text.
 *
 * @param rings - at least one, of different purposes
 * @param options - how to protect them: `passphrase`, `provider` or `unprotected: true`
 *
 * @example
 * ```ts
 * import { generateKey, keyRing, sealKeyFile } from "@veilkit/core";
 * const rings = [keyRing({ primary: generateKey({ purpose: "pseudonymize" }) }), keyRing({ primary: generateKey({ purpose: "sign" }) })];
 * const text = await sealKeyFile(rings, { passphrase });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_KEY_DISPOSED`; rejects with `signal.reason` when aborted
 */
export async function sealKeyFile(
	rings: readonly KeyRing[],
	options: KeyFileProtection & RandomOptions & OperationOptions,
): Promise<string> {
	checkArray(rings, "sealKeyFile(rings)", { min: 1, max: MAX_RINGS });
	for (const [index, ring] of rings.entries()) checkArray(ring.keys, `sealKeyFile(rings[${index}].keys)`, { max: MAX_RING_KEYS });
	checkChoice(options, "sealKeyFile(options)", "passphrase" in options ? ["random", "cost"] : ["random"]);
	const purposes = new Set(rings.map((ring) => ring.purpose));
	if (purposes.size !== rings.length) throw invalidArgument("sealKeyFile(rings)", "one ring for each purpose");
	const { method, dataKey } = await protect(options);
	const header = describeRings(rings, method);
	const keys = rings.flatMap((ring) => ring.keys);
	const material = new Uint8Array(KEY_BYTES * keys.length);
	try {
		for (const [index, key] of keys.entries()) key.use((bytes) => material.set(bytes, KEY_BYTES * index));
		const body = dataKey ? xchacha20poly1305(dataKey, nonceOf(method), associated(header)).encrypt(material) : material;
		return `${JSON.stringify({ ...header, material: toBase64Url(body) }, undefined, 2)}\n`;
	} finally {
		material.fill(0);
		dataKey?.fill(0);
	}
}

function nonceOf(method: KeyFileMethod): Bytes {
	return method.method === "none" ? new Uint8Array(0) : fromBase64Url(method.nonce);
}

/**
 * Reads a key file.
 *
 * @param text - what {@link sealKeyFile} wrote
 * @param options - what opens it: `passphrase`, `provider` or `unprotected: true`
 *
 * @example
 * ```ts
 * import { openKeyFile } from "@veilkit/core";
 * const keys = await openKeyFile(text, { passphrase });
 * const ring = keys.ring("pseudonymize");
 * ```
 * @throws {VeilkitError} `ERR_AUTHENTICATION` for a wrong passphrase or an altered file; `ERR_FORMAT` naming the malformed field;
 * `ERR_INVALID_ARGUMENT` if the file is protected in another way; rejects with `signal.reason` when aborted
 */
export async function openKeyFile(text: string, options: KeyFileUnlock & OperationOptions): Promise<KeyFile> {
	checkChoice(options, "openKeyFile(options)", []);
	const { header, material } = parseKeyFile(text);
	const dataKey = await unlock(header.protection, options);
	const opened = dataKey ? decrypt(dataKey, header, material) : material;
	try {
		return createKeyFile(readingDocument("key file", () => restoreRings(header.rings, opened)));
	} finally {
		opened.fill(0);
	}
}

function decrypt(dataKey: Bytes, header: KeyFileHeader, sealed: Bytes): Uint8Array {
	try {
		return xchacha20poly1305(dataKey, nonceOf(header.protection), associated(header)).decrypt(sealed);
	} catch {
		throw authenticationFailed();
	} finally {
		dataKey.fill(0);
	}
}

function restoreRings(described: readonly KeyFileRing[], material: Uint8Array): readonly KeyRing[] {
	const count = described.reduce((sum, ring) => sum + ring.keys.length, 0);
	if (material.length !== KEY_BYTES * count) throw invalidArgument("file.material", `${KEY_BYTES} bytes for each of ${count} keys`);
	let offset = 0;
	return described.map(({ purpose, keys }, ringIndex) => {
		const restored = keys.map(({ id, version, createdAt }, keyIndex) => {
			const key = importKey(material.subarray(offset, offset + KEY_BYTES), { purpose, version, createdAt: new Date(createdAt).getTime() });
			if (key.id !== id) throw invalidArgument(`file.rings[${ringIndex}].keys[${keyIndex}].id`, "the id of the key material");
			offset += KEY_BYTES;
			return key;
		});
		return keyRing({ primary: restored[0] as SecretKey, older: restored.slice(1) });
	});
}

function createKeyFile(rings: readonly KeyRing[]): KeyFile {
	const find = (purpose: string): KeyRing | undefined => rings.find((ring) => ring.purpose === purpose);
	const signing = find("sign") as KeyRing<"sign"> | undefined;
	return {
		rings,
		ring<Purpose extends string>(purpose: Purpose): KeyRing<Purpose> {
			const ring = find(purpose);
			if (ring) return ring as KeyRing<Purpose>;
			const purposes = rings.map((known) => known.purpose);
			throw new VeilkitError("ERR_KEY_NOT_FOUND", `key file: no ring for "${purpose}"; it holds ${purposes.join(", ")}`, {
				details: { purpose, purposes },
			});
		},
		...(signing && { signer: createSigner(signing.primary) }),
	};
}

/**
 * The public part of a key file: how it is protected, and which keys it holds. Nothing of it is authenticated before the file is opened.
 *
 * @example
 * ```ts
 * import { inspectKeyFile } from "@veilkit/core";
 * if (inspectKeyFile(text).protection.method === "passphrase") passphrase = await prompt();
 * ```
 * @throws {VeilkitError} `ERR_FORMAT` naming the malformed field
 */
export function inspectKeyFile(text: string): KeyFileHeader {
	return parseKeyFile(text).header;
}
