/**
 * The growing edge of a tree: the roots of its maximal perfect subtrees, largest first, at most one a level.
 *
 * These O(log n) hashes are all that appending and the root need. A frontier is an immutable value, so that a failed write leaves
 * the former one in place.
 */
import type { Bytes } from "@veilkit/core";
import { EMPTY_ROOT, nodeHash } from "./hash.ts";

/** The root of a perfect subtree of 2^level leaves. */
export interface FrontierNode {
	readonly level: number;
	readonly hash: Bytes;
}

/** What appending needs to know of a tree. */
export interface Frontier {
	/** Number of leaves, below 2^53. */
	readonly size: number;
	readonly nodes: readonly FrontierNode[];
}

/** The frontier of a tree without leaves. */
export const EMPTY_FRONTIER: Frontier = { size: 0, nodes: [] };

/**
 * Appends perfect subtrees, all of one size, and tells of every perfect subtree that this completes.
 *
 * @param hashes - their roots, in order
 * @param options.level - they have 2^level leaves each; at most the level of the frontier's last node
 * @param options.onNode - gets each, the given ones included, with its index within its level
 */
export function extendWithNodes(
	frontier: Frontier,
	hashes: readonly Bytes[],
	options: { readonly level: number; readonly onNode?: (level: number, index: number, hash: Bytes) => void },
): Frontier {
	const nodes = [...frontier.nodes];
	let size = frontier.size;
	for (const given of hashes) {
		let { level } = options;
		let hash = given;
		size += 2 ** level;
		options.onNode?.(level, size / 2 ** level - 1, hash);
		for (let last = nodes.at(-1); last !== undefined && last.level === level; last = nodes.at(-1)) {
			nodes.pop();
			hash = nodeHash(last.hash, hash);
			level++;
			options.onNode?.(level, size / 2 ** level - 1, hash);
		}
		nodes.push({ level, hash });
	}
	return { size, nodes };
}

/**
 * Appends leaves.
 *
 * @param leafHashes - 32 bytes each, in order
 *
 * @example
 * ```ts
 * import { EMPTY_FRONTIER, extendFrontier, leafHash } from "@veilkit/ledger";
 * const frontier = extendFrontier(EMPTY_FRONTIER, [leafHash(Uint8Array.of(1)), leafHash(Uint8Array.of(2))]);
 * frontier.nodes.length; // 1
 * ```
 */
export function extendFrontier(frontier: Frontier, leafHashes: readonly Bytes[]): Frontier {
	return extendWithNodes(frontier, leafHashes, { level: 0 });
}

/**
 * The root of the tree: O(log n) hashes.
 *
 * @example
 * ```ts
 * import { EMPTY_FRONTIER, frontierRoot } from "@veilkit/ledger";
 * frontierRoot(EMPTY_FRONTIER).length; // 32
 * ```
 */
export function frontierRoot(frontier: Frontier): Bytes {
	const [last, ...rest] = frontier.nodes.map((node) => node.hash).reverse();
	return last === undefined ? EMPTY_ROOT : rest.reduce((right, left) => nodeHash(left, right), last);
}
