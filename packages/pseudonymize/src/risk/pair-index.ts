/**
 * Numbers pairs of non-negative integers in the order of their first appearance.
 *
 * Open addressing over typed arrays: a few nanoseconds where a `Map` with composed keys would allocate or hash text. Rows become equivalence
 * classes by a chain of such indexes: (0, first value) is a number, (that number, second value) the next, and so on.
 */

/** A growing numbering of pairs. */
export interface PairIndex {
	/** The number of a pair; a new pair gets the next one. Both parts are integers from 0 below 2^31. */
	numberOf(first: number, second: number): number;
	/** How many pairs have a number. */
	readonly size: number;
}

const INITIAL_SLOTS = 1024;

/** Words of a slot: the pair, and its number plus one (0 marks an empty slot), side by side so that a look-up touches one cache line. */
const SLOT_WORDS = 4;

function hash(first: number, second: number): number {
	let mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
	return mixed ^ (mixed >>> 13);
}

/** Where the pair stands in a table, or the empty slot where it belongs. The number of slots is a power of two, and never are all taken. */
function findSlot(table: Int32Array, first: number, second: number): number {
	const mask = table.length - 1;
	let at = (hash(first, second) * SLOT_WORDS) & mask;
	while (table[at + 2] !== 0 && (table[at] !== first || table[at + 1] !== second)) at = (at + SLOT_WORDS) & mask;
	return at;
}

function insert(table: Int32Array, at: number, first: number, second: number, number: number): void {
	table[at] = first;
	table[at + 1] = second;
	table[at + 2] = number + 1;
}

/** The same pairs in a table twice as large. */
function enlarged(table: Int32Array): Int32Array<ArrayBuffer> {
	const larger = new Int32Array(2 * table.length);
	for (let at = 0; at < table.length; at += SLOT_WORDS) {
		const number = (table[at + 2] as number) - 1;
		if (number < 0) continue;
		const first = table[at] as number;
		const second = table[at + 1] as number;
		insert(larger, findSlot(larger, first, second), first, second, number);
	}
	return larger;
}

/** An empty index. */
export function createPairIndex(): PairIndex {
	let table = new Int32Array(SLOT_WORDS * INITIAL_SLOTS);
	let size = 0;
	return {
		numberOf(first, second) {
			const at = findSlot(table, first, second);
			const known = (table[at + 2] as number) - 1;
			if (known >= 0) return known;
			insert(table, at, first, second, size);
			if (2 * SLOT_WORDS * (size + 1) > table.length) table = enlarged(table);
			return size++;
		},
		get size() {
			return size;
		},
	};
}
