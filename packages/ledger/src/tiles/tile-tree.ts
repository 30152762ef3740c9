/**
 * A tree read from its tiles: the root and every proof, for any size up to the one the tiles were made for.
 *
 * A proof reads O(log n) tiles. Tiles are not trusted: a wrong one gives a wrong root or a proof that does not verify.
 */
import { type Bytes, checkInteger, malformed } from "@veilkit/core";
import { EMPTY_ROOT, HASH_BYTES, hashOfRange, nodeHash } from "../tree/hash.ts";
import { halves, type LeafRange, proofRanges } from "../tree/shape.ts";
import { hashesAtLevel, TILE_WIDTH, type TileCoordinates, tilePath } from "./tile-path.ts";

/** A tree whose hashes are read on demand. */
export interface TileTree {
	readonly size: number;
	/** The root of the first `size` leaves, of all unless given. */
	root(size?: number): Promise<Bytes>;
	/** As `proveInclusion`. */
	inclusionProof(index: number): Promise<readonly Bytes[]>;
	/** As `proveConsistency`. */
	consistencyProof(from: number): Promise<readonly Bytes[]>;
}

/** Reads at least the first `width` hashes of a tile. */
export type ReadTile = (tile: TileCoordinates) => Promise<Uint8Array>;

/** A tree over any source of tiles. */
export function createTileTree(read: ReadTile, size: number): TileTree {
	async function readHashes(level: number, index: number, cache: Map<string, Promise<readonly Bytes[]>>): Promise<readonly Bytes[]> {
		const width = Math.min(TILE_WIDTH, hashesAtLevel(level, size) - index * TILE_WIDTH);
		const key = `${level}/${index}`;
		const load = async (): Promise<readonly Bytes[]> => {
			const bytes = await read({ level, index, width });
			if (bytes.length < width * HASH_BYTES) throw malformed("tile", `fewer than ${width} hashes in ${tilePath({ level, index, width })}`);
			return Array.from({ length: width }, (_, at) => bytes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES) as Bytes);
		};
		const hashes = cache.get(key) ?? load();
		cache.set(key, hashes);
		return hashes;
	}

	async function rangeHash(range: LeafRange, cache: Map<string, Promise<readonly Bytes[]>>): Promise<Bytes> {
		const length = range.end - range.start;
		if (length === 0) return EMPTY_ROOT;
		let level = 0;
		while (TILE_WIDTH ** (level + 1) <= length) level++;
		const span = length / TILE_WIDTH ** level;
		const perfect = Number.isInteger(span) && Number.isInteger(Math.log2(span));
		if (!perfect) {
			const [left, right] = halves(range);
			return nodeHash(await rangeHash(left, cache), await rangeHash(right, cache));
		}
		const first = range.start / TILE_WIDTH ** level;
		const offset = first % TILE_WIDTH;
		const hashes = await readHashes(level, Math.floor(first / TILE_WIDTH), cache);
		return hashOfRange(hashes, offset, offset + span);
	}

	function hashesOf(ranges: readonly LeafRange[]): Promise<readonly Bytes[]> {
		const cache = new Map<string, Promise<readonly Bytes[]>>();
		return Promise.all(ranges.map((range) => rangeHash(range, cache)));
	}

	return {
		size,
		async root(upTo = size) {
			checkInteger(upTo, "root(size)", { min: 0, max: size });
			return (await hashesOf([{ start: 0, end: upTo }]))[0] as Bytes;
		},
		async inclusionProof(index) {
			checkInteger(index, "inclusionProof(index)", { min: 0, max: size - 1 });
			return hashesOf(proofRanges({ start: index, end: index + 1 }, size));
		},
		async consistencyProof(from) {
			checkInteger(from, "consistencyProof(from)", { min: 1, max: size });
			return hashesOf(proofRanges({ start: 0, end: from }, size));
		},
	};
}

/**
 * Opens a tree that is served as tile files (C2SP tlog-tiles).
 *
 * @param read - gives the bytes at a path below the log's prefix: `fetch` or a file read
 * @param size - from a checkpoint that was verified; the tiles for it must exist
 * @throws {VeilkitError} `ERR_FORMAT` from its methods, if a tile is too short
 *
 * @example
 * ```ts
 * import { openTiles, verifyInclusion } from "@veilkit/ledger";
 * const tree = openTiles(async (path) => new Uint8Array(await (await fetch(`https://shop.example/privacy/${path}`)).arrayBuffer()), checkpoint.size);
 * verifyInclusion(await tree.inclusionProof(7), { index: 7, size: tree.size, leafHash, root: checkpoint.root });
 * ```
 */
export function openTiles(read: (path: string) => Promise<Uint8Array>, size: number): TileTree {
	return createTileTree((tile) => read(tilePath(tile)), checkInteger(size, "openTiles(size)", { min: 0 }));
}
