/**
 * The growing edge of a tiled tree: its frontier, and the hashes of the partial tile at the right end of each level.
 *
 * An immutable value: growing returns a new edge and the tiles that became full or, above level 0, changed.
 */
import { type Bytes, concatBytes } from "@veilkit/core";
import { EMPTY_FRONTIER, extendWithNodes, type Frontier } from "../tree/frontier.ts";
import { TILE_HEIGHT, TILE_WIDTH, type TileCoordinates } from "./tile-path.ts";

/** What appending to a tiled tree needs to know. */
export interface TileEdge {
	readonly frontier: Frontier;
	/** By level: the hashes of the partial tile, 0 to 255. */
	readonly partial: readonly (readonly Bytes[])[];
}

/** A tile with its content. */
export interface Tile extends TileCoordinates {
	readonly hashes: Bytes;
}

/** The edge of a tree without leaves. */
export const EMPTY_EDGE: TileEdge = { frontier: EMPTY_FRONTIER, partial: [] };

/** Appends leaf hashes. */
export function growEdge(edge: TileEdge, leafHashes: readonly Bytes[]): { readonly edge: TileEdge; readonly tiles: readonly Tile[] } {
	const partial = edge.partial.map((hashes) => [...hashes]);
	const tiles: Tile[] = [];
	const changed = new Set<number>();
	const frontier = extendWithNodes(edge.frontier, leafHashes, {
		level: 0,
		onNode(treeLevel, nodeIndex, hash) {
			if (treeLevel % TILE_HEIGHT !== 0) return;
			const level = treeLevel / TILE_HEIGHT;
			const hashes = partial[level] ?? [];
			hashes.push(hash);
			partial[level] = hashes;
			changed.add(level);
			if (hashes.length === TILE_WIDTH) {
				tiles.push({ level, index: Math.floor(nodeIndex / TILE_WIDTH), width: TILE_WIDTH, hashes: concatBytes(...hashes) });
				partial[level] = [];
				changed.delete(level);
			}
		},
	});
	const grown = { frontier, partial };
	return { edge: grown, tiles: [...tiles, ...partialTiles(grown).filter(({ level }) => level > 0 && changed.has(level))] };
}

/** The partial tiles at the right end of every level; empty ones do not exist. */
export function partialTiles(edge: TileEdge): readonly Tile[] {
	return edge.partial.flatMap((hashes, level) => {
		if (hashes.length === 0) return [];
		const index = Math.floor(edge.frontier.size / TILE_WIDTH ** (level + 1));
		return [{ level, index, width: hashes.length, hashes: concatBytes(...hashes) }];
	});
}

/** The edge whose partial tiles have the given hashes, by level. */
export function edgeFromPartialTiles(partial: readonly (readonly Bytes[])[]): TileEdge {
	let frontier = EMPTY_FRONTIER;
	for (let level = partial.length - 1; level >= 0; level--) {
		frontier = extendWithNodes(frontier, partial[level] ?? [], { level: level * TILE_HEIGHT });
	}
	return { frontier, partial };
}
