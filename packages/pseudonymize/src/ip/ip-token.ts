/**
 * ip.deterministic and ip.prefix: addresses instead of addresses, by ipcrypt (draft-denis-ipcrypt-12) under keys derived for domain and mode.
 *
 * `deterministic` is AES-128 of the whole address: an IPv6 address comes out, whatever went in. `prefix` (pfx) keeps the family, and addresses
 * that share the first n bits share the first n bits afterwards: networks stay networks, so that what is known of one address's
 * surroundings tells about its neighbours, and traffic patterns can name a network. Both leak equality and frequency within a domain.
 *
 * Assumes that the key stays secret: whoever holds it reads everything, and all of IPv4 can be tried. There is no integrity and no key id:
 * note the id of the ring's primary key beside the column. Decryption lives in `@veilkit/pseudonymize/recover/ip`.
 */
import { type Bytes, type Column, checkOneOf, checkOptions, type DerivationLabel, deriveBytes, type SecretKey } from "@veilkit/core";
import { createAesBlocks, createIpPrefixEncryptor } from "@veilkit/kernels";
import { unfitValue } from "../error/errors.ts";
import { textOf } from "../token/text-column.ts";
import type { Token } from "../token/token.ts";
import { type OptInTreatments, optInTreatments, withKind } from "../treatment/opt-in.ts";
import { checkTokenIdentity } from "../treatment/token-options.ts";
import { type ColumnTokenizer, tokenTransform } from "../treatment/token-transform.ts";
import type { TreatmentKind } from "../treatment/treatment.ts";
import { ADDRESS_BYTES, formatIp, readAddress } from "./address.ts";

/** Data of {@link ip}. */
export interface IpTokenTreatment<Domain extends string = string> {
	readonly treatment: "ip.deterministic" | "ip.prefix";
	readonly domain: Domain;
	/** All spellings of an address are one. */
	readonly canonical: "ip";
}

/** The modes of ipcrypt; each has a key of its own. */
export type IpMode = "deterministic" | "prefix" | "nd" | "ndx";

const KEY_BYTES: Readonly<Record<IpMode, number>> = { deterministic: 16, prefix: 32, nd: 16, ndx: 32 };

/** The key of a mode for a domain, for the caller to overwrite. */
export function ipKey(key: SecretKey<"pseudonymize">, mode: IpMode, domain: string): Bytes {
	const label: DerivationLabel = { package: "pseudonymize", purpose: `ipcrypt-${mode}`, context: domain };
	return deriveBytes(key, label, KEY_BYTES[mode]);
}

/** The present addresses of a column. */
interface AddressColumn {
	/** 16 bytes an address, end to end; the tokenizer overwrites them. */
	readonly addresses: Uint8Array;
	/** The index in the column of each address. */
	readonly rows: Int32Array;
}

function readColumn(values: Column, column: string, firstRow: number): AddressColumn {
	const addresses = new Uint8Array(values.length * ADDRESS_BYTES);
	const rows = new Int32Array(values.length);
	let count = 0;
	for (let index = 0; index < values.length; index++) {
		const value = values[index] ?? null;
		if (value === null) continue;
		const place = { column, row: firstRow + index };
		const address = readAddress(textOf(value, place));
		if (address === undefined) throw unfitValue(place, "an IPv4 or IPv6 address");
		addresses.set(address, count * ADDRESS_BYTES);
		rows[count++] = index;
	}
	return { addresses: addresses.subarray(0, count * ADDRESS_BYTES), rows: rows.subarray(0, count) };
}

interface AddressCipher {
	encryptAll(addresses: Uint8Array): void;
	dispose(): void;
}

function createCipher(treatment: IpTokenTreatment["treatment"], key: Bytes): AddressCipher {
	if (treatment === "ip.deterministic") {
		const aes = createAesBlocks(key);
		return { encryptAll: (addresses) => aes.encryptBlocks(addresses), dispose: () => aes.dispose() };
	}
	const encryptor = createIpPrefixEncryptor(key);
	return {
		encryptAll(addresses) {
			for (let at = 0; at < addresses.length; at += ADDRESS_BYTES) encryptor.encryptAddress(addresses.subarray(at, at + ADDRESS_BYTES));
		},
		dispose: () => encryptor.dispose(),
	};
}

function createTokenizer(key: SecretKey<"pseudonymize">, { treatment, domain }: IpTokenTreatment): ColumnTokenizer<AddressColumn> {
	const bytes = ipKey(key, treatment === "ip.prefix" ? "prefix" : "deterministic", domain);
	const cipher = createCipher(treatment, bytes);
	bytes.fill(0);
	return {
		tokens({ addresses, rows }) {
			const encrypted = addresses.slice();
			cipher.encryptAll(encrypted);
			return Array.from(rows, (_, index) => formatIp(encrypted.subarray(index * ADDRESS_BYTES, (index + 1) * ADDRESS_BYTES)) as Token);
		},
		dispose: () => cipher.dispose(),
	};
}

const ipTokenKind: TreatmentKind<IpTokenTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment", "domain", "canonical"]);
		if (fields["canonical"] !== undefined) checkOneOf(fields["canonical"], `${path}.canonical`, ["ip"]);
		const treatment = checkOneOf(fields["treatment"], `${path}.treatment`, ["ip.deterministic", "ip.prefix"]);
		return withKind({ treatment, domain: checkTokenIdentity(fields, path).domain, canonical: "ip" }, ipTokenKind);
	},
	bind(treatment, { keys, column }) {
		return tokenTransform<AddressColumn>(
			keys.keys.map((key) => createTokenizer(key, treatment)),
			(values, firstRow) => readColumn(values, column, firstRow),
		);
	},
};

/** Options of the treatments of addresses. */
export interface IpOptions<Domain extends string> {
	/** Where encrypted addresses may be joined. */
	readonly domain: Domain;
}

function deterministic<const Domain extends string>(options: IpOptions<Domain>): IpTokenTreatment<Domain> {
	return ipTokenKind.parse({ ...options, treatment: "ip.deterministic" }, "ip.deterministic(options)") as IpTokenTreatment<Domain>;
}

function prefix<const Domain extends string>(options: IpOptions<Domain>): IpTokenTreatment<Domain> {
	return ipTokenKind.parse({ ...options, treatment: "ip.prefix" }, "ip.prefix(options)") as IpTokenTreatment<Domain>;
}

/**
 * Treatments that put an encrypted address in place of an address: `deterministic` hides networks, `prefix` keeps them.
 *
 * @example
 * ```ts
 * import { ip } from "@veilkit/pseudonymize/ip";
 * ip.prefix({ domain: "logs" }); // 192.0.2.1 and 192.0.2.77 come out as two addresses of one /24
 * ip.deterministic({ domain: "logs" });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export const ip: { readonly deterministic: typeof deterministic; readonly prefix: typeof prefix } = /* @__PURE__ */ Object.freeze({
	deterministic,
	prefix,
});

/**
 * Lets policies that are read from JSON use `ip.deterministic` and `ip.prefix`.
 *
 * @example
 * ```ts
 * import { policyFromJson } from "@veilkit/pseudonymize";
 * import { ipTreatments } from "@veilkit/pseudonymize/ip";
 * policyFromJson(json, { treatments: [ipTreatments] });
 * ```
 */
export const ipTreatments: OptInTreatments = /* @__PURE__ */ optInTreatments({ "ip.deterministic": ipTokenKind, "ip.prefix": ipTokenKind });
