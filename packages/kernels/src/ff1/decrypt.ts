/**
 * FF1 decryption (NIST SP 800-38G, algorithm 8), apart from encryption so that a bundle which only encrypts does not contain it.
 *
 * There is no integrity: a wrong key or tweak gives other numerals, not an error.
 */
import { checkOneOf } from "@veilkit/core";
import { checkFf1Options, createFf1Engine, type Ff1Options } from "./engine.ts";

/** Options of FF1 decryption. */
export interface Ff1DecryptOptions extends Ff1Options {
	/** Opens data that was encrypted under the first edition of the standard, with domains from 100; new data is never made so. */
	readonly allowSmallDomain?: "legacy-decrypt";
}

/** Decrypts numeral strings. */
export interface Ff1Decryptor {
	/**
	 * Decrypts strings of `length` numerals, end to end, in place.
	 *
	 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` as for encryption
	 */
	decryptAll(numerals: Int32Array, length: number): void;
	/** Overwrites the key schedule; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
}

/**
 * FF1 decryption under one key, radix and tweak.
 *
 * @param key - 16, 24 or 32 bytes
 * @param options - as for encryption; `allowSmallDomain: "legacy-decrypt"` for data of the first edition
 *
 * @example
 * ```ts
 * import { createFf1Decryptor } from "@veilkit/kernels";
 * createFf1Decryptor(key, { radix: 10, tweak: new Uint8Array(0) }).decryptAll(numerals, 10);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_UNSUPPORTED` for a backend that the runtime lacks; `ERR_KEY_DISPOSED` from the result once disposed
 */
export function createFf1Decryptor(key: Uint8Array, options: Ff1DecryptOptions): Ff1Decryptor {
	const path = "createFf1Decryptor";
	const { allowSmallDomain, ...common } = checkFf1Options(options, path, ["allowSmallDomain"]);
	if (allowSmallDomain !== undefined) checkOneOf(allowSmallDomain, `${path}(options.allowSmallDomain)`, ["legacy-decrypt"]);
	const engine = createFf1Engine(key, { ...common, path, direction: "subtract", legacyDomains: allowSmallDomain !== undefined });
	return { decryptAll: (numerals, length) => engine.run(numerals, length), dispose: () => engine.dispose() };
}
