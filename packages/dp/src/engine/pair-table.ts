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

export function createPairTable(): PairTable {
	// The pair number n is at 2n and 2n + 1.
	let pairs = new Uint32Array(128);
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
			if (slot === EMPTY || (pairs[2 * slot] === first && pairs[2 * slot + 1] === second)) return cell;
		}
	}

	function grow(): void {
		const doubled = new Uint32Array(2 * pairs.length);
		doubled.set(pairs);
		pairs = doubled;
		cells = new Int32Array(2 * cells.length).fill(EMPTY);
		for (let slot = 0; slot < size; slot++) cells[find(pairs[2 * slot] as number, pairs[2 * slot + 1] as number)] = slot;
	}

	return {
		slot(first, second) {
			const cell = find(first, second);
			const slot = cells[cell] as number;
			if (slot !== EMPTY) return slot;
			pairs[2 * size] = first;
			pairs[2 * size + 1] = second;
			cells[cell] = size++;
			if (2 * size === pairs.length) grow();
			return size - 1;
		},
		first: (slot) => pairs[2 * slot] as number,
		second: (slot) => pairs[2 * slot + 1] as number,
		size: () => size,
	};
}
