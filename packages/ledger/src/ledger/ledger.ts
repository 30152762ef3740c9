/**
 * The ledger: an append-only log on any store, tamper-evident by a Merkle tree (RFC 9162) under signed checkpoints (C2SP), with payloads
 * that can be erased without touching the tree.
 *
 * Roles. The operator runs the store and holds the signing key. An auditor pins the verifier key and keeps checkpoints; what each can
 * detect is in the README. Assumes that SHA-256 is collision-resistant, Ed25519 unforgeable, and the signer keeps its key. Leaks to whoever
 * reads checkpoints, tiles and leaf data: number and times of entries. To whoever reads the store: everything that is not erased.
 */
import {
	type Bytes,
	type Clock,
	checkBytes,
	checkInteger,
	checkOptions,
	checkString,
	isVeilkitError,
	type RandomSource,
	type Signer,
	type Store,
	systemClock,
	systemRandom,
	toHex,
	toUtf8,
} from "@veilkit/core";
import { signCheckpoint } from "../checkpoint/checkpoint.ts";
import { createVerifierKey, formatVerifierKey, KEY_NAME_SHAPE } from "../checkpoint/verifier-key.ts";
import { formatProofFile } from "../tiles/proof-file.ts";
import { EMPTY_ROOT } from "../tree/hash.ts";
import { verifyConsistency, verifyInclusion } from "../tree/verify.ts";
import type { Draft, DraftEntry } from "./draft.ts";
import { ledgerConflict, ledgerCorrupt } from "./error.ts";
import { CHECKPOINT_KEY, META_KEY, sealedPrefix } from "./layout.ts";
import { createMeta, encodeMeta } from "./meta.ts";
import { createPayloadReader, readRecord, readRecords } from "./read-entries.ts";
import { loadState, sizeOf, treeOf } from "./state.ts";
import type { ConsistencyProof, EntryRange, InclusionProof, Ledger, LedgerItem, LedgerReceipt } from "./types.ts";
import { createWriter } from "./writer.ts";

const SUBJECT_SHAPE = { minLength: 1, maxLength: 1024 } as const;

/** Writes the empty ledger, unless another process is faster. */
async function createEmpty(
	store: Store,
	origin: string,
	options: { readonly signer: Signer; readonly random: RandomSource },
): Promise<void> {
	const meta = createMeta(formatVerifierKey(createVerifierKey(origin, options.signer.publicKey)), options.random);
	const checkpoint = signCheckpoint({ origin, size: 0, root: EMPTY_ROOT, extensions: [] }, [options.signer]);
	try {
		await store.write([
			{ key: CHECKPOINT_KEY, value: toUtf8(checkpoint), ifVersion: "absent" },
			{ key: META_KEY, value: encodeMeta(meta), ifVersion: "absent" },
		]);
	} catch (error) {
		if (!isVeilkitError(error, "ERR_STORE_CONFLICT")) throw error;
	}
}

/** A checked copy: the caller may change its bytes while the item waits. */
function takeItem(item: LedgerItem, path: string): LedgerItem {
	const { payload, subject } = checkOptions(item, path, ["payload", "subject"]);
	const copy = checkBytes(payload, `${path}.payload`).slice();
	return subject === undefined ? { payload: copy } : { payload: copy, subject: checkString(subject, `${path}.subject`, SUBJECT_SHAPE) };
}

/**
 * Opens the ledger of a store, or starts one.
 *
 * @param store - where it lives; one ledger a store. Whoever opened the store closes it
 * @param options.signer - signs checkpoints; Ed25519
 * @param options.origin - identifies the log, as a URL without a scheme: `shop.example/privacy`
 * @throws {VeilkitError} `ERR_LEDGER_KEY` if the ledger has another signer or origin; `ERR_LEDGER_CORRUPT` if what is stored is not
 * what was signed; `ERR_INVALID_ARGUMENT`
 *
 * @example
 * ```ts
 * import { createSigner, generateKey, memoryStore, toUtf8 } from "@veilkit/core";
 * import { openLedger } from "@veilkit/ledger";
 * const signer = createSigner(generateKey({ purpose: "sign" }));
 * const ledger = await openLedger(memoryStore(), { signer, origin: "shop.example/privacy" });
 * const receipt = await ledger.append(toUtf8("consent given"), { subject: "customer 17" });
 * ```
 */
export async function openLedger(
	store: Store,
	options: { readonly signer: Signer; readonly origin: string; readonly clock?: Clock; readonly random?: RandomSource },
): Promise<Ledger> {
	checkOptions(options, "openLedger(options)", ["signer", "origin", "clock", "random"]);
	const { signer, clock = systemClock, random = systemRandom } = options;
	const origin = checkString(options.origin, "openLedger(options.origin)", KEY_NAME_SHAPE);
	const verifierKey = createVerifierKey(origin, signer.publicKey);
	let state = await loadState(store, verifierKey);
	if (!state) {
		await createEmpty(store, origin, { signer, random });
		state = await loadState(store, verifierKey);
	}
	if (!state) throw ledgerCorrupt("the store does not keep what is written to it");
	const writer = createWriter({ store, origin, clock, random }, { state, signer });

	const receiptOf = (draft: Draft, entry: DraftEntry): LedgerReceipt => ({
		index: entry.index,
		leafHash: toHex(entry.leafHash),
		size: draft.size(),
	});

	function checkRange(range: EntryRange, path: string): Required<EntryRange> {
		checkOptions(range, path, ["from", "to"]);
		const size = sizeOf(writer.state());
		const to = checkInteger(range.to ?? size, `${path}.to`, { min: 0, max: size });
		return { from: checkInteger(range.from ?? 0, `${path}.from`, { min: 0, max: to }), to };
	}

	async function appendItems(items: readonly LedgerItem[], ifSize: number | undefined): Promise<readonly LedgerReceipt[]> {
		return writer.submit(async (draft) => {
			if (ifSize !== undefined && ifSize !== draft.size()) throw ledgerConflict(ifSize, draft.size());
			const keys = new Map<string, Awaited<ReturnType<Draft["subject"]>>>();
			for (const { subject } of items) {
				if (subject !== undefined && !keys.has(subject)) keys.set(subject, await draft.subject(subject));
			}
			const entries = items.map(({ payload, subject }) => draft.addData(payload, subject === undefined ? undefined : keys.get(subject)));
			return () => entries.map((entry) => receiptOf(draft, entry));
		});
	}

	async function inclusionProof(index: number): Promise<InclusionProof & { readonly leafData: Bytes; readonly checkpoint: string }> {
		const at = writer.state();
		const size = sizeOf(at);
		checkInteger(index, "ledger.inclusionProof(index)", { min: 0, max: size - 1 });
		const proof = await treeOf(store, at).inclusionProof(index);
		const { leafHash, leafData } = await readRecord(store, index);
		const statement = { index, size, leafHash, root: at.root };
		if (verifyInclusion(proof, statement)) return { ...statement, proof, leafData, checkpoint: at.checkpoint };
		throw ledgerCorrupt(`entry ${index} or a tile above it is not what was signed`);
	}

	return {
		origin,
		get size() {
			return sizeOf(writer.state());
		},
		async append(payload, appendOptions = {}) {
			checkOptions(appendOptions, "ledger.append(options)", ["subject", "ifSize"]);
			const { subject, ifSize } = appendOptions;
			const item = takeItem(subject === undefined ? { payload } : { payload, subject }, "ledger.append(payload, options)");
			if (ifSize !== undefined) checkInteger(ifSize, "ledger.append(options.ifSize)", { min: 0 });
			return (await appendItems([item], ifSize))[0] as LedgerReceipt;
		},
		async appendAll(items, appendOptions = {}) {
			checkOptions(appendOptions, "ledger.appendAll(options)", ["ifSize"]);
			const { ifSize } = appendOptions;
			if (ifSize !== undefined) checkInteger(ifSize, "ledger.appendAll(options.ifSize)", { min: 0 });
			return appendItems(
				items.map((item, index) => takeItem(item, `ledger.appendAll(items[${index}])`)),
				ifSize,
			);
		},
		async *entries(range = {}) {
			const { from, to } = checkRange(range, "ledger.entries(options)");
			const payloadOf = createPayloadReader(store, origin);
			for await (const record of readRecords(store, from, to)) {
				const { index, time, kind } = record.leaf;
				if (kind === "data") yield { index, leafHash: toHex(record.leafHash), payload: await payloadOf(record), time };
			}
		},
		async *leaves(range = {}) {
			const { from, to } = checkRange(range, "ledger.leaves(options)");
			for await (const { leafData } of readRecords(store, from, to)) yield leafData;
		},
		async checkpoint() {
			return writer.state().checkpoint;
		},
		async inclusionProof(index) {
			const { leafHash, proof, root, size } = await inclusionProof(index);
			return { index, leafHash, proof, root, size };
		},
		async consistencyProof(from): Promise<ConsistencyProof> {
			const at = writer.state();
			const tree = treeOf(store, at);
			const proof = await tree.consistencyProof(from);
			const statement = { from, to: sizeOf(at), fromRoot: await tree.root(from), toRoot: at.root };
			if (!verifyConsistency(proof, statement)) throw ledgerCorrupt("a tile is not what was signed");
			return { ...statement, proof };
		},
		async proofFile(index) {
			const { proof, checkpoint, leafData } = await inclusionProof(index);
			return formatProofFile({ index, proof, checkpoint, extra: leafData });
		},
		async eraseSubject(subject) {
			checkString(subject, "ledger.eraseSubject(subject)", SUBJECT_SHAPE);
			return writer.submit(async (draft) => {
				const keys = await draft.findSubject(subject);
				if (!keys) return () => undefined;
				const sealedKeys: string[] = [];
				for await (const { key } of store.list(sealedPrefix(keys.slotHex))) sealedKeys.push(key);
				const entry = draft.addErasure(subject, { keys, sealedKeys });
				return () => receiptOf(draft, entry);
			});
		},
		async handOver(to) {
			checkBytes(to?.publicKey, "ledger.handOver(to.publicKey)", 32);
			return writer.submit(async (draft) => {
				const entry = draft.addHandOver(to);
				return () => receiptOf(draft, entry);
			});
		},
		refresh: () => writer.refresh(),
		close: () => writer.close(),
	};
}
