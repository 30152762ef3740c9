/**
 * The start of a CSV stream: its header line, and from it the delimiter: the candidate that occurs most often outside quotes, the comma
 * where none does.
 */
import { concatBytes } from "@veilkit/core";

/** Delimiters that are recognised. */
const DELIMITERS = [",", ";", "\t", "|"] as const;

const QUOTE = 34;
const NEWLINE = 10;

/** Position just after the header line, or -1 if the bytes end inside it. */
function headerEnd(bytes: Uint8Array): number {
	let quoted = false;
	for (const [position, byte] of bytes.entries()) {
		if (byte === QUOTE) quoted = !quoted;
		else if (byte === NEWLINE && !quoted) return position + 1;
	}
	return -1;
}

/** The delimiter that a header line uses. */
export function sniffDelimiter(header: Uint8Array): string {
	const counts = DELIMITERS.map(() => 0);
	let quoted = false;
	for (const byte of header) {
		if (byte === QUOTE) quoted = !quoted;
		const candidate = quoted ? -1 : DELIMITERS.findIndex((delimiter) => delimiter.charCodeAt(0) === byte);
		if (candidate !== -1) counts[candidate] = (counts[candidate] as number) + 1;
	}
	return DELIMITERS[counts.indexOf(Math.max(...counts))] as string;
}

/**
 * Takes the header line off a stream, and gives the stream back whole.
 *
 * @param limit - bytes after which a header line that does not end is taken as it is
 */
export async function readHead(
	chunks: AsyncIterable<Uint8Array>,
	limit: number,
): Promise<{ readonly header: Uint8Array; readonly chunks: AsyncIterable<Uint8Array> }> {
	const iterator = chunks[Symbol.asyncIterator]();
	let seen: Uint8Array = new Uint8Array(0);
	let end = -1;
	while (end === -1 && seen.length < limit) {
		const next = await iterator.next();
		if (next.done === true) break;
		seen = seen.length === 0 ? next.value : concatBytes(seen, next.value);
		end = headerEnd(seen);
	}
	async function* whole(): AsyncGenerator<Uint8Array, void, undefined> {
		if (seen.length > 0) yield seen;
		yield* { [Symbol.asyncIterator]: () => iterator };
	}
	return { header: end === -1 ? seen : seen.subarray(0, end), chunks: whole() };
}
