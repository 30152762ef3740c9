/**
 * Element-valued pseudonyms as text, and the tokens shown in their place.
 *
 *     stored: base64url( 17 ‖ key id (4 bytes) ‖ element (32 bytes) )                       50 characters
 *     shown:  base64url( 18 ‖ key id (4 bytes) ‖ first 16 bytes of SHA-256(label ‖ element) )   28 characters
 *
 * The stored form can move to another key (`key-update.ts`); a hash could not. The shown form is shorter and cannot be moved: derive it anew.
 * Its hash needs no key, since an element is uniform to everybody who does not hold the pseudonymiser's key.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import {
	type Bytes,
	checkOptions,
	checkString,
	concatBytes,
	fromBase64Url,
	isVeilkitError,
	type KeyId,
	malformed,
	toBase64Url,
	toHex,
	toUtf8,
} from "@veilkit/core";
import { type Token, tokenHeader } from "../token/token.ts";
import { decodeElement, ELEMENT_BYTES, type Element, encodeElement } from "./element-group.ts";

/** A stored pseudonym of a domain: 50 characters, equal for equal identifiers under one key. */
export type ElementPseudonym<Domain extends string = string> = string & { readonly element: Domain };

const ELEMENT_KIND = 17;
const SHOWN_KIND = 18;
const HEADER_BYTES = 5;
const SHOWN_BYTES = 16;

/** A pseudonym taken apart. */
export interface ParsedElement {
	readonly keyId: KeyId;
	readonly element: Element;
}

export function formatElement<Domain extends string>(keyId: KeyId, element: Element): ElementPseudonym<Domain> {
	return toBase64Url(concatBytes(tokenHeader(ELEMENT_KIND, keyId), encodeElement(element))) as ElementPseudonym<Domain>;
}

function bytesOf(text: unknown, what: string): Bytes {
	try {
		if (typeof text === "string") {
			const bytes = fromBase64Url(text);
			if (bytes[0] === ELEMENT_KIND && bytes.length === HEADER_BYTES + ELEMENT_BYTES) return bytes;
		}
	} catch (error) {
		if (!isVeilkitError(error, "ERR_FORMAT")) throw error;
	}
	throw malformed(what, "not an element-valued pseudonym");
}

/**
 * @param what - the place, for errors: `apply(pseudonyms[3])`
 * @throws {VeilkitError} `ERR_FORMAT`
 */
export function parseElement(text: unknown, what: string): ParsedElement {
	const bytes = bytesOf(text, what);
	return {
		keyId: toHex(bytes.subarray(1, HEADER_BYTES)) as KeyId,
		element: decodeElement(bytes.subarray(HEADER_BYTES), what),
	};
}

/**
 * The key that made a pseudonym; the element is not checked.
 *
 * @example
 * ```ts
 * import { keyIdOfElement } from "@veilkit/pseudonymize/oprf";
 * if (keyIdOfElement(pseudonym) === update.from) outdated++;
 * ```
 * @throws {VeilkitError} `ERR_FORMAT`
 */
export function keyIdOfElement(pseudonym: ElementPseudonym | string): KeyId {
	return toHex(bytesOf(pseudonym, "keyIdOfElement(pseudonym)").subarray(1, HEADER_BYTES)) as KeyId;
}

/**
 * The token to show in place of a stored pseudonym: shorter, one-way, of another domain if the caller wants one a view.
 *
 * @param options - `domain`: where shown tokens may be joined
 *
 * @example
 * ```ts
 * import { showElement } from "@veilkit/pseudonymize/oprf";
 * showElement(pseudonym, { domain: "dashboard" }); // Token<"dashboard">
 * ```
 * @throws {VeilkitError} `ERR_FORMAT`
 */
export function showElement<const Domain extends string>(
	pseudonym: ElementPseudonym | string,
	options: { readonly domain: Domain },
): Token<Domain> {
	checkOptions(options, "showElement(options)", ["domain"]);
	const domain = checkString(options.domain, "showElement(options.domain)", { minLength: 1, maxLength: 64 });
	const bytes = bytesOf(pseudonym, "showElement(pseudonym)");
	const hash = sha256(concatBytes(toUtf8(`veilkit/v1/pseudonymize/element-token/${domain}/`), bytes.subarray(HEADER_BYTES)));
	const header = tokenHeader(SHOWN_KIND, toHex(bytes.subarray(1, HEADER_BYTES)) as KeyId);
	return toBase64Url(concatBytes(header, hash.subarray(0, SHOWN_BYTES))) as Token<Domain>;
}
