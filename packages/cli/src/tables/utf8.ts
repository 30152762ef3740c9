/**
 * Strict UTF-8 (RFC 3629) on a byte stream: a byte-order mark is dropped, anything invalid is refused with its line and byte offset.
 *
 * Decoders that replace bad bytes would turn two different names into one, and so into one token; hence no replacement. Chunks may cut
 * a character anywhere: the unfinished end of one chunk is joined to the next, so that every yielded chunk is valid by itself.
 */
import { isUtf8 } from "node:buffer";
import { concatBytes } from "@veilkit/core";
import { tableError } from "./error.ts";

const NEWLINE = 10;
const NOTHING = new Uint8Array(0);

/** Bytes of the sequence that a lead byte announces; 1 for anything that is no lead byte. */
function sequenceLength(byte: number): number {
	if (byte >= 0xf0) return 4;
	if (byte >= 0xe0) return 3;
	return byte >= 0xc0 ? 2 : 1;
}

/** Length of `bytes` without an unfinished sequence at its end. */
function completeLength(bytes: Uint8Array): number {
	for (let back = 1; back <= Math.min(3, bytes.length); back++) {
		const byte = bytes[bytes.length - back] as number;
		if (byte >= 0xc0) return sequenceLength(byte) > back ? bytes.length - back : bytes.length;
		if (byte < 0x80) return bytes.length;
	}
	return bytes.length;
}

function firstInvalid(bytes: Uint8Array): number {
	let position = 0;
	while (position < bytes.length) {
		const next = position + sequenceLength(bytes[position] as number);
		if (next > bytes.length || !isUtf8(bytes.subarray(position, next))) break;
		position = next;
	}
	return position;
}

function countNewlines(bytes: Uint8Array, end: number): number {
	let count = 0;
	for (let at = bytes.indexOf(NEWLINE); at !== -1 && at < end; at = bytes.indexOf(NEWLINE, at + 1)) count++;
	return count;
}

/**
 * The same bytes, checked, without a byte-order mark.
 *
 * @throws {VeilkitError} `ERR_TABLE_UTF8`
 */
export async function* checkUtf8(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array, void, undefined> {
	let carry: Uint8Array = NOTHING;
	let offset = 0;
	let line = 1;
	let started = false;
	const refuse = (bytes: Uint8Array): Error => {
		const at = firstInvalid(bytes);
		return tableError(
			"ERR_TABLE_UTF8",
			{ name, line: line + countNewlines(bytes, at) },
			`not UTF-8 at byte ${offset + at}; convert the file to UTF-8`,
		);
	};
	for await (const chunk of chunks) {
		const bytes = carry.length === 0 ? chunk : concatBytes(carry, chunk);
		const end = completeLength(bytes);
		let whole = bytes.subarray(0, end);
		if (!isUtf8(whole)) throw refuse(bytes);
		carry = bytes.slice(end);
		line += countNewlines(whole, end);
		offset += end;
		if (!started && end > 0) {
			started = true;
			if (whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf) whole = whole.subarray(3);
		}
		if (whole.length > 0) yield whole;
	}
	if (carry.length > 0) throw refuse(carry);
}
