/**
 * Opens addresses that `createAddressSealer` sealed, under the primary key of the ring. A wrong key gives another address, not an error.
 */
import { authenticationFailed, checkOptions, fromHex, isVeilkitError } from "@veilkit/core";
import { createIpNdOpener, createIpNdxOpener } from "@veilkit/kernels";
import { formatIp } from "../ip/address.ts";
import { type AddressModeOptions, addressModeKey } from "../ip/address-sealer.ts";

/** Opens sealed addresses. */
export interface AddressOpener {
	/**
	 * The address, in canonical form.
	 *
	 * @throws {VeilkitError} `ERR_AUTHENTICATION` for a text that no sealer of the mode made
	 */
	open(sealed: string): string;
	/** Overwrites derived keys; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
	[Symbol.dispose](): void;
}

/**
 * Opening of addresses.
 *
 * @param options - as for sealing; the key that sealed is the ring's primary
 *
 * @example
 * ```ts
 * import { createAddressOpener } from "@veilkit/pseudonymize/recover/ip";
 * using opener = createAddressOpener({ keys, domain: "abuse-desk", mode: "ndx" });
 * opener.open(sealed); // "192.0.2.1"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_KEY_PURPOSE`
 */
export function createAddressOpener(options: AddressModeOptions): AddressOpener {
	const path = "createAddressOpener";
	checkOptions(options, `${path}(options)`, ["keys", "domain", "mode"]);
	const key = addressModeKey(options, path);
	const opener = options.mode === "nd" ? createIpNdOpener(key) : createIpNdxOpener(key);
	key.fill(0);
	const dispose = (): void => opener.dispose();
	return {
		open(sealed) {
			try {
				return formatIp(opener.open(fromHex(sealed)));
			} catch (error) {
				if (isVeilkitError(error, "ERR_FORMAT") || isVeilkitError(error, "ERR_INVALID_ARGUMENT")) throw authenticationFailed();
				throw error;
			}
		},
		dispose,
		[Symbol.dispose]: dispose,
	};
}
