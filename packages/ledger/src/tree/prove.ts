/**
 * Proofs from a list of leaf hashes: RFC 9162 §2.1.3.1 and §2.1.4.1, and subtree proofs as in draft-ietf-plants-merkle-tree-certs §4.
 *
 * O(n) hashes a proof. A ledger proves from stored tiles instead (`tiles/tile-tree.ts`) with the same list of ranges.
 */
import { type Bytes, invalidArgument } from "@veilkit/core";
import { hashOfRange } from "./hash.ts";
import { isSubtree, type LeafRange, proofRanges } from "./shape.ts";

function prove(leafHashes: readonly Uint8Array[], target: LeafRange, path: string): readonly Bytes[] {
	if (!isSubtree(target) || target.end > leafHashes.length) throw invalidArgument(path, "a subtree of the given leaves");
	return proofRanges(target, leafHashes.length).map(({ start, end }) => hashOfRange(leafHashes, start, end));
}

/**
 * The proof that a leaf is in the tree.
 *
 * @param leafHashes - all leaf hashes, in order
 * @param index - which leaf, from 0
 * @returns hashes of 32 bytes, the leaf's sibling first (RFC 9162 §2.1.3.1)
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for an index outside the tree
 *
 * @example
 * ```ts
 * import { leafHash, proveInclusion, rootHash, verifyInclusion } from "@veilkit/ledger";
 * const leaves = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)];
 * const hashes = leaves.map(leafHash);
 * verifyInclusion(proveInclusion(hashes, 1), { index: 1, size: 3, leafHash: hashes[1], root: rootHash(leaves) }); // true
 * ```
 */
export function proveInclusion(leafHashes: readonly Uint8Array[], index: number): readonly Bytes[] {
	return prove(leafHashes, { start: index, end: index + 1 }, "proveInclusion(index)");
}

/**
 * The proof that the tree continues the tree of its first `from` leaves.
 *
 * @param leafHashes - all leaf hashes, in order
 * @param from - size of the earlier tree, at least 1
 * @returns hashes of 32 bytes (RFC 9162 §2.1.4.1)
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for a size outside the tree
 *
 * @example
 * ```ts
 * import { leafHash, proveConsistency } from "@veilkit/ledger";
 * const hashes = [1, 2, 3].map((value) => leafHash(Uint8Array.of(value)));
 * proveConsistency(hashes, 2).length; // 1
 * ```
 */
export function proveConsistency(leafHashes: readonly Uint8Array[], from: number): readonly Bytes[] {
	return prove(leafHashes, { start: 0, end: from }, "proveConsistency(from)");
}

/**
 * The proof that a leaf is in a subtree, whose root a party holds instead of the whole tree's.
 *
 * @param leafHashes - all leaf hashes, in order
 * @param index - which leaf, from 0
 * @param subtree - from `start` up to, not including, `end`
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` unless the range is a subtree that holds the leaf
 *
 * @example
 * ```ts
 * import { leafHash, proveSubtreeInclusion } from "@veilkit/ledger";
 * const hashes = [1, 2, 3, 4, 5, 6].map((value) => leafHash(Uint8Array.of(value)));
 * proveSubtreeInclusion(hashes, 5, { start: 4, end: 6 }).length; // 1
 * ```
 */
export function proveSubtreeInclusion(leafHashes: readonly Uint8Array[], index: number, subtree: LeafRange): readonly Bytes[] {
	const { start, end } = subtree;
	if (!isSubtree(subtree) || end > leafHashes.length)
		throw invalidArgument("proveSubtreeInclusion(subtree)", "a subtree of the given leaves");
	const target = { start: index - start, end: index - start + 1 };
	return prove(leafHashes.slice(start, end), target, "proveSubtreeInclusion(index)");
}

/**
 * The proof that a subtree is part of the tree.
 *
 * @param leafHashes - all leaf hashes, in order
 * @param subtree - from `start` up to, not including, `end`
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` unless the range is a subtree
 *
 * @example
 * ```ts
 * import { leafHash, proveSubtreeConsistency } from "@veilkit/ledger";
 * const hashes = [1, 2, 3, 4, 5, 6].map((value) => leafHash(Uint8Array.of(value)));
 * proveSubtreeConsistency(hashes, { start: 4, end: 6 }).length; // 1
 * ```
 */
export function proveSubtreeConsistency(leafHashes: readonly Uint8Array[], subtree: LeafRange): readonly Bytes[] {
	return prove(leafHashes, subtree, "proveSubtreeConsistency(subtree)");
}
