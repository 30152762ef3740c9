/**
 * Padding of values before reversible encryption, so that a token shows a length class and not a length.
 *
 * A value of n bytes is followed by 0x80 and zeros (ISO/IEC 7816-4) up to a power of two of at least 32 bytes: everything up to 31
 * bytes looks alike, then up to 63, 127 and so on.
 */

const SMALLEST_BYTES = 32;

/** The length of a padded value of `length` bytes. */
export function paddedLength(length: number): number {
	let padded = SMALLEST_BYTES;
	while (padded <= length) padded *= 2;
	return padded;
}

/** Writes `source[start, end)` and the mark behind it at `to`; the zeros are there already. */
export function writePadded(target: Uint8Array, to: number, source: Uint8Array, start: number, end: number): void {
	for (let from = start, at = to; from < end; from++, at++) target[at] = source[from] as number;
	target[to + end - start] = 0x80;
}
