/**
 * Where the data key of a key file comes from: a passphrase, a key management service, or nowhere.
 */
import type { Bytes } from "../bytes/bytes.ts";
import { fromBase64Url, toBase64Url } from "../bytes/encoding.ts";
import { invalidArgument } from "../error/veilkit-error.ts";
import { checkBytes, checkOptions } from "../options/check.ts";
import { type RandomOptions, randomBytes } from "../random/random-source.ts";
import type { OperationOptions } from "../task/operation.ts";
import { ARGON2ID_COST, ARGON2ID_SALT_BYTES, type Argon2idCost, checkCost, deriveFromPassphrase } from "./argon2id.ts";
import { type KeyFileMethod, NONCE_BYTES } from "./key-file-format.ts";
import type { KeyProvider } from "./key-provider.ts";
import { KEY_BYTES } from "./secret-key.ts";

/** How a new key file is protected. There is no default. */
export type KeyFileProtection =
	| {
			readonly passphrase: string;
			/** Cost of guessing; the second recommendation of RFC 9106 unless given. */
			readonly cost?: Argon2idCost;
	  }
	| { readonly provider: KeyProvider }
	/** The file is as secret as the keys: for development, or where the file system is the protection. */
	| { readonly unprotected: true };

/** What opens a key file: the counterpart of its protection, which has to be stated, so that nobody can swap in an unprotected file. */
export type KeyFileUnlock = { readonly passphrase: string } | { readonly provider: KeyProvider } | { readonly unprotected: true };

const PROVIDER_CONTEXT = "veilkit/v1/core/key-file";

/**
 * Refuses all but exactly one of the ways to protect a file.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkChoice<T extends object>(options: T, path: string, known: readonly string[]): T {
	checkOptions(options, path, [...known, "passphrase", "provider", "unprotected", "signal", "onProgress"]);
	const choices = ["passphrase", "provider", "unprotected"].filter((name) => name in options);
	if (choices.length !== 1) throw invalidArgument(path, "exactly one of passphrase, provider and unprotected");
	if ("unprotected" in options && options.unprotected !== true) throw invalidArgument(`${path}.unprotected`, "true");
	return options;
}

/** Chooses fresh parameters; the data key is undefined for an unprotected file. */
export async function protect(
	options: KeyFileProtection & RandomOptions & OperationOptions,
): Promise<{ method: KeyFileMethod; dataKey?: Bytes }> {
	if ("unprotected" in options) return { method: { method: "none" } };
	const nonce = toBase64Url(randomBytes(NONCE_BYTES, options.random));
	if ("provider" in options) {
		const dataKey = randomBytes(KEY_BYTES, options.random);
		const wrapped = await options.provider.wrap(dataKey.slice(), PROVIDER_CONTEXT);
		return { method: { method: "provider", wrappedKey: toBase64Url(checkBytes(wrapped, "provider.wrap()")), nonce }, dataKey };
	}
	const cost = checkCost(options.cost ?? ARGON2ID_COST, "sealKeyFile(options.cost)");
	const salt = randomBytes(ARGON2ID_SALT_BYTES, options.random);
	const dataKey = await deriveFromPassphrase(options.passphrase, salt, { ...options, cost });
	return { method: { method: "passphrase", salt: toBase64Url(salt), ...cost, nonce }, dataKey };
}

/** The data key of a file; undefined for an unprotected one. */
export async function unlock(method: KeyFileMethod, options: KeyFileUnlock & OperationOptions): Promise<Bytes | undefined> {
	const path = "openKeyFile(options)";
	if (method.method === "none") {
		if (!("unprotected" in options)) throw invalidArgument(path, "unprotected: true, since the file is not protected");
		return undefined;
	}
	if (method.method === "provider") {
		if (!("provider" in options)) throw invalidArgument(path, "a provider, since one wrapped the file's data key");
		const unwrapped = await options.provider.unwrap(fromBase64Url(method.wrappedKey), PROVIDER_CONTEXT);
		return new Uint8Array(checkBytes(unwrapped, "provider.unwrap()", KEY_BYTES));
	}
	if (!("passphrase" in options)) throw invalidArgument(path, "a passphrase, since one protects the file");
	return deriveFromPassphrase(options.passphrase, fromBase64Url(method.salt), { ...options, cost: method });
}
