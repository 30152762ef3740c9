/**
 * Secret keys as opaque objects.
 *
 * A key is 32 uniform bytes from which working keys are derived by HKDF (`derive.ts`), bound to one purpose in its type and at run time.
 * The bytes are reachable only inside `key.use(fn)`; JSON, logs and inspection show the metadata. `dispose` overwrites them: best effort,
 * since an engine may have copied them. The id is a public 32-bit fingerprint derived from the material, so that every output can
 * name the key that made it and rotation never needs trial decryption.
 */
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Bytes } from "../bytes/bytes.ts";
import { toHex, toUtf8 } from "../bytes/encoding.ts";
import { VeilkitError } from "../error/veilkit-error.ts";
import { checkBytes, checkInteger, checkOptions, checkString } from "../options/check.ts";
import { type RandomOptions, randomBytes } from "../random/random-source.ts";
import { type ClockOptions, systemClock } from "../time/clock.ts";

/** Eight lower-case hexadecimal digits. */
export type KeyId = string & { readonly keyId: true };

/** Length of the key material in bytes. */
export const KEY_BYTES = 32;

/** Length of a key id in bytes, as outputs carry it. */
export const KEY_ID_BYTES = 4;

/** What a key is, without its material. */
export interface KeyDescription<Purpose extends string = string> {
	/** What the key may be used for: `pseudonymize`, `sign`. */
	readonly purpose: Purpose;
	/** 1 for a first key; one more at each rotation. */
	readonly version: number;
	/** Milliseconds since 1970, up to 8.64e15, where ECMAScript's dates end. */
	readonly createdAt: number;
}

const PURPOSE_SHAPE = {
	minLength: 1,
	maxLength: 64,
	pattern: /^[a-z][a-z0-9-]*$/,
	description: "lower-case letters, digits and -",
} as const;

/**
 * A secret key for one purpose.
 *
 * @example
 * ```ts
 * import { generateKey } from "@veilkit/core";
 * using key = generateKey({ purpose: "pseudonymize" });
 * key.use((material) => material.length); // 32
 * ```
 */
export class SecretKey<Purpose extends string = string> {
	readonly id: KeyId;
	readonly purpose: Purpose;
	readonly version: number;
	readonly createdAt: number;
	#material: Bytes | undefined;

	/** Use {@link generateKey} or {@link importKey}. */
	constructor(material: Uint8Array, description: KeyDescription<Purpose>) {
		this.#material = new Uint8Array(checkBytes(material, "SecretKey(material)", KEY_BYTES));
		checkString(description.purpose, "SecretKey(description.purpose)", PURPOSE_SHAPE);
		checkOptions(description, "SecretKey(description)", ["purpose", "version", "createdAt"]);
		this.purpose = description.purpose;
		this.version = checkInteger(description.version, "SecretKey(description.version)", { min: 1 });
		this.createdAt = checkInteger(description.createdAt, "SecretKey(description.createdAt)", { min: 0, max: 8.64e15 });
		const info = toUtf8(`veilkit/v1/core/key-id/${description.purpose}`);
		this.id = toHex(hkdf(sha256, this.#material, undefined, info, KEY_ID_BYTES)) as KeyId;
	}

	/**
	 * Lends the material to `fn`, which must not keep it.
	 *
	 * @throws {VeilkitError} `ERR_KEY_DISPOSED`
	 */
	use<T>(fn: (material: Uint8Array) => T): T {
		if (this.#material === undefined) {
			throw new VeilkitError("ERR_KEY_DISPOSED", `key ${this.id}: used after it was disposed`, { details: { keyId: this.id } });
		}
		return fn(this.#material);
	}

	/** Overwrites the material; the key is unusable afterwards. */
	dispose(): void {
		this.#material?.fill(0);
		this.#material = undefined;
	}

	/** `dispose`, at the end of a `using` scope. */
	[Symbol.dispose](): void {
		this.dispose();
	}

	/** Metadata only. */
	toJSON(): KeyDescription<Purpose> & { readonly id: KeyId; readonly material: "[redacted]" } {
		return { id: this.id, purpose: this.purpose, version: this.version, createdAt: this.createdAt, material: "[redacted]" };
	}
}

/**
 * A fresh random key.
 *
 * @example
 * ```ts
 * import { generateKey } from "@veilkit/core";
 * const key = generateKey({ purpose: "pseudonymize" });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function generateKey<const Purpose extends string>(
	options: { readonly purpose: Purpose } & RandomOptions & ClockOptions,
): SecretKey<Purpose> {
	checkOptions(options, "generateKey(options)", ["purpose", "random", "clock"]);
	const material = randomBytes(KEY_BYTES, options.random);
	try {
		return new SecretKey(material, { purpose: options.purpose, version: 1, createdAt: (options.clock ?? systemClock).now() });
	} finally {
		material.fill(0);
	}
}

/**
 * A key from existing material, which is copied; the caller wipes the original.
 *
 * @param material - 32 bytes of full entropy: never a password (use a passphrase-protected key file for that)
 *
 * @example
 * ```ts
 * import { importKey } from "@veilkit/core";
 * const key = importKey(bytesFromVault, { purpose: "pseudonymize", version: 1, createdAt: 1767225600000 });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function importKey<const Purpose extends string>(material: Uint8Array, description: KeyDescription<Purpose>): SecretKey<Purpose> {
	return new SecretKey(material, description);
}

/**
 * Checks that a key serves a purpose, for callers that the type system did not stop.
 *
 * @example
 * ```ts
 * import { checkPurpose } from "@veilkit/core";
 * const signingKey = checkPurpose(key, "sign"); // SecretKey<"sign">
 * ```
 * @throws {VeilkitError} `ERR_KEY_PURPOSE`
 */
export function checkPurpose<Purpose extends string>(key: SecretKey, purpose: Purpose): SecretKey<Purpose> {
	if (key.purpose !== purpose) {
		throw new VeilkitError("ERR_KEY_PURPOSE", `key ${key.id}: made for "${key.purpose}", not for "${purpose}"`, {
			details: { keyId: key.id, purpose: key.purpose, expected: purpose },
		});
	}
	return key as SecretKey<Purpose>;
}
