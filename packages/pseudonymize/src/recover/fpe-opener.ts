/**
 * Opens format-preserving tokens. They hold no key id, so the primary key of the ring opens them: for a column that an older key made, give
 * a ring whose primary is that key. A wrong key gives other text of the same format, not an error.
 */
import { authenticationFailed, checkOneOf, checkOptions, type KeyRing } from "@veilkit/core";
import { createFf1Decryptor, FF1_MIN_DOMAIN } from "@veilkit/kernels";
import { createFormat, shortestText, transformTexts } from "../fpe/format.ts";
import { type FpeTokenTreatment, fpeParameters } from "../fpe/fpe-token.ts";
import { tokenContext } from "../treatment/token-options.ts";
import type { ColumnOpener, OpenerKind } from "./column-opener.ts";

/** Options of {@link fpeOpener}. */
export interface FpeOpenerOptions {
	/** Opens values with fewer than 10^6 possibilities too (from 100), which other software encrypted under the first edition of the standard. */
	readonly allowSmallDomain?: "legacy-decrypt";
}

const LEGACY_MIN_DOMAIN = 100;

function createFpeOpener(treatment: FpeTokenTreatment, keys: KeyRing<"pseudonymize">, options: FpeOpenerOptions): ColumnOpener {
	const format = createFormat(treatment);
	const { key, tweak } = fpeParameters(keys.primary, tokenContext(treatment));
	const ff1 = createFf1Decryptor(key, { radix: format.radix, tweak, ...options });
	key.fill(0);
	const shortest = shortestText(format.radix, options.allowSmallDomain === undefined ? FF1_MIN_DOMAIN : LEGACY_MIN_DOMAIN);
	return {
		open(token) {
			if (typeof token !== "string" || (format.count(token) ?? 0) < shortest) throw authenticationFailed();
			return transformTexts([token], format, (numerals, length) => ff1.decryptAll(numerals, length))[0] as string;
		},
		dispose: () => ff1.dispose(),
	};
}

/**
 * Lets `reveal` open the columns of `fpe`.
 *
 * @example
 * ```ts
 * import { reveal } from "@veilkit/pseudonymize/recover";
 * import { fpeOpener } from "@veilkit/pseudonymize/recover/fpe";
 * using recovery = reveal(releasePolicy, { keys, openers: [fpeOpener()] });
 * recovery.value("card", safe.card);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function fpeOpener(options: FpeOpenerOptions = {}): OpenerKind {
	const { allowSmallDomain } = checkOptions(options, "fpeOpener(options)", ["allowSmallDomain"]);
	if (allowSmallDomain !== undefined) checkOneOf(allowSmallDomain, "fpeOpener(options.allowSmallDomain)", ["legacy-decrypt"]);
	return {
		treatments: ["token.fpe"],
		create: (treatment, keys) => createFpeOpener(treatment as FpeTokenTreatment, keys, options),
	};
}
