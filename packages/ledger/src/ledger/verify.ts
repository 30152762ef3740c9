/**
 * Verification of a whole ledger from its store, by an auditor who trusts nothing in it.
 *
 * Every record is read and hashed again; entries, payloads, keys, tiles, hand-overs and the checkpoint must all agree. With a pinned key this
 * shows who signed; with an earlier checkpoint, that nothing it covered was changed or dropped since. Without either, an operator who
 * holds the key can have written any history: the verdict says `self-asserted`.
 */
import {
	type Bytes,
	checkOptions,
	createPacer,
	equalBytes,
	fromUtf8,
	isVeilkitError,
	type OperationOptions,
	type Store,
	VeilkitError,
} from "@veilkit/core";
import { type Checkpoint, parseCheckpoint } from "../checkpoint/checkpoint.ts";
import { verifyNote } from "../checkpoint/signed-note.ts";
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from "../checkpoint/verifier-key.ts";
import { EMPTY_EDGE, growEdge, type Tile } from "../tiles/tile-edge.ts";
import { TILE_WIDTH } from "../tiles/tile-path.ts";
import { frontierRoot } from "../tree/frontier.ts";
import { openHandOver } from "./hand-over.ts";
import { CHECKPOINT_KEY, ENTRY_PREFIX, entryKey, META_KEY, PREFIX, TILE_PREFIX, tileKey } from "./layout.ts";
import { decodeMeta } from "./meta.ts";
import { decodeRecord, type EntryRecord, unsaltPayload } from "./record.ts";
import { Finding, type LedgerFault, type LedgerVerdict } from "./verdict.ts";
import { createSubjectAudit } from "./verify-subjects.ts";

/** How to verify a ledger. */
export interface VerifyLedgerOptions extends OperationOptions {
	/** The key to trust, text form: the present one or any before a hand-over. Without it the ledger's own word is taken. */
	readonly verifierKey?: string;
	/** A checkpoint of this ledger from before. */
	readonly since?: string;
}

/** Runs a parser; what it refuses is a finding. */
function orFinding<T>(reason: LedgerFault, index: number | undefined, parse: () => T): T {
	try {
		return parse();
	} catch (error) {
		if (isVeilkitError(error, "ERR_FORMAT")) throw new Finding(reason, index);
		throw error;
	}
}

/** How often a ledger that changes meanwhile is read again. */
const MAX_ATTEMPTS = 8;

/** The keys of a ledger, first to last, as its hand-overs say. */
type KeyChain = [VerifierKey, ...VerifierKey[]];

function readRecord(key: string, value: Uint8Array, index: number): EntryRecord {
	if (key !== entryKey(index)) throw new Finding("truncated", index);
	const record = orFinding("altered-entry", index, () => decodeRecord(value));
	if (record.leaf.index !== index) throw new Finding("reordered", index);
	return record;
}

function followHandOver({ leaf, plain }: EntryRecord, chain: KeyChain): void {
	if (leaf.kind !== "hand-over" || !plain) return;
	const current = chain.at(-1) as VerifierKey;
	chain.push(orFinding("replaced-key", leaf.index, () => openHandOver(fromUtf8(unsaltPayload(plain)), leaf.index, current)));
}

/** Compares the stored tiles of the whole tree with those computed. */
async function checkTiles(store: Store, tiles: ReadonlyMap<string, Tile>): Promise<void> {
	let found = 0;
	for await (const { key, value } of store.list(TILE_PREFIX)) {
		const tile = tiles.get(key);
		if (!tile || !equalBytes(tile.hashes, value)) throw new Finding("altered-tile", tile && tile.index * TILE_WIDTH ** (tile.level + 1));
		found++;
	}
	if (found !== tiles.size) throw new Finding("altered-tile");
}

/** Whose signature the checkpoint must bear, and whether it does. */
function checkSignature(note: string, chain: KeyChain, pinned: VerifierKey | undefined): void {
	const same = (key: VerifierKey): boolean => pinned === undefined || formatVerifierKey(key) === formatVerifierKey(pinned);
	if (!chain.some(same)) throw new Finding("replaced-key");
	const verdict = verifyNote(note, [chain.at(-1) as VerifierKey]);
	if (!verdict.ok) throw new Finding(verdict.reason === "unsigned" ? "replaced-key" : verdict.reason);
}

async function verify(store: Store, options: VerifyLedgerOptions, pinned: VerifierKey | undefined): Promise<LedgerVerdict> {
	const stored = await store.get(CHECKPOINT_KEY);
	const storedMeta = await store.get(META_KEY);
	if (!stored || !storedMeta) {
		for await (const _ of store.list(PREFIX)) throw new Finding("malformed");
		throw new Finding("missing");
	}
	const note = orFinding("malformed", undefined, () => fromUtf8(stored.value));
	const checkpoint = orFinding("malformed", undefined, () => parseCheckpoint(note));
	const meta = orFinding("malformed", undefined, () => decodeMeta(storedMeta.value));
	const since = options.since;
	const earlier: Checkpoint | undefined =
		since === undefined ? undefined : orFinding("foreign-checkpoint", undefined, () => parseCheckpoint(since));
	const { origin, size } = checkpoint;
	if (meta.verifierKey.name !== origin) throw new Finding("malformed");

	const chain: KeyChain = [meta.verifierKey];
	const subjects = createSubjectAudit(store, origin);
	const tiles = new Map<string, Tile>();
	const pacer = createPacer({ ...options, phase: "verify", total: size });
	let edge = EMPTY_EDGE;
	let pending: Bytes[] = [];
	let earlierRoot: Bytes | undefined;
	let index = 0;
	let beyond = false;

	/** Takes the pending leaf hashes into the tree: a tile at a time, and where the earlier checkpoint was. */
	function grow(): void {
		const grown = growEdge(edge, pending);
		for (const tile of grown.tiles) tiles.set(tileKey(tile.level, tile.index), tile);
		edge = grown.edge;
		pending = [];
		if (earlier?.size === index) earlierRoot = frontierRoot(edge.frontier);
	}

	grow();
	for await (const { key, value } of store.list(ENTRY_PREFIX)) {
		beyond = index === size;
		if (beyond) break;
		const record = readRecord(key, value, index);
		followHandOver(record, chain);
		await subjects.add(record);
		pending.push(record.leafHash);
		index++;
		if (pending.length === TILE_WIDTH || index === earlier?.size) grow();
		if (pacer.due()) await pacer.pause(index);
	}
	grow();
	pacer.finish(index);

	checkSignature(note, chain, pinned);
	if (earlier && since !== undefined) {
		const trusted = verifyNote(since, chain);
		if (!trusted.ok || earlier.origin !== origin) throw new Finding("foreign-checkpoint");
		if (earlier.size > size) throw new Finding("rollback", size);
	}
	if (index < size) throw new Finding("truncated", index);
	if (beyond) throw new Finding("rollback", size);
	const root = frontierRoot(edge.frontier);
	if (!equalBytes(root, checkpoint.root)) throw new Finding("rewritten");
	if (earlier && !(earlierRoot && equalBytes(earlierRoot, earlier.root))) throw new Finding("fork");
	await checkTiles(store, tiles);
	const erased = await subjects.finish();
	const verifierKey = formatVerifierKey(chain.at(-1) as VerifierKey);
	return { ok: true, origin, size, root, checkpoint: note, verifierKey, key: pinned ? "pinned" : "self-asserted", erased };
}

async function checkpointVersion(store: Store): Promise<string | undefined> {
	return (await store.get(CHECKPOINT_KEY))?.version;
}

async function attemptVerification(store: Store, options: VerifyLedgerOptions, pinned: VerifierKey | undefined): Promise<LedgerVerdict> {
	try {
		return await verify(store, options, pinned);
	} catch (error) {
		if (error instanceof Finding) return { ok: false, reason: error.reason, ...(error.index === undefined ? {} : { index: error.index }) };
		throw error;
	}
}

/**
 * Verifies everything that a store holds of a ledger. Never throws on bad data; it reads, and changes nothing.
 *
 * @throws {VeilkitError} `ERR_FORMAT` if the pinned key itself is malformed; `ERR_STORE_IO` if the store cannot be read; `ERR_LEDGER_CONFLICT`
 * if other processes write all the time; and an abort's reason
 *
 * @example
 * ```ts
 * import { verifyLedger } from "@veilkit/ledger";
 * const verdict = await verifyLedger(store, { verifierKey: pinned, since: lastCheckpoint });
 * if (!verdict.ok) throw new Error(`ledger: ${verdict.reason} at ${verdict.index}`);
 * ```
 */
export async function verifyLedger(store: Store, options: VerifyLedgerOptions = {}): Promise<LedgerVerdict> {
	checkOptions(options, "verifyLedger(options)", ["verifierKey", "since", "signal", "onProgress"]);
	const pinned = options.verifierKey === undefined ? undefined : parseVerifierKey(options.verifierKey);
	try {
		for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			const version = await checkpointVersion(store);
			const verdict = await attemptVerification(store, options, pinned);
			// What is read while another process writes fits no single moment: only a finding about a quiet ledger counts.
			if (verdict.ok || version === (await checkpointVersion(store))) return verdict;
		}
	} catch (error) {
		if (isVeilkitError(error, "ERR_STORE_CORRUPT")) return { ok: false, reason: "store-corrupt" };
		throw error;
	}
	throw new VeilkitError("ERR_LEDGER_CONFLICT", "verifyLedger: the ledger kept changing; verify while nobody writes, or verify a copy");
}
