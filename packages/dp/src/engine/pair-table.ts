/**
 * Numbers for pairs of numbers, in order of first appearance: an open-addressing hash table on typed arrays.
 *
 * Entries are dictionary numbers, which count up from 0 and are not chosen by whoever wrote the rows, so the fixed mixing cannot be flooded.
 */

/** Numbers by pair and pairs by number. */
export interface PairTable {
	/** The number of a pair of numbers below 2^32. */
	slot(first: number, second: number): number;
	first(slot: number): number;
	second(slot: number): number;
	size(): number;
}

const EMPTY = -1;

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
	const next = new Uint32Array(2 * array.length);
	next.set(array);
	return next;
}

export function createPairTable(): PairTable {
	let firsts = new Uint32Array(64);
	let seconds = new Uint32Array(64);
	let size = 0;
	// A power of two, at least twice the number of pairs.
	let cells = new Int32Array(128).fill(EMPTY);

	/** The cell of a pair, or the empty one where it belongs. */
	function find(first: number, second: number): number {
		const mask = cells.length - 1;
		let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
		hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
		for (let cell = (hash ^ (hash >>> 13)) & mask; ; cell = (cell + 1) & mask) {
			const slot = cells[cell] as number;
			if (slot === EMPTY || (firsts[slot] === first && seconds[slot] === second)) return cell;
		}
	}

	function grow(): void {
		firsts = grown(firsts);
		seconds = grown(seconds);
		cells = new Int32Array(2 * cells.length).fill(EMPTY);
		for (let slot = 0; slot < size; slot++) cells[find(firsts[slot] as number, seconds[slot] as number)] = slot;
	}

	return {
		slot(first, second) {
			const cell = find(first, second);
			const slot = cells[cell] as number;
			if (slot !== EMPTY) return slot;
			firsts[size] = first;
			seconds[size] = second;
			cells[cell] = size++;
			if (size === firsts.length) grow();
			return size - 1;
		},
		first: (slot) => firsts[slot] as number,
		second: (slot) => seconds[slot] as number,
		size: () => size,
	};
}
