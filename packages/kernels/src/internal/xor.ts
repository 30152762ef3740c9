/**
 * Exclusive or over byte ranges of any alignment, four bytes a step.
 */

/** The bytes of an array as a view. */
export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** target[to + i] ^= source[from + i] for i < length. */
export function xorRange(target: DataView, to: number, source: DataView, from: number, length: number): void {
	let at = 0;
	for (; at + 4 <= length; at += 4) target.setUint32(to + at, target.getUint32(to + at, true) ^ source.getUint32(from + at, true), true);
	for (; at < length; at++) target.setUint8(to + at, target.getUint8(to + at) ^ source.getUint8(from + at));
}
