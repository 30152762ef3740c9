/**
 * Tokens, format 1: what stands in a column instead of an identifier.
 *
 *     base64url( kind (1 byte) ‖ key id (4 bytes) ‖ body )        no padding
 *     kind 1: HMAC-SHA-256, body = the first 16 bytes of the tag           28 characters
 *     kind 2: AES-SIV, body = V ‖ C (RFC 5297)                             71 characters for values of up to 31 bytes
 *     kind 3: keyed BLAKE3, body = 16 bytes                                28 characters
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

/** First byte of a one-way token by BLAKE3. */
export const BLAKE3_KIND = 3;

/** Bytes before the body. */
export const TOKEN_HEADER_BYTES = 5;

/** The bytes before the body of every token of a kind and key. */
export function tokenHeader(kind: number, keyId: KeyId): Bytes {
	return concatBytes(Uint8Array.of(kind), fromHex(keyId));
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const PAIRS: Uint16Array = /* @__PURE__ */ pairsOf(ALPHABET);
const DECODER: TextDecoder = /* @__PURE__ */ new TextDecoder();

/** The two characters of every 12 bits, as they lie in memory. */
function pairsOf(alphabet: string): Uint16Array {
	const codes = new Uint8Array(2 * 4096);
	for (let bits = 0; bits < 4096; bits++) {
		codes[2 * bits] = alphabet.charCodeAt(bits >>> 6);
		codes[2 * bits + 1] = alphabet.charCodeAt(bits & 63);
	}
	return new Uint16Array(codes.buffer);
}

/**
 * The texts of equally long tokens, encoded in one pass and cut from one string: engines keep that string alive while any of its
 * tokens lives, which costs nothing where the rows of a batch travel together.
 *
 * @param header - 5 bytes: the first three are four characters of their own, the others share a group with the first of the body
 * @param bodies - the first `bodyBytes` of every `stride` bytes are a body
 */
export function encodeTokens<Domain extends string>(
	header: Uint8Array,
	bodies: Uint8Array,
	shape: { readonly count: number; readonly stride: number; readonly bodyBytes: number },
): Token<Domain>[] {
	const [h0, h1, h2, h3, h4] = header as unknown as readonly [number, number, number, number, number];
	const prefix = (h0 << 16) | (h1 << 8) | h2;
	const shared = (h3 << 16) | (h4 << 8);
	const tokenBytes = TOKEN_HEADER_BYTES + shape.bodyBytes;
	const lastMask = [0xffffff, 0xff0000, 0xffff00][tokenBytes % 3] as number;
	const groups = Math.ceil(tokenBytes / 3);
	const pairs = new Uint16Array(2 * groups * shape.count);
	let to = 0;
	for (let index = 0; index < shape.count; index++) {
		pairs[to++] = PAIRS[prefix >>> 12] as number;
		pairs[to++] = PAIRS[prefix & 4095] as number;
		let from = index * shape.stride;
		let group = shared | (bodies[from++] as number);
		for (let left = groups - 2; left > 0; left--, from += 3) {
			pairs[to++] = PAIRS[group >>> 12] as number;
			pairs[to++] = PAIRS[group & 4095] as number;
			group = ((bodies[from] as number) << 16) | ((bodies[from + 1] as number) << 8) | (bodies[from + 2] as number);
		}
		group &= lastMask; // what stands behind the body is not of this token
		pairs[to++] = PAIRS[group >>> 12] as number;
		pairs[to++] = PAIRS[group & 4095] as number;
	}
	const text = DECODER.decode(pairs);
	const characters = Math.ceil((tokenBytes * 4) / 3);
	const tokens: Token<Domain>[] = new Array(shape.count);
	for (let index = 0, start = 0; index < shape.count; index++, start += 4 * groups)
		tokens[index] = text.slice(start, start + characters) as Token<Domain>;
	return tokens;
}
