/**
 * Addresses sealed under fresh randomness: ipcrypt-nd and ipcrypt-ndx. Equal addresses look different each time, so that nothing can be
 * joined; only the key holder reads them. Not a treatment of columns, since a release that is run twice would differ.
 *
 * `nd` has 8 random bytes: expect the first repetition, which shows that two addresses are equal, after 2^32 of them under one key and
 * domain; `ndx` has 16. No integrity, no key id, as in `ip-token.ts`.
 */
import { checkOneOf, checkOptions, checkPurpose, checkString, type KeyRing, type RandomSource, randomBytes, toHex } from "@veilkit/core";
import { createIpNdSealer, createIpNdxSealer } from "@veilkit/kernels";
import { DOMAIN_SHAPE } from "../treatment/token-options.ts";
import { parseIp } from "./address.ts";
import { ipKey } from "./ip-token.ts";

/** Options of sealing, and of opening. */
export interface AddressModeOptions {
	/** The primary key seals; note its id beside the data. */
	readonly keys: KeyRing<"pseudonymize">;
	/** What the addresses are for. */
	readonly domain: string;
	/** `nd`: 24 bytes an address, safe for some 2^32 of them; `ndx`: 32 bytes, without such a bound. */
	readonly mode: "nd" | "ndx";
}

/** Seals addresses. */
export interface AddressSealer {
	/**
	 * Tweak and ciphertext of an address, in hexadecimal: 48 or 64 characters, another text each time.
	 *
	 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, without the text
	 */
	seal(address: string): string;
	/** Overwrites derived keys; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
	[Symbol.dispose](): void;
}

/** The key of checked options, for the caller to overwrite. */
export function addressModeKey({ keys, domain, mode }: AddressModeOptions, path: string): ReturnType<typeof ipKey> {
	checkPurpose(keys.primary, "pseudonymize");
	checkString(domain, `${path}(options.domain)`, DOMAIN_SHAPE);
	return ipKey(keys.primary, checkOneOf(mode, `${path}(options.mode)`, ["nd", "ndx"]), domain);
}

/**
 * Sealing of addresses under fresh randomness.
 *
 * @param options - `random`: where the tweaks come from; the system's generator unless given
 *
 * @example
 * ```ts
 * import { createAddressSealer } from "@veilkit/pseudonymize/ip";
 * using sealer = createAddressSealer({ keys, domain: "abuse-desk", mode: "ndx" });
 * sealer.seal("192.0.2.1"); // 64 hexadecimal characters
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_KEY_PURPOSE`
 */
export function createAddressSealer(options: AddressModeOptions & { readonly random?: RandomSource }): AddressSealer {
	const path = "createAddressSealer";
	const { random, ...mode } = checkOptions(options, `${path}(options)`, ["keys", "domain", "mode", "random"]);
	const key = addressModeKey(mode, path);
	const sealer = mode.mode === "nd" ? createIpNdSealer(key) : createIpNdxSealer(key);
	key.fill(0);
	const dispose = (): void => sealer.dispose();
	return {
		seal: (address) => toHex(sealer.seal(parseIp(address), randomBytes(sealer.tweakBytes, random))),
		dispose,
		[Symbol.dispose]: dispose,
	};
}
