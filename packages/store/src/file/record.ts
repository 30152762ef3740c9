/**
 * The format of a store file: a header, then records, each holding the writes of one flush.
 *
 *     header   "veilkit store 1\n"                                            16 bytes
 *     record   length | ~length | body | chain                                4 + 4 + length + 16 bytes
 *     body     counter | change…                                              8 + … bytes
 *     change   version | value length + 1, or 0 to delete | key length | key | value
 *                                                                             8 + 4 + 2 + … bytes
 *
 * Integers are big-endian. `chain` is SHA-256(previous chain | length | ~length | body), cut to 16 bytes; the header is the chain before
 * the first record. So the 16 bytes before any record boundary identify everything before it, and no record can be changed, moved,
 * left out or repeated unnoticed. This finds accidents, not attackers: the digest has no key (the ledger has).
 */
import { createHash } from "node:crypto";
import { type Bytes, bytesToUint, fromUtf8, malformed, type StoreChange, toUtf8 } from "@veilkit/core";

/** The first bytes of every store file. */
export const HEADER: Bytes = /* @__PURE__ */ toUtf8("veilkit store 1\n");

/** Bytes of a chain value, the header included. */
export const CHAIN_BYTES = 16;
/** Bytes of `length | ~length`. */
export const LENGTH_BYTES = 8;
/** Bytes of a record around its body. */
export const FRAME_BYTES: number = LENGTH_BYTES + CHAIN_BYTES;

const COUNTER_BYTES = 8;
const CHANGE_BYTES = 14;

/** A change as the file holds it. */
export interface RecordChange extends Pick<StoreChange, "key" | "value"> {
	readonly version: number;
}

/** Where a change of a decoded body is. */
export interface DecodedChange {
	readonly key: string;
	readonly version: number;
	/** Where the value starts in the body, and its length; absent for a deletion. */
	readonly value?: { readonly start: number; readonly length: number };
}

/** Bytes that a change takes within a record. */
export function changeSize(keyLength: number, valueLength: number): number {
	return CHANGE_BYTES + keyLength + valueLength;
}

/** Bytes of the record that holds these changes. */
export function recordSize(changes: readonly Pick<StoreChange, "key" | "value">[]): number {
	return changes.reduce((sum, { key, value }) => sum + changeSize(key.length, value?.length ?? 0), FRAME_BYTES + COUNTER_BYTES);
}

/**
 * Encodes one record.
 *
 * @param counter - the highest version ever given, this record's included
 * @param previous - the chain value that precedes the record
 */
export function encodeRecord(counter: number, changes: readonly RecordChange[], previous: Uint8Array): Bytes {
	const record = new Uint8Array(recordSize(changes));
	const view = new DataView(record.buffer);
	const length = record.length - FRAME_BYTES;
	view.setUint32(0, length);
	view.setUint32(4, ~length);
	view.setBigUint64(LENGTH_BYTES, BigInt(counter));
	let offset = LENGTH_BYTES + COUNTER_BYTES;
	for (const { key, value, version } of changes) {
		view.setBigUint64(offset, BigInt(version));
		view.setUint32(offset + 8, value === undefined ? 0 : value.length + 1);
		view.setUint16(offset + 12, key.length);
		record.set(toUtf8(key), offset + CHANGE_BYTES);
		if (value !== undefined) record.set(value, offset + CHANGE_BYTES + key.length);
		offset += changeSize(key.length, value?.length ?? 0);
	}
	record.set(chain(previous, record.subarray(0, offset)), offset);
	return record;
}

/** The chain value after `content`, which is a record without its own chain value. */
export function chain(previous: Uint8Array, content: Uint8Array): Uint8Array {
	return createHash("sha256").update(previous).update(content).digest().subarray(0, CHAIN_BYTES);
}

/** The length of the body, or undefined if the eight bytes do not confirm each other. */
export function decodeLength(bytes: Uint8Array): number | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES);
	const length = view.getUint32(0);
	return view.getUint32(4) === ~length >>> 0 ? length : undefined;
}

/**
 * Reads a body whose chain value has been checked.
 *
 * @throws {VeilkitError} `ERR_FORMAT` for a body that no version of this module wrote
 */
export function decodeBody(body: Uint8Array): { counter: number; changes: DecodedChange[] } {
	const take = (start: number, length: number): Uint8Array => {
		if (start + length > body.length) throw malformed("store record", `ends within a field at offset ${start}`);
		return body.subarray(start, start + length);
	};
	const counter = bytesToUint(take(0, COUNTER_BYTES));
	const changes: DecodedChange[] = [];
	let offset = COUNTER_BYTES;
	while (offset < body.length) {
		const fields = take(offset, CHANGE_BYTES);
		const version = bytesToUint(fields.subarray(0, 8));
		const sizePlusOne = bytesToUint(fields.subarray(8, 12));
		const keyLength = bytesToUint(fields.subarray(12, 14));
		const length = Math.max(0, sizePlusOne - 1);
		const key = fromUtf8(take(offset + CHANGE_BYTES, keyLength));
		const start = offset + CHANGE_BYTES + keyLength;
		take(start, length);
		changes.push(sizePlusOne === 0 ? { key, version } : { key, version, value: { start, length } });
		offset = start + length;
	}
	return { counter, changes };
}
