/**
 * Which hashes a proof consists of: RFC 9162 §2.1.3 and §2.1.4, and the subtrees of draft-ietf-plants-merkle-tree-certs §4.
 *
 * One recursion serves every kind of proof. A proof shows that a range of leaves (the target) is part of a tree: it walks down from
 * the root to the target and names the sibling at each step, nearest the target first. A target that straddles a split can only be
 * the head of the range it is in; its left part is then a sibling that both hashes share. An inclusion proof is the case of one
 * leaf, a consistency proof the case of a head `[0, m)`.
 */
import { splitPoint } from "./hash.ts";

/** Leaves from `start` up to, not including, `end`. */
export interface LeafRange {
	readonly start: number;
	readonly end: number;
}

/** The two halves of a range of two leaves or more. */
export function halves(range: LeafRange): readonly [LeafRange, LeafRange] {
	const middle = range.start + splitPoint(range.end - range.start);
	return [
		{ start: range.start, end: middle },
		{ start: middle, end: range.end },
	];
}

/**
 * Whether `[start, end)` is a subtree: not empty, and starting at a multiple of the least power of two that is no less than its length.
 */
export function isSubtree(range: LeafRange): boolean {
	const { start, end } = range;
	if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end <= start) return false;
	const length = end - start;
	return start % (length === 1 ? 1 : 2 * splitPoint(length)) === 0;
}

function collect(target: LeafRange, within: LeafRange, known: boolean, out: LeafRange[]): void {
	if (target.start === within.start && target.end === within.end) {
		if (!known) out.push(within);
		return;
	}
	const [left, right] = halves(within);
	if (target.end <= left.end) {
		collect(target, left, known, out);
		out.push(right);
	} else if (target.start >= left.end) {
		collect(target, right, known, out);
		out.push(left);
	} else {
		collect({ start: left.end, end: target.end }, right, false, out);
		out.push(left);
	}
}

/**
 * The ranges whose hashes form the proof that a subtree is part of a tree of `size` leaves, in proof order.
 *
 * @param target - a subtree ({@link isSubtree}) with `end` at most `size`
 */
export function proofRanges(target: LeafRange, size: number): readonly LeafRange[] {
	const out: LeafRange[] = [];
	collect(target, { start: 0, end: size }, true, out);
	return out;
}
