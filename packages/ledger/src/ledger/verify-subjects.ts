/**
 * Checks of subjects and encrypted payloads, for `verifyLedger`.
 *
 * A payload may be absent only if a later entry records the erasure of its slot, and then it must be absent, with its key.
 */
import { equalBytes, fromHex, type Store, toHex } from "@veilkit/core";
import { SLOT_KEY_PREFIX, SUBJECT_PREFIX, sealedKey, sealedPrefix } from "./layout.ts";
import { commitPayload } from "./leaf.ts";
import { type EntryRecord, unsaltPayload } from "./record.ts";
import { openSubjectKeys, type SubjectKeys } from "./subject.ts";
import { Finding } from "./verdict.ts";

/** Follows the entries of a ledger and checks what belongs to subjects. */
export interface SubjectAudit {
	/** Takes the next entry. */
	add(record: EntryRecord): Promise<void>;
	/**
	 * Checks what can only be known at the end.
	 *
	 * @returns indices of erased entries
	 */
	finish(): Promise<readonly number[]>;
}

/** Whether a store holds anything under a prefix. */
async function holdsAny(store: Store, prefix: string): Promise<boolean> {
	for await (const _ of store.list(prefix)) return true;
	return false;
}

/** Starts the checks of one ledger. */
export function createSubjectAudit(store: Store, origin: string): SubjectAudit {
	const keysBySlot = new Map<string, SubjectKeys | undefined>();
	const absent: { readonly index: number; readonly slotHex: string }[] = [];
	const erasedAt = new Map<string, number>();

	async function keysOf(slot: Uint8Array, slotHex: string, index: number): Promise<SubjectKeys | undefined> {
		if (keysBySlot.has(slotHex)) return keysBySlot.get(slotHex);
		const secret = (await store.get(SLOT_KEY_PREFIX + slotHex))?.value;
		const keys = secret && openSubjectKeys(secret, slot, origin);
		if (secret && !keys) throw new Finding("altered-payload", index);
		keysBySlot.set(slotHex, keys);
		return keys;
	}

	/** Every name leads to a slot with its key, and every key is led to once. */
	async function checkNames(): Promise<void> {
		const named = new Set<string>();
		for await (const { value } of store.list(SUBJECT_PREFIX)) named.add(toHex(value));
		let keys = 0;
		for await (const { key, value } of store.list(SLOT_KEY_PREFIX)) {
			const slotHex = key.slice(SLOT_KEY_PREFIX.length);
			// What no name leads to need not be hexadecimal.
			if (!named.has(slotHex)) throw new Finding("malformed");
			const intact = keysBySlot.has(slotHex) || openSubjectKeys(value, fromHex(slotHex), origin) !== undefined;
			if (!intact) throw new Finding("malformed");
			keys++;
		}
		if (keys !== named.size) throw new Finding("malformed");
	}

	return {
		async add({ leaf, slot, plain }) {
			const { index } = leaf;
			if (leaf.kind === "erasure" && plain) erasedAt.set(toHex(unsaltPayload(plain)), index);
			if (!slot) return;
			const slotHex = toHex(slot);
			const keys = await keysOf(slot, slotHex, index);
			const sealed = (await store.get(sealedKey(slotHex, index)))?.value;
			if (!keys || !sealed) absent.push({ index, slotHex });
			else if (!equalBytes(commitPayload(sealed), leaf.commitment) || !keys.open(sealed)) throw new Finding("altered-payload", index);
		},
		async finish() {
			for (const { index, slotHex } of absent) {
				if (!((erasedAt.get(slotHex) ?? -1) > index)) throw new Finding("missing-payload", index);
			}
			for (const [slotHex, index] of erasedAt) {
				const back = (await store.get(SLOT_KEY_PREFIX + slotHex)) !== undefined || (await holdsAny(store, sealedPrefix(slotHex)));
				if (back) throw new Finding("erasure-undone", index);
			}
			await checkNames();
			return absent.map(({ index }) => index);
		},
	};
}
