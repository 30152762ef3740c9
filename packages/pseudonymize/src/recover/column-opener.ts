/**
 * Opens the reversible tokens of one column (token format 1, `token/token.ts`).
 */
import { authenticationFailed, type Bytes, fromBase64Url, fromUtf8, isVeilkitError, type KeyId, type KeyRing, toHex } from "@veilkit/core";
import { type AesSivOpener, createAesSivOpener } from "@veilkit/kernels";
import { SIV_KIND, TOKEN_HEADER_BYTES } from "../token/token.ts";
import type { Treatment } from "../treatment/registry.ts";
import { type SivTokenTreatment, sivParameters } from "../treatment/token-siv.ts";

/** Opens the tokens of one column. */
export interface ColumnOpener {
	/**
	 * The canonical text behind a token.
	 *
	 * @throws {VeilkitError} `ERR_AUTHENTICATION`, `ERR_KEY_NOT_FOUND`
	 */
	open(token: unknown): string;
	/** Overwrites derived keys. */
	dispose(): void;
}

/** What opens the columns of certain treatments; `reveal` takes those of subpaths as `openers`. */
export interface OpenerKind {
	/** Names of the treatments. */
	readonly treatments: readonly string[];
	/** An opener for the column of a treatment. */
	create(treatment: Treatment, keys: KeyRing<"pseudonymize">): ColumnOpener;
}

/** The text before the padding mark (see `token/padding.ts`). */
function unpad(message: Uint8Array): string {
	let end = message.length - 1;
	while (end > 0 && message[end] === 0) end--;
	if (message[end] !== 0x80) throw authenticationFailed();
	return fromUtf8(message.subarray(0, end));
}

/** The bytes of a token, or the one error: a malformed token is an altered one. */
function tokenBytes(token: unknown): Bytes {
	try {
		if (typeof token === "string") {
			const bytes = fromBase64Url(token);
			if (bytes[0] === SIV_KIND && bytes.length >= TOKEN_HEADER_BYTES) return bytes;
		}
	} catch (error) {
		if (!isVeilkitError(error, "ERR_FORMAT")) throw error;
	}
	throw authenticationFailed();
}

/** An opener for the column of a treatment; the key of a token is derived when a token first asks for it. */
function createSivOpener(treatment: SivTokenTreatment, keys: KeyRing<"pseudonymize">): ColumnOpener {
	const openers = new Map<KeyId, AesSivOpener>();

	function openerOf(keyId: KeyId): AesSivOpener {
		const known = openers.get(keyId);
		if (known) return known;
		const parameters = sivParameters(keys.get(keyId), treatment);
		const opener = createAesSivOpener(parameters.key, parameters.associatedData);
		parameters.key.fill(0);
		openers.set(keyId, opener);
		return opener;
	}

	return {
		open(token) {
			const bytes = tokenBytes(token);
			const message = openerOf(toHex(bytes.subarray(1, TOKEN_HEADER_BYTES)) as KeyId).open(bytes.subarray(TOKEN_HEADER_BYTES));
			const text = unpad(message);
			message.fill(0);
			return text;
		},
		dispose() {
			for (const opener of openers.values()) opener.dispose();
		},
	};
}

/** Opens the columns of `token.siv`. */
export const sivOpener: OpenerKind = {
	treatments: ["token.siv"],
	create: (treatment, keys) => createSivOpener(treatment as SivTokenTreatment, keys),
};
