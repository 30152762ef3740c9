/**
 * Proof verification: RFC 9162 §2.1.3.2 and §2.1.4.2, and subtrees as in draft-ietf-plants-merkle-tree-certs §4.
 *
 * The verifier replays the recursion of `shape.ts` and computes two hashes from the proof, the target's and the tree's; the proof is
 * valid if both are the claimed ones and every hash of the proof was used. Input is hostile: verifiers answer `false`, they do not
 * throw. Sizes and indices are safe integers, below 2^53.
 */
import { type Bytes, equalBytes } from "@veilkit/core";
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from "./hash.ts";
import { halves, isSubtree, type LeafRange, proofRanges } from "./shape.ts";

/** What an inclusion proof shows. */
export interface InclusionStatement {
	/** Position of the leaf, from 0. */
	readonly index: number;
	/** Number of leaves of the tree. */
	readonly size: number;
	/** 32 bytes. */
	readonly leafHash: Uint8Array;
	/** Root of the tree, 32 bytes. */
	readonly root: Uint8Array;
}

/** What a consistency proof shows: the tree of `to` leaves continues the tree of `from` leaves. */
export interface ConsistencyStatement {
	readonly from: number;
	readonly to: number;
	readonly fromRoot: Uint8Array;
	readonly toRoot: Uint8Array;
}

/** What a subtree inclusion proof shows. */
export interface SubtreeInclusionStatement {
	/** Position of the leaf in the whole tree, from 0. */
	readonly index: number;
	readonly subtree: LeafRange;
	readonly leafHash: Uint8Array;
	readonly subtreeRoot: Uint8Array;
}

/** What a subtree consistency proof shows. */
export interface SubtreeConsistencyStatement {
	readonly subtree: LeafRange;
	/** Number of leaves of the whole tree. */
	readonly size: number;
	readonly subtreeRoot: Uint8Array;
	readonly root: Uint8Array;
}

function isHash(value: unknown): value is Uint8Array {
	return value instanceof Uint8Array && value.length === HASH_BYTES;
}

/** The hashes of the target and of the range it lies in; `known` is the target's claimed hash until a split is straddled. */
function replay(
	target: LeafRange,
	within: LeafRange,
	known: Uint8Array | undefined,
	next: () => Uint8Array,
): { readonly target: Uint8Array; readonly whole: Uint8Array } {
	if (target.start === within.start && target.end === within.end) {
		const hash = known ?? next();
		return { target: hash, whole: hash };
	}
	const [left, right] = halves(within);
	if (target.end <= left.end) {
		const inner = replay(target, left, known, next);
		return { target: inner.target, whole: nodeHash(inner.whole, next()) };
	}
	if (target.start >= left.end) {
		const inner = replay(target, right, known, next);
		return { target: inner.target, whole: nodeHash(next(), inner.whole) };
	}
	const inner = replay({ start: left.end, end: target.end }, right, undefined, next);
	const head = next();
	return { target: nodeHash(head, inner.target), whole: nodeHash(head, inner.whole) };
}

/**
 * Whether a proof shows that a subtree is part of a tree. The empty subtree is part of every tree.
 *
 * @param proof - hashes of 32 bytes
 *
 * @example
 * ```ts
 * import { verifySubtreeConsistency } from "@veilkit/ledger";
 * verifySubtreeConsistency(proof, { subtree: { start: 4, end: 6 }, size: 6, subtreeRoot, root });
 * ```
 */
export function verifySubtreeConsistency(proof: readonly Uint8Array[], statement: SubtreeConsistencyStatement): boolean {
	const { subtree, size, subtreeRoot, root } = statement;
	if (!Number.isSafeInteger(size) || !(subtree.end <= size) || !Array.isArray(proof)) return false;
	if (!(subtreeRoot instanceof Uint8Array && root instanceof Uint8Array)) return false;
	if (subtree.start === subtree.end) return subtree.start >= 0 && proof.length === 0 && equalBytes(subtreeRoot, EMPTY_ROOT);
	if (!isSubtree(subtree)) return false;
	if (proof.length !== proofRanges(subtree, size).length || !proof.every(isHash)) return false;
	// Without a proof the two roots are simply compared, whatever they are.
	if (proof.length > 0 && !isHash(subtreeRoot)) return false;
	let used = 0;
	const computed = replay(subtree, { start: 0, end: size }, subtreeRoot, () => proof[used++] as Bytes);
	return equalBytes(computed.target, subtreeRoot) && equalBytes(computed.whole, root);
}

/**
 * Whether a proof shows that a leaf is in a tree.
 *
 * @param proof - hashes of 32 bytes, the leaf's sibling first
 *
 * @example
 * ```ts
 * import { verifyInclusion } from "@veilkit/ledger";
 * verifyInclusion(proof, { index: 7, size: 12, leafHash, root });
 * ```
 */
export function verifyInclusion(proof: readonly Uint8Array[], statement: InclusionStatement): boolean {
	const { index, size, leafHash, root } = statement;
	if (!isHash(leafHash) || !Number.isSafeInteger(index)) return false;
	return verifySubtreeConsistency(proof, { subtree: { start: index, end: index + 1 }, size, subtreeRoot: leafHash, root });
}

/**
 * Whether a proof shows that a tree continues an earlier one. A tree without leaves has no consistency proof (RFC 9162 §2.1.4).
 *
 * @param proof - hashes of 32 bytes
 *
 * @example
 * ```ts
 * import { verifyConsistency } from "@veilkit/ledger";
 * verifyConsistency(proof, { from: 4, to: 9, fromRoot, toRoot });
 * ```
 */
export function verifyConsistency(proof: readonly Uint8Array[], statement: ConsistencyStatement): boolean {
	const { from, to, fromRoot, toRoot } = statement;
	if (!(from > 0)) return false;
	return verifySubtreeConsistency(proof, { subtree: { start: 0, end: from }, size: to, subtreeRoot: fromRoot, root: toRoot });
}

/**
 * Whether a proof shows that a leaf is in a subtree.
 *
 * @param proof - hashes of 32 bytes, the leaf's sibling first
 *
 * @example
 * ```ts
 * import { verifySubtreeInclusion } from "@veilkit/ledger";
 * verifySubtreeInclusion(proof, { index: 5, subtree: { start: 4, end: 6 }, leafHash, subtreeRoot });
 * ```
 */
export function verifySubtreeInclusion(proof: readonly Uint8Array[], statement: SubtreeInclusionStatement): boolean {
	const { index, subtree, leafHash, subtreeRoot } = statement;
	if (!isSubtree(subtree)) return false;
	return verifyInclusion(proof, { index: index - subtree.start, size: subtree.end - subtree.start, leafHash, root: subtreeRoot });
}
