/**
 * One write in the making: entries, payloads, keys, tiles and the new checkpoint, as a single list of changes.
 *
 * A draft stands on one state. The list is conditional on the version of that state's checkpoint, so it applies to exactly the ledger it
 * was made for, whoever else writes; after a conflict a new draft is made. Adding is synchronous: what is added is added whole.
 */
import { type Bytes, type RandomSource, type Signer, type Store, type StoreChange, toHex, toUtf8 } from "@veilkit/core";
import { signCheckpoint } from "../checkpoint/checkpoint.ts";
import { growEdge } from "../tiles/tile-edge.ts";
import { frontierRoot } from "../tree/frontier.ts";
import { leafHash } from "../tree/hash.ts";
import { ledgerCorrupt } from "./error.ts";
import { signHandOver } from "./hand-over.ts";
import { CHECKPOINT_KEY, entryKey, SLOT_KEY_PREFIX, SUBJECT_PREFIX, sealedKey, sealedPrefix, tileKey } from "./layout.ts";
import { commitPayload, commitSubject, encodeLeaf, type LeafKind } from "./leaf.ts";
import { encodeRecord, saltPayload } from "./record.ts";
import { type LedgerState, sizeOf } from "./state.ts";
import { generateSubjectKeys, hashSubject, openSubjectKeys, type SubjectKeys } from "./subject.ts";

/** An entry of a draft. */
export interface DraftEntry {
	readonly index: number;
	readonly leafHash: Bytes;
}

/** What a draft needs besides the state. */
export interface DraftContext {
	readonly store: Store;
	readonly origin: string;
	readonly signer: Signer;
	readonly random: RandomSource;
	/** Milliseconds since 1970, for all entries of the draft. */
	readonly time: number;
	/** Known subjects of the state, by name. */
	readonly subjects: ReadonlyMap<string, SubjectKeys>;
}

/** What a draft comes to. */
export interface FinishedDraft {
	readonly changes: readonly StoreChange[];
	readonly state: Omit<LedgerState, "version">;
	readonly signer: Signer;
}

/** A write in the making. */
export interface Draft {
	/** Number of entries with those of the draft. */
	size(): number;
	/** The keys of a subject, or undefined if the ledger has none for it. */
	findSubject(name: string): Promise<SubjectKeys | undefined>;
	/** The keys of a subject, made if need be. */
	subject(name: string): Promise<SubjectKeys>;
	addData(payload: Uint8Array, keys: SubjectKeys | undefined): DraftEntry;
	/** Destroys the keys and payloads of a subject and records it. */
	addErasure(name: string, target: { readonly keys: SubjectKeys; readonly sealedKeys: readonly string[] }): DraftEntry;
	/** Records the hand-over to another signer, who signs this draft already. */
	addHandOver(to: Signer): DraftEntry;
	/** Subjects that the draft found, made (keys) or erased (undefined). */
	readonly touched: ReadonlyMap<string, SubjectKeys | undefined>;
	finish(): FinishedDraft;
}

/** Starts a write on a state. */
export function createDraft(state: LedgerState, context: DraftContext): Draft {
	const { store, origin, random, time } = context;
	const changes = new Map<string, Uint8Array | undefined>();
	const hashes: Bytes[] = [];
	const touched = new Map<string, SubjectKeys | undefined>();
	let { signer } = context;

	const size = (): number => sizeOf(state) + hashes.length;
	const subjectKey = (name: string): string => SUBJECT_PREFIX + hashSubject(name, state.meta.indexKey);

	function add(kind: LeafKind, stored: Bytes, keys: SubjectKeys | undefined): DraftEntry {
		const index = size();
		const commitment = commitPayload(stored);
		const subject = keys ? commitSubject(keys.slot, commitment) : null;
		const leafData = encodeLeaf({ index, kind, time, commitment, subject });
		const hash = leafHash(leafData);
		changes.set(entryKey(index), encodeRecord({ leafData, leafHash: hash, slot: keys?.slot ?? null, plain: keys ? null : stored }));
		if (keys) changes.set(sealedKey(keys.slotHex, index), stored);
		hashes.push(hash);
		return { index, leafHash: hash };
	}

	async function findSubject(name: string): Promise<SubjectKeys | undefined> {
		if (touched.has(name)) return touched.get(name);
		const known = context.subjects.get(name);
		if (known) return known;
		const slot = (await store.get(subjectKey(name)))?.value;
		if (!slot) return undefined;
		const secret = (await store.get(SLOT_KEY_PREFIX + toHex(slot)))?.value;
		const keys = secret && openSubjectKeys(secret, slot, origin);
		if (!keys) throw ledgerCorrupt("the key of a subject is missing or damaged");
		touched.set(name, keys);
		return keys;
	}

	return {
		size,
		touched,
		findSubject,
		async subject(name) {
			const found = await findSubject(name);
			if (found) return found;
			const keys = generateSubjectKeys(origin, random);
			changes.set(subjectKey(name), keys.slot);
			changes.set(SLOT_KEY_PREFIX + keys.slotHex, keys.secret);
			touched.set(name, keys);
			return keys;
		},
		addData: (payload, keys) => add("data", keys ? keys.seal(payload, random) : saltPayload(payload, random), keys),
		addErasure(name, { keys, sealedKeys }) {
			const pending = [...changes.keys()].filter((key) => key.startsWith(sealedPrefix(keys.slotHex)));
			const gone = [subjectKey(name), SLOT_KEY_PREFIX + keys.slotHex, ...sealedKeys, ...pending];
			for (const key of gone) changes.set(key, undefined);
			touched.set(name, undefined);
			return add("erasure", saltPayload(keys.slot, random), undefined);
		},
		addHandOver(to) {
			const entry = add("hand-over", saltPayload(toUtf8(signHandOver(origin, size(), { from: signer, to })), random), undefined);
			signer = to;
			return entry;
		},
		finish() {
			const { edge, tiles } = growEdge(state.edge, hashes);
			for (const tile of tiles) changes.set(tileKey(tile.level, tile.index), tile.hashes);
			const root = frontierRoot(edge.frontier);
			const checkpoint = signCheckpoint({ origin, size: edge.frontier.size, root, extensions: [] }, [signer]);
			const list: StoreChange[] = [{ key: CHECKPOINT_KEY, value: toUtf8(checkpoint), ifVersion: state.version }];
			for (const [key, value] of changes) list.push(value === undefined ? { key } : { key, value });
			return { changes: list, state: { meta: state.meta, checkpoint, edge, root }, signer };
		},
	};
}
