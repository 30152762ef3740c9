/**
 * Text encodings of bytes: hexadecimal, base64 and base64url (RFC 4648 §4, §5, §8) and UTF-8.
 *
 * Decoders are strict: one text for one byte string. Wrong length, foreign characters, stray bits, padding where none
 * belongs and ill-formed UTF-8 are refused. Not constant-time; do not decode secrets that an attacker can time.
 */
import { malformed } from "../error/veilkit-error.ts";
import type { Bytes } from "./bytes.ts";

const HEX_DIGITS: Bytes = /* @__PURE__ */ codesOf("0123456789abcdef");

/** The codes of an ASCII text. */
function codesOf(text: string): Bytes {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The ASCII text of some codes. */
function textOf(codes: Uint8Array): string {
	return asciiText(codes) ?? DECODER.decode(codes);
}

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
	const codes = new Uint8Array(2 * bytes.length);
	for (let index = 0; index < bytes.length; index++) {
		const byte = bytes[index] as number;
		codes[2 * index] = HEX_DIGITS[byte >>> 4] as number;
		codes[2 * index + 1] = HEX_DIGITS[byte & 15] as number;
	}
	return textOf(codes);
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

const STANDARD: Bytes = /* @__PURE__ */ codesOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
const URL_SAFE: Bytes = /* @__PURE__ */ codesOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

function lookup(alphabet: Bytes): Int8Array {
	const table = new Int8Array(128).fill(-1);
	for (const [value, code] of alphabet.entries()) table[code] = value;
	return table;
}

const STANDARD_LOOKUP: Int8Array = /* @__PURE__ */ lookup(STANDARD);
const URL_SAFE_LOOKUP: Int8Array = /* @__PURE__ */ lookup(URL_SAFE);

function encode(bytes: Uint8Array, alphabet: Bytes): string {
	const codes = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
	let word = 0;
	let bits = 0;
	let offset = 0;
	for (const byte of bytes) {
		word = ((word << 8) | byte) & 0xffff;
		for (bits += 8; bits >= 6; ) {
			bits -= 6;
			codes[offset++] = alphabet[(word >>> bits) & 63] as number;
		}
	}
	if (bits > 0) codes[offset] = alphabet[(word << (6 - bits)) & 63] as number;
	return textOf(codes);
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

/** Below this length a loop over ASCII is faster than a call into the platform's codec. */
const SHORT = 32;

/** The bytes of a short ASCII text; undefined for any other. */
function asciiBytes(text: string): Bytes | undefined {
	if (text.length > SHORT) return undefined;
	const bytes = new Uint8Array(text.length);
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code >= 128) return undefined;
		bytes[index] = code;
	}
	return bytes;
}

/** The text of a few ASCII bytes; undefined for any other bytes. */
function asciiText(bytes: Uint8Array): string | undefined {
	if (bytes.length > SHORT) return undefined;
	let text = "";
	for (const byte of bytes) {
		if (byte >= 128) return undefined;
		text += String.fromCharCode(byte);
	}
	return text;
}

function encodeUtf8(text: string): Bytes {
	if (!text.isWellFormed()) throw malformed("text", "contains a lone surrogate, which UTF-8 cannot encode");
	return ENCODER.encode(text);
}

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
	return asciiBytes(text) ?? encodeUtf8(text);
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
	const ascii = asciiText(bytes);
	if (ascii !== undefined) return ascii;
	try {
		return DECODER.decode(bytes);
	} catch (cause) {
		throw malformed("UTF-8 text", "ill-formed byte sequence", cause);
	}
}
