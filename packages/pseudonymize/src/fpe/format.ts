/**
 * The format of a text: which characters are encrypted, which pass, which stay.
 *
 * Characters of the alphabet are encrypted as numerals, in its order, except the last `keepLast` of them; characters that pass through keep
 * their place and are public, like everything the format preserves. Anything else does not fit. Alphabets consist of UTF-16 units.
 */

/** Options of a format. */
export interface FormatOptions {
	readonly alphabet: string;
	readonly passThrough: string;
	readonly keepLast: number;
}

/** Reads and writes texts of one format. */
export interface TextFormat {
	readonly radix: number;
	/** How many characters of a text are encrypted; undefined if one fits neither alphabet nor `passThrough`. */
	count(text: string): number | undefined;
	/** Writes the numerals of the first `count` characters of the alphabet at `start`. */
	read(text: string, numerals: Int32Array, start: number, count: number): void;
	/** The text with other numerals in place of those. */
	write(text: string, numerals: Int32Array, start: number, count: number): string;
}

const UNFIT = -1;
const PASSES = -2;

/** A format; the options have been checked. */
export function createFormat({ alphabet, passThrough, keepLast }: FormatOptions): TextFormat {
	const characters = Array.from({ length: alphabet.length }, (_, index) => alphabet.charAt(index));
	const units = Array.from({ length: alphabet.length + passThrough.length }, (_, index) => (alphabet + passThrough).charCodeAt(index));
	const numeralOf = new Int32Array(Math.max(...units) + 1).fill(UNFIT);
	for (const [index, unit] of units.entries()) numeralOf[unit] = index < alphabet.length ? index : PASSES;

	return {
		radix: alphabet.length,
		count(text) {
			let count = 0;
			for (let index = 0; index < text.length; index++) {
				const numeral = numeralOf[text.charCodeAt(index)] ?? UNFIT;
				if (numeral === UNFIT) return undefined;
				if (numeral >= 0) count++;
			}
			return Math.max(0, count - keepLast);
		},
		read(text, numerals, start, count) {
			for (let index = 0, at = start; at < start + count; index++) {
				const numeral = numeralOf[text.charCodeAt(index)] as number;
				if (numeral >= 0) numerals[at++] = numeral;
			}
		},
		write(text, numerals, start, count) {
			let written = "";
			let index = 0;
			for (let at = start; at < start + count; index++) {
				const passes = (numeralOf[text.charCodeAt(index)] as number) < 0;
				written += passes ? text.charAt(index) : (characters[numerals[at++] as number] as string);
			}
			return written + text.slice(index);
		},
	};
}

/** Puts texts through FF1, all of one count of characters together. */
export function transformTexts(
	texts: readonly string[],
	format: TextFormat,
	run: (numerals: Int32Array, length: number) => void,
): string[] {
	const groups = new Map<number, number[]>();
	for (const [index, text] of texts.entries()) {
		const count = format.count(text) as number;
		const group = groups.get(count);
		if (group) group.push(index);
		else groups.set(count, [index]);
	}
	const transformed: string[] = new Array(texts.length);
	for (const [count, group] of groups) {
		const numerals = new Int32Array(group.length * count);
		for (const [at, index] of group.entries()) format.read(texts[index] as string, numerals, at * count, count);
		run(numerals, count);
		for (const [at, index] of group.entries()) transformed[index] = format.write(texts[index] as string, numerals, at * count, count);
		numerals.fill(0);
	}
	return transformed;
}

/** The smallest number of characters whose domain, radix^count, reaches `smallest`. */
export function shortestText(radix: number, smallest: number): number {
	let count = 2;
	for (let size = radix * radix; size < smallest; size *= radix) count++;
	return count;
}
