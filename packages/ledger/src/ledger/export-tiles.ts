/**
 * Static hosting: writes a ledger as the files of a C2SP tlog-tiles log.
 *
 * `checkpoint`, the tiles of all levels, and the entry bundles, whose entries are leaf data (uint16 length, bytes). Payloads are not among them:
 * what is written is safe to publish. The files are computed from the leaves and compared with the checkpoint before it is written, last.
 */
import { type Bytes, concatBytes, equalBytes, toUtf8, uintToBytes } from "@veilkit/core";
import { parseCheckpoint } from "../checkpoint/checkpoint.ts";
import { EMPTY_EDGE, growEdge, partialTiles, type Tile } from "../tiles/tile-edge.ts";
import { entryBundlePath, TILE_WIDTH, tilePath } from "../tiles/tile-path.ts";
import { frontierRoot } from "../tree/frontier.ts";
import { leafHash } from "../tree/hash.ts";
import { ledgerCorrupt } from "./error.ts";
import type { Ledger } from "./types.ts";

/**
 * Writes the tiles, entry bundles and checkpoint of a ledger.
 *
 * @param write - stores bytes at a path below the log's prefix; full tiles and bundles never change, the checkpoint does
 * @throws {VeilkitError} `ERR_LEDGER_CORRUPT` if the entries are not those that were signed; errors of `write`
 *
 * @example
 * ```ts
 * import { exportTiles, openTiles } from "@veilkit/ledger";
 * const files = new Map<string, Uint8Array>();
 * await exportTiles(ledger, async (path, bytes) => void files.set(path, bytes));
 * const tree = openTiles(async (path) => files.get(path) ?? new Uint8Array(0), ledger.size);
 * ```
 */
export async function exportTiles(
	ledger: Pick<Ledger, "checkpoint" | "leaves">,
	write: (path: string, bytes: Bytes) => Promise<void>,
): Promise<void> {
	const checkpoint = await ledger.checkpoint();
	const { size, root } = parseCheckpoint(checkpoint);
	let edge = EMPTY_EDGE;
	let bundle: Bytes[] = [];

	const writeTile = (tile: Tile): Promise<void> => write(tilePath(tile), tile.hashes);

	/** Writes the bundle and the tiles that it fills; a level above 0 appears in `tiles` at each change, and only full tiles are final. */
	async function flush(): Promise<void> {
		const index = Math.floor(edge.frontier.size / TILE_WIDTH);
		const grown = growEdge(edge, bundle.map(leafHash));
		edge = grown.edge;
		const entries = bundle.flatMap((leaf) => [uintToBytes(leaf.length, 2), leaf]);
		await write(entryBundlePath(index, bundle.length), concatBytes(...entries));
		for (const tile of grown.tiles) if (tile.width === TILE_WIDTH) await writeTile(tile);
		bundle = [];
	}

	for await (const leaf of ledger.leaves({ to: size })) {
		bundle.push(leaf);
		if (bundle.length === TILE_WIDTH) await flush();
	}
	if (bundle.length > 0) await flush();
	for (const tile of partialTiles(edge)) await writeTile(tile);
	if (!equalBytes(frontierRoot(edge.frontier), root)) throw ledgerCorrupt("the entries do not give the signed root");
	await write("checkpoint", toUtf8(checkpoint));
}
