/**
 * Numbers tuples of non-negative integers in the order of their first appearance.
 *
 * Open addressing over typed arrays: a few nanoseconds where a `Map` with composed keys would allocate or hash text. The codes of a row's
 * quasi-identifiers are such a tuple, and its number is the equivalence class of the row.
 */

/** A growing numbering of tuples of one width. */
export interface TupleIndex {
	/** The number of the tuple that starts at `at`; a new tuple gets the next one. */
	numberOf(codes: Int32Array, at: number): number;
	/** How many tuples have a number. */
	readonly size: number;
	/** The tuples one after the other, in the order of their numbers. */
	tuples(): Int32Array;
}

const INITIAL_SLOTS = 1024;

function hashOf(codes: Int32Array, at: number, width: number): number {
	let mixed = 0;
	for (let index = 0; index < width; index++) mixed = Math.imul(mixed ^ (codes[at + index] as number) ^ (mixed >>> 15), 0x9e3779b1);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
	return mixed ^ (mixed >>> 13);
}

function sameTuple(left: Int32Array, leftAt: number, right: Int32Array, rightAt: number, width: number): boolean {
	for (let index = 0; index < width; index++) if (left[leftAt + index] !== right[rightAt + index]) return false;
	return true;
}

/** An empty index of tuples of `width` integers. */
export function createTupleIndex(width: number): TupleIndex {
	// A slot has the hash and the number plus one; 0 marks it empty. The number of slots is a power of two, and never are all taken.
	let slots = new Int32Array(2 * INITIAL_SLOTS);
	let stored = new Int32Array((width * INITIAL_SLOTS) / 2);
	let size = 0;

	const enlarge = (): void => {
		const larger = new Int32Array(2 * slots.length);
		const mask = larger.length - 1;
		for (let from = 0; from < slots.length; from += 2) {
			if (slots[from + 1] === 0) continue;
			let slot = ((slots[from] as number) << 1) & mask;
			while (larger[slot + 1] !== 0) slot = (slot + 2) & mask;
			larger[slot] = slots[from] as number;
			larger[slot + 1] = slots[from + 1] as number;
		}
		slots = larger;
		const room = new Int32Array(2 * stored.length);
		room.set(stored);
		stored = room;
	};

	return {
		numberOf(codes, at) {
			const hash = hashOf(codes, at, width);
			const mask = slots.length - 1;
			let slot = (hash << 1) & mask;
			for (; slots[slot + 1] !== 0; slot = (slot + 2) & mask) {
				const number = (slots[slot + 1] as number) - 1;
				if (slots[slot] === hash && sameTuple(stored, number * width, codes, at, width)) return number;
			}
			slots[slot] = hash;
			slots[slot + 1] = size + 1;
			for (let index = 0; index < width; index++) stored[size * width + index] = codes[at + index] as number;
			if (4 * ++size >= slots.length) enlarge();
			return size - 1;
		},
		get size() {
			return size;
		},
		tuples: () => stored.subarray(0, size * width),
	};
}
