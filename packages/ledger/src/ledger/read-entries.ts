/**
 * Reading entries back, a bundle of 256 at a time, with payloads decrypted.
 *
 * Each record and payload is checked against the leaf's commitments. That the leaf is the one that was signed is shown by an inclusion
 * proof or by `verifyLedger`.
 */
import { type Bytes, equalBytes, isVeilkitError, type Store, toHex } from "@veilkit/core";
import { TILE_WIDTH } from "../tiles/tile-path.ts";
import { ledgerCorrupt } from "./error.ts";
import { bundlePrefix, entryKey, SLOT_KEY_PREFIX, sealedKey } from "./layout.ts";
import { commitPayload } from "./leaf.ts";
import { decodeRecord, type EntryRecord, unsaltPayload } from "./record.ts";
import { openSubjectKeys, type SubjectKeys } from "./subject.ts";

function parse(value: Uint8Array, index: number): EntryRecord {
	try {
		const record = decodeRecord(value);
		if (record.leaf.index === index) return record;
	} catch (error) {
		if (!isVeilkitError(error, "ERR_FORMAT")) throw error;
		throw ledgerCorrupt(`entry ${index} is damaged`, error);
	}
	throw ledgerCorrupt(`another entry is stored in place of entry ${index}`);
}

/** One record. */
export async function readRecord(store: Store, index: number): Promise<EntryRecord> {
	const stored = await store.get(entryKey(index));
	if (!stored) throw ledgerCorrupt(`entry ${index} is missing`);
	return parse(stored.value, index);
}

/** The records from `from` up to, not including, `to`. */
export async function* readRecords(store: Store, from: number, to: number): AsyncGenerator<EntryRecord> {
	let index = from;
	while (index < to) {
		const bundle = Math.floor(index / TILE_WIDTH);
		const end = Math.min(to, (bundle + 1) * TILE_WIDTH);
		let position = bundle * TILE_WIDTH;
		for await (const { value } of store.list(bundlePrefix(bundle))) {
			if (position >= end) break;
			if (position++ < index) continue;
			yield parse(value, index++);
		}
		if (index < end) throw ledgerCorrupt(`entry ${index} is missing`);
	}
}

/** Decrypts payloads, reading each subject's key once. */
export function createPayloadReader(store: Store, origin: string): (record: EntryRecord) => Promise<Bytes | undefined> {
	const known = new Map<string, SubjectKeys | undefined>();

	async function keysOf(slot: Uint8Array, slotHex: string): Promise<SubjectKeys | undefined> {
		if (known.has(slotHex)) return known.get(slotHex);
		const secret = (await store.get(SLOT_KEY_PREFIX + slotHex))?.value;
		const keys = secret && openSubjectKeys(secret, slot, origin);
		if (secret && !keys) throw ledgerCorrupt("the key of a subject is damaged");
		known.set(slotHex, keys);
		return keys;
	}

	return async ({ leaf, slot, plain }) => {
		if (slot === null) return plain === null ? undefined : unsaltPayload(plain);
		const slotHex = toHex(slot);
		const keys = await keysOf(slot, slotHex);
		if (!keys) return undefined;
		const sealed = (await store.get(sealedKey(slotHex, leaf.index)))?.value;
		const intact = sealed !== undefined && equalBytes(commitPayload(sealed), leaf.commitment);
		const payload = intact ? keys.open(sealed) : undefined;
		if (payload) return payload;
		// Erased between the two reads: then the key is gone too.
		if (!(await store.get(SLOT_KEY_PREFIX + slotHex))) return undefined;
		throw ledgerCorrupt(`the payload of entry ${leaf.index} is missing or damaged`);
	};
}
