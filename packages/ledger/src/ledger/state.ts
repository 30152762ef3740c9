/**
 * What an open ledger holds in memory: the last checkpoint and the tree's edge, read from the store and checked against each other.
 *
 * Opening verifies the checkpoint's signature, hashes the entries of the last, incomplete bundle again, and requires that they and the
 * stored tiles of the upper levels give the signed root. Older entries are checked by `verifyLedger`.
 */
import { type Bytes, equalBytes, fromUtf8, isVeilkitError, type Store, VeilkitError } from "@veilkit/core";
import { verifyCheckpoint } from "../checkpoint/checkpoint.ts";
import { formatVerifierKey, type VerifierKey } from "../checkpoint/verifier-key.ts";
import { edgeFromPartialTiles, type TileEdge } from "../tiles/tile-edge.ts";
import { hashesAtLevel, TILE_WIDTH } from "../tiles/tile-path.ts";
import { createTileTree, type TileTree } from "../tiles/tile-tree.ts";
import { frontierRoot } from "../tree/frontier.ts";
import { HASH_BYTES } from "../tree/hash.ts";
import { ledgerCorrupt } from "./error.ts";
import { bundlePrefix, CHECKPOINT_KEY, META_KEY, tileKey } from "./layout.ts";
import { decodeMeta, type LedgerMeta } from "./meta.ts";
import { decodeRecord } from "./record.ts";

/** A ledger at one moment; immutable. */
export interface LedgerState {
	readonly meta: LedgerMeta;
	/** The signed checkpoint. */
	readonly checkpoint: string;
	/** Its version in the store. */
	readonly version: string;
	readonly edge: TileEdge;
	readonly root: Bytes;
}

/** Number of entries. */
export function sizeOf(state: LedgerState): number {
	return state.edge.frontier.size;
}

/** The leaf hashes of the last `width` entries, which fill no tile yet. */
async function readTail(store: Store, size: number): Promise<readonly Bytes[]> {
	const width = size % TILE_WIDTH;
	if (width === 0) return [];
	const hashes: Bytes[] = [];
	for await (const { value } of store.list(bundlePrefix(Math.floor(size / TILE_WIDTH)))) {
		if (hashes.length === width) break;
		const index = size - width + hashes.length;
		const record = decodeRecord(value);
		if (record.leaf.index !== index) throw ledgerCorrupt(`entry ${record.leaf.index} is stored in place of entry ${index}`);
		hashes.push(record.leafHash);
	}
	if (hashes.length < width) throw ledgerCorrupt(`entry ${size - width + hashes.length} is missing`);
	return hashes;
}

/** The hashes of the partial tile of a level above 0. */
async function readUpperTile(store: Store, level: number, size: number): Promise<readonly Bytes[]> {
	const count = hashesAtLevel(level, size);
	const width = count % TILE_WIDTH;
	if (width === 0) return [];
	const stored = await store.get(tileKey(level, Math.floor(count / TILE_WIDTH)));
	if (!stored || stored.value.length < width * HASH_BYTES) throw ledgerCorrupt(`tile of level ${level} is missing or too short`);
	return Array.from({ length: width }, (_, at) => stored.value.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

async function readEdge(store: Store, size: number): Promise<TileEdge> {
	const partial = [await readTail(store, size)];
	for (let level = 1; hashesAtLevel(level, size) > 0; level++) partial.push(await readUpperTile(store, level, size));
	return edgeFromPartialTiles(partial);
}

/**
 * Reads and checks the state of a ledger.
 *
 * @returns undefined if the store holds no ledger
 * @throws {VeilkitError} `ERR_LEDGER_KEY` if another key signed it or it has another origin, `ERR_LEDGER_CORRUPT`
 */
export async function loadState(store: Store, verifierKey: VerifierKey): Promise<LedgerState | undefined> {
	const stored = await store.get(CHECKPOINT_KEY);
	const storedMeta = await store.get(META_KEY);
	if (!stored && !storedMeta) return undefined;
	if (!stored || !storedMeta) throw ledgerCorrupt(`${stored ? META_KEY : CHECKPOINT_KEY} is missing`);
	try {
		const checkpoint = fromUtf8(stored.value);
		const verdict = verifyCheckpoint(checkpoint, [formatVerifierKey(verifierKey)]);
		if (!verdict.ok && verdict.reason === "unsigned") {
			const problem = "ledger: the last checkpoint is not signed by this signer for this origin";
			throw new VeilkitError("ERR_LEDGER_KEY", `${problem}; open it with its own signer and origin, or hand it over first`);
		}
		if (!verdict.ok) throw ledgerCorrupt(`checkpoint ${verdict.reason}`);
		const edge = await readEdge(store, verdict.checkpoint.size);
		const root = frontierRoot(edge.frontier);
		if (!equalBytes(root, verdict.checkpoint.root)) throw ledgerCorrupt("the last entries do not give the signed root");
		return { meta: decodeMeta(storedMeta.value), checkpoint, version: stored.version, edge, root };
	} catch (error) {
		if (isVeilkitError(error, "ERR_FORMAT")) throw ledgerCorrupt("a stored value is malformed", error);
		throw error;
	}
}

/** The tree of a state, read from stored tiles and, at the right end, from memory. */
export function treeOf(store: Store, state: LedgerState): TileTree {
	return createTileTree(async ({ level, index, width }) => {
		if (width < TILE_WIDTH) {
			const hashes = state.edge.partial[level] ?? [];
			const tile = new Uint8Array(hashes.length * HASH_BYTES);
			for (const [at, hash] of hashes.entries()) tile.set(hash, at * HASH_BYTES);
			return tile;
		}
		const stored = await store.get(tileKey(level, index));
		if (!stored) throw ledgerCorrupt(`tile ${index} of level ${level} is missing`);
		return stored.value;
	}, sizeOf(state));
}
