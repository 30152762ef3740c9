/**
 * Where a ledger keeps what, in its store. One ledger a store.
 *
 * | key | value |
 * |---|---|
 * | `ledger/checkpoint` | the signed checkpoint, UTF-8; every write replaces it and is conditional on its version |
 * | `ledger/meta` | first verifier key and the secret that subjects' names are hashed with (`meta.ts`) |
 * | `ledger/entry/<bundle>/<offset>` | an entry's record (`record.ts`); 256 a bundle |
 * | `ledger/tile/<level>/<index>` | tree hashes: level 0 once full, higher levels whenever they change |
 * | `ledger/subject/<keyed hash of the name>` | the subject's slot |
 * | `ledger/key/<slot>` | the secret of the subject's keys |
 * | `ledger/sealed/<slot>/<index>` | an encrypted payload |
 *
 * Numbers are padded, so that the order of keys is the order of entries. No key holds a name.
 */
import { TILE_WIDTH } from "../tiles/tile-path.ts";

/** Every key of a ledger starts with this. */
export const PREFIX = "ledger/";

export const CHECKPOINT_KEY = "ledger/checkpoint";
export const META_KEY = "ledger/meta";
export const ENTRY_PREFIX = "ledger/entry/";
export const TILE_PREFIX = "ledger/tile/";
export const SUBJECT_PREFIX = "ledger/subject/";
export const SLOT_KEY_PREFIX = "ledger/key/";
export const SEALED_PREFIX = "ledger/sealed/";

const pad = (value: number, digits: number): string => String(value).padStart(digits, "0");

/** Prefix of the keys of the entries 256·bundle to 256·bundle + 255. */
export function bundlePrefix(bundle: number): string {
	return `${ENTRY_PREFIX}${pad(bundle, 14)}/`;
}

export function entryKey(index: number): string {
	return `${bundlePrefix(Math.floor(index / TILE_WIDTH))}${pad(index % TILE_WIDTH, 3)}`;
}

export function tileKey(level: number, index: number): string {
	return `${TILE_PREFIX}${level}/${pad(index, 14)}`;
}

/** Prefix of the keys of a subject's encrypted payloads. */
export function sealedPrefix(slotHex: string): string {
	return `${SEALED_PREFIX}${slotHex}/`;
}

export function sealedKey(slotHex: string, index: number): string {
	return `${sealedPrefix(slotHex)}${pad(index, 16)}`;
}
