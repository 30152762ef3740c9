/**
 * The hashes of a Merkle tree: RFC 9162 §2.1.1 with SHA-256.
 *
 * A leaf hashes as SHA-256(00 ‖ data), an inner node as SHA-256(01 ‖ left ‖ right): the prefixes keep a node from passing for a leaf.
 * The split of a tree of n leaves is the largest power of two below n. Everything here is public data; nothing is secret.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, checkBytes } from "@veilkit/core";

/** Length of a tree hash in bytes. */
export const HASH_BYTES = 32;

const LEAF_PREFIX: Bytes = /* @__PURE__ */ Uint8Array.of(0);

/** Input of every node hash, filled and hashed in one synchronous step: nothing in it is secret. */
const NODE_INPUT: Bytes = /* @__PURE__ */ Uint8Array.of(1, ...new Uint8Array(2 * HASH_BYTES));

/** The root of a tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Bytes = /* @__PURE__ */ sha256(new Uint8Array(0));

/**
 * The hash of a leaf.
 *
 * @param data - the leaf's bytes, of any length
 * @returns 32 bytes (RFC 9162 §2.1.1)
 *
 * @example
 * ```ts
 * import { toUtf8 } from "@veilkit/core";
 * import { leafHash } from "@veilkit/ledger";
 * leafHash(toUtf8("entry")).length; // 32
 * ```
 */
export function leafHash(data: Uint8Array): Bytes {
	return sha256.create().update(LEAF_PREFIX).update(data).digest();
}

/**
 * The hash of an inner node.
 *
 * @param left - 32 bytes
 * @param right - 32 bytes
 * @returns 32 bytes (RFC 9162 §2.1.1)
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for another length
 *
 * @example
 * ```ts
 * import { leafHash, nodeHash } from "@veilkit/ledger";
 * nodeHash(leafHash(Uint8Array.of(1)), leafHash(Uint8Array.of(2))).length; // 32
 * ```
 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
	NODE_INPUT.set(checkBytes(left, "nodeHash(left)", HASH_BYTES), 1);
	NODE_INPUT.set(checkBytes(right, "nodeHash(right)", HASH_BYTES), 1 + HASH_BYTES);
	return sha256(NODE_INPUT);
}

/** The largest power of two below `size`, for a size of 2 to 2^53 − 1. */
export function splitPoint(size: number): number {
	let split = 1;
	while (split * 2 < size) split *= 2;
	return split;
}

/** The hash of the leaves from `start` up to, not including, `end`, by the definition. */
export function hashOfRange(leafHashes: readonly Uint8Array[], start: number, end: number): Bytes {
	if (end === start) return EMPTY_ROOT;
	if (end - start === 1) return (leafHashes[start] as Uint8Array).slice() as Bytes;
	const middle = start + splitPoint(end - start);
	return nodeHash(hashOfRange(leafHashes, start, middle), hashOfRange(leafHashes, middle, end));
}

/**
 * The root of a tree over all its leaves, by the definition: O(n) hashes.
 *
 * @param leaves - the leaves' data, in order
 * @returns 32 bytes (RFC 9162 §2.1.1)
 *
 * @example
 * ```ts
 * import { toHex } from "@veilkit/core";
 * import { rootHash } from "@veilkit/ledger";
 * toHex(rootHash([])); // "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
 * ```
 */
export function rootHash(leaves: readonly Uint8Array[]): Bytes {
	return hashOfRange(leaves.map(leafHash), 0, leaves.length);
}
