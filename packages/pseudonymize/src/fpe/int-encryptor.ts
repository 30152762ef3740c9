/**
 * Encryption of integers into integers of the same range, for keys and numbers that must stay numbers: FF1 with cycle walking.
 *
 * The notes of `fpe-token.ts` hold here too: patents, what leaks, no integrity, no key id.
 */
import { checkOptions, checkPurpose, checkString, type KeyRing } from "@veilkit/core";
import { createFf1Encryptor } from "@veilkit/kernels";
import { DOMAIN_SHAPE } from "../treatment/token-options.ts";
import { fpeParameters } from "./fpe-token.ts";
import { type IntDomain, intDomain, walk } from "./int-domain.ts";

/** Options of integer encryption, the same for both directions. */
export interface IntFpeOptions {
	/** The primary key encrypts; note its id beside the numbers. */
	readonly keys: KeyRing<"pseudonymize">;
	/** Where encrypted integers may be joined. */
	readonly domain: string;
	/** The integers are 0 ≤ x < `below`; from 10^6 to 2^1024. */
	readonly below: number | bigint;
}

/** Encrypts integers. */
export interface IntEncryptor {
	/**
	 * The integer below the bound that stands for `value`, of the same type.
	 *
	 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for a value out of range, or a number where results can exceed 2^53
	 */
	encryptInt<T extends number | bigint>(value: T): T;
	/** Overwrites derived keys; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
	[Symbol.dispose](): void;
}

/** What both directions take: checked, with the derived key for the caller to overwrite. */
export function intFpeParameters(options: IntFpeOptions, path: string): ReturnType<typeof fpeParameters> & { readonly range: IntDomain } {
	const { keys, domain, below } = checkOptions(options, `${path}(options)`, ["keys", "domain", "below"]);
	checkPurpose(keys.primary, "pseudonymize");
	checkString(domain, `${path}(options.domain)`, DOMAIN_SHAPE);
	const range = intDomain(below, `${path}(options.below)`);
	return { ...fpeParameters(keys.primary, `${domain}/int.1/${range.below}`), range };
}

/**
 * Encryption of integers below a bound.
 *
 * @example
 * ```ts
 * import { createIntEncryptor } from "@veilkit/pseudonymize/fpe";
 * using orders = createIntEncryptor({ keys, domain: "orders", below: 10_000_000 });
 * orders.encryptInt(4711); // another integer below 10,000,000
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_KEY_PURPOSE`
 */
export function createIntEncryptor(options: IntFpeOptions): IntEncryptor {
	const { key, tweak, range } = intFpeParameters(options, "createIntEncryptor");
	const ff1 = createFf1Encryptor(key, { radix: range.radix, tweak });
	key.fill(0);
	const dispose = (): void => ff1.dispose();
	return {
		encryptInt: (value) => walk(value, range, (numerals) => ff1.encryptAll(numerals, range.length), "encryptInt(value)"),
		dispose,
		[Symbol.dispose]: dispose,
	};
}
