/**
 * Names of tiles: C2SP tlog-tiles.
 *
 * A tile is up to 256 hashes of one level, 8 tree levels above the next; only the rightmost tile of a level is partial. The index is
 * written in groups of three digits, all but the last with an `x`: `tile/0/x001/x234/067`, `tile/1/000.p/17`.
 */

/** log2 of the number of hashes in a full tile. */
export const TILE_HEIGHT = 8;

/** Hashes in a full tile. */
export const TILE_WIDTH = 256;

/** One tile of a tree of a certain size. */
export interface TileCoordinates {
	/** 0 for leaf hashes; one more for each 8 levels of the tree. */
	readonly level: number;
	readonly index: number;
	/** Number of hashes, 1 to 256. */
	readonly width: number;
}

function indexPath(index: number): string {
	const digits = String(index);
	const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/\d{3}/g) ?? [];
	return groups.map((group, position) => (position < groups.length - 1 ? `x${group}` : group)).join("/");
}

function suffix(width: number): string {
	return width === TILE_WIDTH ? "" : `.p/${width}`;
}

/**
 * The path of a tile below the log's prefix.
 *
 * @example
 * ```ts
 * import { tilePath } from "@veilkit/ledger";
 * tilePath({ level: 0, index: 1234067, width: 256 }); // "tile/0/x001/x234/067"
 * ```
 */
export function tilePath(tile: TileCoordinates): string {
	return `tile/${tile.level}/${indexPath(tile.index)}${suffix(tile.width)}`;
}

/** The path of the bundle of the entries whose leaf hashes are in the level-0 tile of that index. */
export function entryBundlePath(index: number, width: number): string {
	return `tile/entries/${indexPath(index)}${suffix(width)}`;
}

/** How many hashes of a level belong to full tiles of the level below, hence are in the tiles of that level. */
export function hashesAtLevel(level: number, size: number): number {
	return Math.floor(size / TILE_WIDTH ** level);
}
