/**
 * Opens the addresses of `ip.deterministic` and `ip.prefix`. They hold no key id, so the primary key of the ring opens them: for a column
 * that an older key made, give a ring whose primary is that key. A wrong key gives other addresses, not an error.
 */
import { authenticationFailed, type KeyRing } from "@veilkit/core";
import { createIpDeterministicDecryptor, createIpPrefixDecryptor } from "@veilkit/kernels";
import { formatIp, readAddress } from "../ip/address.ts";
import { type IpTokenTreatment, ipKey } from "../ip/ip-token.ts";
import type { ColumnOpener, OpenerKind } from "./column-opener.ts";

function createIpOpener({ treatment, domain }: IpTokenTreatment, keys: KeyRing<"pseudonymize">): ColumnOpener {
	const isPrefix = treatment === "ip.prefix";
	const key = ipKey(keys.primary, isPrefix ? "prefix" : "deterministic", domain);
	const decryptor = isPrefix ? createIpPrefixDecryptor(key) : createIpDeterministicDecryptor(key);
	key.fill(0);
	return {
		open(token) {
			const address = typeof token === "string" ? readAddress(token) : undefined;
			if (address === undefined) throw authenticationFailed();
			decryptor.decryptAddress(address);
			return formatIp(address);
		},
		dispose: () => decryptor.dispose(),
	};
}

/**
 * Lets `reveal` open the columns of `ip.deterministic` and `ip.prefix`.
 *
 * @example
 * ```ts
 * import { reveal } from "@veilkit/pseudonymize/recover";
 * import { ipOpener } from "@veilkit/pseudonymize/recover/ip";
 * using recovery = reveal(logPolicy, { keys, openers: [ipOpener] });
 * recovery.value("client", safe.client);
 * ```
 */
export const ipOpener: OpenerKind = {
	treatments: ["ip.deterministic", "ip.prefix"],
	create: (treatment, keys) => createIpOpener(treatment as IpTokenTreatment, keys),
};
