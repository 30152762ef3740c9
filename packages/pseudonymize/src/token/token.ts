/**
 * Tokens, format 1: what stands in a column instead of an identifier.
 *
 *     base64url( kind (1 byte) ‖ key id (4 bytes) ‖ body )        no padding
 *     kind 1: HMAC-SHA-256, body = the first 16 bytes of the tag           28 characters
 *     kind 2: AES-SIV, body = V ‖ C (RFC 5297)                             71 characters for values of up to 31 bytes
 *
 * The layout is frozen by a golden file: a change is a new kind, never an edit. Tokens of one domain and key are equal exactly when the
 * canonical values are; the key id tells which key to ask, so rotation never needs trial decryption.
 */
import { type Bytes, concatBytes, fromHex, type KeyId } from "@veilkit/core";

/** A token of a domain. Tokens of two domains are different types, so that they cannot be joined by accident. */
export type Token<Domain extends string = string> = string & { readonly token: Domain };

/** First byte of a one-way token. */
export const HMAC_KIND = 1;

/** First byte of a reversible token. */
export const SIV_KIND = 2;

/** Bytes before the body. */
export const TOKEN_HEADER_BYTES = 5;

/** The bytes before the body of every token of a kind and key. */
export function tokenHeader(kind: number, keyId: KeyId): Bytes {
	return concatBytes(Uint8Array.of(kind), fromHex(keyId));
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const CODES: Uint8Array = /* @__PURE__ */ Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));
const DECODER: TextDecoder = /* @__PURE__ */ new TextDecoder();

/**
 * The texts of equally long tokens, encoded in one pass and cut from one string: engines keep that string alive while any of its
 * tokens lives, which costs nothing where the rows of a batch travel together.
 *
 * @param bodies - the first `bodyBytes` of every `stride` bytes are a body
 */
export function encodeTokens<Domain extends string>(
	header: Uint8Array,
	bodies: Uint8Array,
	shape: { readonly count: number; readonly stride: number; readonly bodyBytes: number },
): Token<Domain>[] {
	const tokenBytes = header.length + shape.bodyBytes;
	const characters = Math.ceil((tokenBytes * 4) / 3);
	const bytes = new Uint8Array(tokenBytes + 2); // two zeros behind the end complete the last group of three
	bytes.set(header);
	const ascii = new Uint8Array(shape.count * characters + 3); // the last group may write beyond its token, the next token overwrites that
	for (let index = 0; index < shape.count; index++) {
		for (let at = 0; at < shape.bodyBytes; at++) bytes[header.length + at] = bodies[index * shape.stride + at] as number;
		for (let from = 0, to = index * characters; from < tokenBytes; from += 3, to += 4) {
			const group = ((bytes[from] as number) << 16) | ((bytes[from + 1] as number) << 8) | (bytes[from + 2] as number);
			ascii[to] = CODES[group >>> 18] as number;
			ascii[to + 1] = CODES[(group >>> 12) & 63] as number;
			ascii[to + 2] = CODES[(group >>> 6) & 63] as number;
			ascii[to + 3] = CODES[group & 63] as number;
		}
	}
	const text = DECODER.decode(ascii);
	const tokens: Token<Domain>[] = new Array(shape.count);
	for (let index = 0; index < shape.count; index++)
		tokens[index] = text.slice(index * characters, (index + 1) * characters) as Token<Domain>;
	return tokens;
}
