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

const INITIAL_CAPACITY = 1024;
const EMPTY = -1;

function hash(first: number, second: number): number {
	let mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
	return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** An empty index. */
export function createPairIndex(): PairIndex {
	let slots = new Int32Array(INITIAL_CAPACITY).fill(EMPTY);
	let firsts = new Int32Array(INITIAL_CAPACITY / 2);
	let seconds = new Int32Array(INITIAL_CAPACITY / 2);
	let size = 0;

	/** The slot that holds the pair, or the empty one where it belongs. */
	function slotOf(first: number, second: number): number {
		const mask = slots.length - 1;
		for (let slot = hash(first, second) & mask; ; slot = (slot + 1) & mask) {
			const number = slots[slot] as number;
			if (number === EMPTY || (firsts[number] === first && seconds[number] === second)) return slot;
		}
	}

	/** Twice the capacity; at most half of the slots are ever taken. */
	function grow(): void {
		const pairs = slots.length;
		slots = new Int32Array(2 * pairs).fill(EMPTY);
		firsts = enlarged(firsts, pairs);
		seconds = enlarged(seconds, pairs);
		for (let number = 0; number < size; number++) slots[slotOf(firsts[number] as number, seconds[number] as number)] = number;
	}

	return {
		numberOf(first, second) {
			const slot = slotOf(first, second);
			const known = slots[slot] as number;
			if (known !== EMPTY) return known;
			const number = size++;
			slots[slot] = number;
			firsts[number] = first;
			seconds[number] = second;
			if (size === firsts.length) grow();
			return number;
		},
		get size() {
			return size;
		},
	};
}

function enlarged(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
	const larger = new Int32Array(length);
	larger.set(array);
	return larger;
}
