/**
 * Byte strings: the types and the handful of operations that every package needs.
 *
 * Inputs are any `Uint8Array`; outputs are `Bytes`, backed by a plain `ArrayBuffer`, which WebCrypto and `fetch` accept.
 */

/** A byte string that owns an ordinary `ArrayBuffer`. */
export type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Joins byte strings.
 *
 * @example
 * ```ts
 * import { concatBytes } from "@veilkit/core";
 * concatBytes(Uint8Array.of(1), Uint8Array.of(2, 3)).length; // 3
 * ```
 */
export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
	let length = 0;
	for (const part of parts) length += part.length;
	const out = new Uint8Array(length);
	let offset = 0;
	for (const part of parts) {
		out.set(part, offset);
		offset += part.length;
	}
	return out;
}

/**
 * Whether two byte strings are equal, in time that depends on the lengths only.
 *
 * Engines give no guarantee of constant time; there is no data-dependent branch or index here.
 *
 * @example
 * ```ts
 * import { equalBytes } from "@veilkit/core";
 * equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2)); // true
 * ```
 */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	let difference = 0;
	for (let index = 0; index < a.length; index++) difference |= (a[index] as number) ^ (b[index] as number);
	return difference === 0;
}

/**
 * Orders byte strings: by the first differing byte, a prefix before its extensions. Not constant-time.
 *
 * @returns negative, zero or positive, as `Array.prototype.sort` expects
 *
 * @example
 * ```ts
 * import { compareBytes } from "@veilkit/core";
 * [Uint8Array.of(2), Uint8Array.of(1, 9)].sort(compareBytes)[0]; // Uint8Array [1, 9]
 * ```
 */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
	const shared = Math.min(a.length, b.length);
	for (let index = 0; index < shared; index++) {
		const difference = (a[index] as number) - (b[index] as number);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}

/**
 * The big-endian encoding of an unsigned integer.
 *
 * @param value - 0 ≤ value < 2^(8·length), at most 2^53 − 1
 * @param length - 1 to 8 bytes
 *
 * @example
 * ```ts
 * import { uintToBytes } from "@veilkit/core";
 * uintToBytes(258, 4); // Uint8Array [0, 0, 1, 2]
 * ```
 */
export function uintToBytes(value: number, length: number): Bytes {
	const out = new Uint8Array(length);
	let rest = value;
	for (let index = length - 1; index >= 0; index--) {
		out[index] = rest % 256;
		rest = Math.floor(rest / 256);
	}
	return out;
}

/**
 * The unsigned integer that big-endian bytes encode.
 *
 * @param bytes - at most 8 bytes; values above 2^53 − 1 lose precision and are the caller's to exclude
 *
 * @example
 * ```ts
 * import { bytesToUint } from "@veilkit/core";
 * bytesToUint(Uint8Array.of(1, 2)); // 258
 * ```
 */
export function bytesToUint(bytes: Uint8Array): number {
	let value = 0;
	for (const byte of bytes) value = value * 256 + byte;
	return value;
}
