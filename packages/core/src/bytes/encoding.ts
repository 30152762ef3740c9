/**
 * Text encodings of bytes: hexadecimal, base64 and base64url (RFC 4648 §4, §5, §8) and UTF-8.
 *
 * Decoders are strict: one text for one byte string. Wrong length, foreign characters, stray bits, padding where none
 * belongs and ill-formed UTF-8 are refused. Not constant-time; do not decode secrets that an attacker can time.
 */
import { malformed } from "../error/veilkit-error.ts";
import type { Bytes } from "./bytes.ts";

const HEX: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * Lower-case hexadecimal text.
 *
 * @example
 * ```ts
 * import { toHex } from "@veilkit/core";
 * toHex(Uint8Array.of(0, 255)); // "00ff"
 * ```
 */
export function toHex(bytes: Uint8Array): string {
	let text = "";
	for (const byte of bytes) text += HEX[byte] as string;
	return text;
}

function hexDigit(code: number): number {
	if (code >= 48 && code <= 57) return code - 48;
	if (code >= 97 && code <= 102) return code - 87;
	return -1;
}

/**
 * The bytes of lower-case hexadecimal text.
 *
 * @throws {VeilkitError} `ERR_FORMAT` for an odd length or any character outside `0-9a-f`
 *
 * @example
 * ```ts
 * import { fromHex } from "@veilkit/core";
 * fromHex("00ff"); // Uint8Array [0, 255]
 * ```
 */
export function fromHex(text: string): Bytes {
	if (text.length % 2 !== 0) throw malformed("hexadecimal text", `odd length ${text.length}`);
	const out = new Uint8Array(text.length / 2);
	for (let index = 0; index < out.length; index++) {
		const high = hexDigit(text.charCodeAt(2 * index));
		const low = hexDigit(text.charCodeAt(2 * index + 1));
		if (high < 0 || low < 0) throw malformed("hexadecimal text", `character outside 0-9a-f in byte ${index}`);
		out[index] = high * 16 + low;
	}
	return out;
}

const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function lookup(alphabet: string): Int8Array {
	const table = new Int8Array(128).fill(-1);
	for (let index = 0; index < 64; index++) table[alphabet.charCodeAt(index)] = index;
	return table;
}

const STANDARD_LOOKUP: Int8Array = /* @__PURE__ */ lookup(STANDARD);
const URL_SAFE_LOOKUP: Int8Array = /* @__PURE__ */ lookup(URL_SAFE);

function encode(bytes: Uint8Array, alphabet: string): string {
	let text = "";
	let index = 0;
	for (; index + 2 < bytes.length; index += 3) {
		const word = ((bytes[index] as number) << 16) | ((bytes[index + 1] as number) << 8) | (bytes[index + 2] as number);
		text += (alphabet[word >>> 18] as string) + alphabet[(word >>> 12) & 63] + alphabet[(word >>> 6) & 63] + alphabet[word & 63];
	}
	if (index + 1 === bytes.length) {
		const word = bytes[index] as number;
		text += (alphabet[word >>> 2] as string) + alphabet[(word << 4) & 63];
	} else if (index + 2 === bytes.length) {
		const word = ((bytes[index] as number) << 8) | (bytes[index + 1] as number);
		text += (alphabet[word >>> 10] as string) + alphabet[(word >>> 4) & 63] + alphabet[(word << 2) & 63];
	}
	return text;
}

function decode(text: string, length: number, table: Int8Array, what: string): Bytes {
	if (length % 4 === 1) throw malformed(what, `impossible length ${length}`);
	const out = new Uint8Array(Math.floor((length * 3) / 4));
	let word = 0;
	let bits = 0;
	let offset = 0;
	for (let index = 0; index < length; index++) {
		const value = table[text.charCodeAt(index)] ?? -1;
		if (value < 0) throw malformed(what, `character outside the alphabet at position ${index}`);
		word = ((word << 6) | value) & 0xffff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[offset++] = (word >>> bits) & 255;
		}
	}
	if ((word & ((1 << bits) - 1)) !== 0) throw malformed(what, "stray bits in the last character");
	return out;
}

/**
 * URL-safe base64 text without padding.
 *
 * @example
 * ```ts
 * import { toBase64Url } from "@veilkit/core";
 * toBase64Url(Uint8Array.of(255, 254)); // "__4"
 * ```
 */
export function toBase64Url(bytes: Uint8Array): string {
	return encode(bytes, URL_SAFE);
}

/**
 * The bytes of URL-safe base64 text without padding.
 *
 * @throws {VeilkitError} `ERR_FORMAT` for padding, foreign characters, an impossible length or stray bits
 *
 * @example
 * ```ts
 * import { fromBase64Url } from "@veilkit/core";
 * fromBase64Url("__4"); // Uint8Array [255, 254]
 * ```
 */
export function fromBase64Url(text: string): Bytes {
	return decode(text, text.length, URL_SAFE_LOOKUP, "base64url text");
}

/**
 * Base64 text with padding.
 *
 * @example
 * ```ts
 * import { toBase64 } from "@veilkit/core";
 * toBase64(Uint8Array.of(255, 254)); // "//4="
 * ```
 */
export function toBase64(bytes: Uint8Array): string {
	const text = encode(bytes, STANDARD);
	return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}

/**
 * The bytes of base64 text with padding.
 *
 * @throws {VeilkitError} `ERR_FORMAT` for missing padding, foreign characters or stray bits
 *
 * @example
 * ```ts
 * import { fromBase64 } from "@veilkit/core";
 * fromBase64("//4="); // Uint8Array [255, 254]
 * ```
 */
export function fromBase64(text: string): Bytes {
	if (text.length % 4 !== 0) throw malformed("base64 text", `length ${text.length} is not a multiple of four`);
	const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
	return decode(text, text.length - padding, STANDARD_LOOKUP, "base64 text");
}

const ENCODER: TextEncoder = /* @__PURE__ */ new TextEncoder();
const DECODER: TextDecoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The UTF-8 bytes of a well-formed string.
 *
 * @throws {VeilkitError} `ERR_FORMAT` if the text holds a lone surrogate, which UTF-8 cannot carry
 *
 * @example
 * ```ts
 * import { toUtf8 } from "@veilkit/core";
 * toUtf8("é"); // Uint8Array [195, 169]
 * ```
 */
export function toUtf8(text: string): Bytes {
	if (!text.isWellFormed()) throw malformed("text", "contains a lone surrogate, which UTF-8 cannot encode");
	return ENCODER.encode(text);
}

/**
 * The string that UTF-8 bytes encode; a byte order mark is kept as a character.
 *
 * @throws {VeilkitError} `ERR_FORMAT` for ill-formed UTF-8
 *
 * @example
 * ```ts
 * import { fromUtf8 } from "@veilkit/core";
 * fromUtf8(Uint8Array.of(195, 169)); // "é"
 * ```
 */
export function fromUtf8(bytes: Uint8Array): string {
	try {
		return DECODER.decode(bytes);
	} catch (cause) {
		throw malformed("UTF-8 text", "ill-formed byte sequence", cause);
	}
}
