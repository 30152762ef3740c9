/**
 * FF1 format-preserving encryption (NIST SP 800-38G, algorithm 7), for batches of numeral strings under one key, radix and tweak.
 *
 * A string of n numerals becomes another of n numerals: a permutation that anybody with the key can invert, deterministic and without
 * any integrity. Domains under 1,000,000 strings are refused, as revision 1 (second draft, 2025) demands. The block cipher underneath
 * is not constant-time unless its backend is (see `aes/blocks.ts`). Implementations of FF1 may fall under patents: see the README.
 */
import { checkFf1Options, createFf1Engine, type Ff1Options } from "./engine.ts";

/** Encrypts numeral strings. */
export interface Ff1Encryptor {
	/**
	 * Encrypts strings of `length` numerals, end to end, in place. Nothing is changed if any of them is refused.
	 *
	 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for a domain that is too small, a numeral that is none of the radix, an uneven batch
	 */
	encryptAll(numerals: Int32Array, length: number): void;
	/** Overwrites the key schedule; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
}

/**
 * FF1 encryption under one key, radix and tweak.
 *
 * @param key - 16, 24 or 32 bytes
 * @param options - `radix` 2 to 65536; `tweak`, public, can be empty; `backend` insists on one AES implementation
 *
 * @example
 * ```ts
 * import { createFf1Encryptor } from "@veilkit/kernels";
 * const ff1 = createFf1Encryptor(key, { radix: 10, tweak: new Uint8Array(0) });
 * const numerals = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
 * ff1.encryptAll(numerals, 10); // one string of ten digits
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_UNSUPPORTED` for a backend that the runtime lacks; `ERR_KEY_DISPOSED` from the result once disposed
 */
export function createFf1Encryptor(key: Uint8Array, options: Ff1Options): Ff1Encryptor {
	const path = "createFf1Encryptor";
	const engine = createFf1Engine(key, { ...checkFf1Options(options, path), path, direction: "add", legacyDomains: false });
	return { encryptAll: (numerals, length) => engine.run(numerals, length), dispose: () => engine.dispose() };
}
