/**
 * Decryption of the integers of `@veilkit/pseudonymize/fpe`, under the primary key of the ring.
 */
import { createFf1Decryptor } from "@veilkit/kernels";
import { walk } from "../fpe/int-domain.ts";
import { type IntFpeOptions, intFpeParameters } from "../fpe/int-encryptor.ts";

/** Decrypts integers. */
export interface IntDecryptor {
	/**
	 * The integer behind an encrypted one, of the same type.
	 *
	 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` as for encryption
	 */
	decryptInt<T extends number | bigint>(value: T): T;
	/** Overwrites derived keys; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
	[Symbol.dispose](): void;
}

/**
 * Decryption of integers below a bound.
 *
 * @param options - as for encryption; the key that encrypted is the ring's primary
 *
 * @example
 * ```ts
 * import { createIntDecryptor } from "@veilkit/pseudonymize/recover/fpe";
 * using orders = createIntDecryptor({ keys, domain: "orders", below: 10_000_000 });
 * orders.decryptInt(encrypted); // 4711
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_KEY_PURPOSE`
 */
export function createIntDecryptor(options: IntFpeOptions): IntDecryptor {
	const { key, tweak, range } = intFpeParameters(options, "createIntDecryptor");
	const ff1 = createFf1Decryptor(key, { radix: range.radix, tweak });
	key.fill(0);
	const dispose = (): void => ff1.dispose();
	return {
		decryptInt: (value) => walk(value, range, (numerals) => ff1.decryptAll(numerals, range.length), "decryptInt(value)"),
		dispose,
		[Symbol.dispose]: dispose,
	};
}
