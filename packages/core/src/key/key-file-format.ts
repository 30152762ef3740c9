/**
 * The layout of a key file: JSON that a person can read, except for the key material.
 *
 * ```json
 * {
 *   "format": "veilkit-keys", "version": 1,
 *   "protection": { "method": "passphrase", … },
 *   "rings": [{ "purpose": "pseudonymize", "keys": [{ "id": "0a1b2c3d", "version": 1, "createdAt": "2026-11-24T12:00:00.000Z", "status": "primary" }] }],
 *   "material": "<base64url>"
 * }
 * ```
 *
 * `material` holds the 32 bytes of every key in the order of the listing, in the clear for `none`, otherwise sealed with the rest of the
 * file as associated data: nobody can exchange, drop, promote or relabel a key without the passphrase.
 */
import type { Bytes } from "../bytes/bytes.ts";
import { toBase64Url } from "../bytes/encoding.ts";
import { invalidArgument } from "../error/veilkit-error.ts";
import { checkBase64Url, parseJson, readingDocument } from "../internal/format.ts";
import { checkArray, checkInteger, checkObject, checkOneOf, checkOptions, checkString } from "../options/check.ts";
import { ARGON2ID_SALT_BYTES, type Argon2idCost, checkCost } from "./argon2id.ts";
import type { KeyRing } from "./key-ring.ts";

/** What the file says about a key; everything but the material. */
export interface KeyFileKey {
	readonly id: string;
	readonly version: number;
	/** ISO 8601, UTC. */
	readonly createdAt: string;
	/** The first key of a ring is its primary, which makes new outputs; the others open what they made. */
	readonly status: "primary" | "older";
}

/** What the file says about a ring. */
export interface KeyFileRing {
	readonly purpose: string;
	readonly keys: readonly KeyFileKey[];
}

/** How the material is protected, with the public parameters that opening needs. */
export type KeyFileMethod =
	| { readonly method: "none" }
	| ({ readonly method: "passphrase"; readonly salt: string; readonly nonce: string } & Argon2idCost)
	| { readonly method: "provider"; readonly wrappedKey: string; readonly nonce: string };

/** Length of the nonce of XChaCha20-Poly1305 in bytes. */
export const NONCE_BYTES = 24;

/** The public part of a key file: all of it but the material. */
export interface KeyFileHeader {
	readonly format: "veilkit-keys";
	readonly version: 1;
	readonly protection: KeyFileMethod;
	readonly rings: readonly KeyFileRing[];
}

/** A key file, parsed. */
export interface KeyFileParts {
	readonly header: KeyFileHeader;
	readonly material: Bytes;
}

/** Most rings in a file. */
export const MAX_RINGS = 64;

/** Most keys in a ring of a file. */
export const MAX_RING_KEYS = 1024;

const MAX_TEXT_LENGTH = 1 << 24;

/** The header that describes some rings. */
export function describeRings(rings: readonly KeyRing[], protection: KeyFileMethod): KeyFileHeader {
	return {
		format: "veilkit-keys",
		version: 1,
		protection,
		rings: rings.map(({ purpose, keys }) => ({
			purpose,
			keys: keys.map(({ id, version, createdAt }, index) => ({
				id,
				version,
				createdAt: new Date(createdAt).toISOString(),
				status: index === 0 ? "primary" : "older",
			})),
		})),
	};
}

/**
 * The parts of a key file, every field checked.
 *
 * @throws {VeilkitError} `ERR_FORMAT` naming the first field that is wrong
 */
export function parseKeyFile(text: string): KeyFileParts {
	return readingDocument("key file", () => {
		checkString(text, "text", { maxLength: MAX_TEXT_LENGTH });
		const root = checkOptions(checkObject(parseJson(text, "text"), "file"), "file", [
			"format",
			"version",
			"protection",
			"rings",
			"material",
		]);
		const format = checkOneOf(root["format"], "file.format", ["veilkit-keys"]);
		if (root["version"] !== 1) throw invalidArgument("file.version", "1, the version that this release reads");
		const rings = checkArray(root["rings"], "file.rings", { min: 1, max: MAX_RINGS }).map((ring, index) =>
			checkRing(ring, `file.rings[${index}]`),
		);
		const purposes = rings.map((ring) => ring.purpose);
		for (const [index, purpose] of purposes.entries()) {
			if (purposes.indexOf(purpose) !== index) throw invalidArgument(`file.rings[${index}].purpose`, "a purpose that no other ring has");
		}
		return {
			header: { format, version: 1, protection: checkMethod(root["protection"]), rings },
			material: checkBase64Url(root["material"], "file.material"),
		};
	});
}

function checkRing(value: unknown, path: string): KeyFileRing {
	const ring = checkOptions(checkObject(value, path), path, ["purpose", "keys"]);
	const keys = checkArray(ring["keys"], `${path}.keys`, { min: 1, max: MAX_RING_KEYS });
	return {
		purpose: checkString(ring["purpose"], `${path}.purpose`, { minLength: 1, maxLength: 64 }),
		keys: keys.map((key, index) => checkKey(key, `${path}.keys[${index}]`, index === 0 ? "primary" : "older")),
	};
}

function checkKey(value: unknown, path: string, status: "primary" | "older"): KeyFileKey {
	const key = checkOptions(checkObject(value, path), path, ["id", "version", "createdAt", "status"]);
	return {
		id: checkString(key["id"], `${path}.id`, { pattern: /^[0-9a-f]{8}$/, description: "eight hexadecimal digits" }),
		version: checkInteger(key["version"], `${path}.version`, { min: 1 }),
		createdAt: checkTimestamp(key["createdAt"], `${path}.createdAt`),
		status: checkOneOf(key["status"], `${path}.status`, [status]),
	};
}

function checkTimestamp(value: unknown, path: string): string {
	const text = checkString(value, path);
	const time = new Date(text).getTime();
	if (Number.isNaN(time) || time < 0 || new Date(time).toISOString() !== text)
		throw invalidArgument(path, "ISO 8601 in UTC with milliseconds, from 1970");
	return text;
}

const METHOD_FIELDS = {
	none: ["method"],
	passphrase: ["method", "salt", "memoryKib", "passes", "lanes", "nonce"],
	provider: ["method", "wrappedKey", "nonce"],
} as const;

function checkMethod(value: unknown): KeyFileMethod {
	const path = "file.protection";
	const fields = checkObject(value, path);
	const method = checkOneOf(fields["method"], `${path}.method`, ["none", "passphrase", "provider"]);
	checkOptions(fields, path, METHOD_FIELDS[method]);
	const base64Url = (name: string, length?: number): string => toBase64Url(checkBase64Url(fields[name], `${path}.${name}`, length));
	if (method === "none") return { method };
	const nonce = base64Url("nonce", NONCE_BYTES);
	if (method === "provider") return { method, wrappedKey: base64Url("wrappedKey"), nonce };
	const { memoryKib, passes, lanes } = checkCost(fields as unknown as Argon2idCost, path);
	return { method, salt: base64Url("salt", ARGON2ID_SALT_BYTES), memoryKib, passes, lanes, nonce };
}
