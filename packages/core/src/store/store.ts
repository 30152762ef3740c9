/**
 * The contract between Veilkit and whatever keeps its state.
 *
 * A store is an ordered map from keys to byte strings with one operation that changes it: `write`, an atomic and durable list of
 * changes, each optionally conditional on the version it replaces (compare-and-set). Everything that must not be lost or spent twice
 * (a privacy budget, a consent record, a re-key job) stands on that one guarantee. Adapters prove it with `storeConformance`
 * from `@veilkit/core/testing`.
 *
 * Keys are visible to whoever operates the store: they must not hold personal data. Values are opaque bytes.
 */
import type { Bytes } from "../bytes/bytes.ts";
import { invalidArgument, VeilkitError } from "../error/veilkit-error.ts";
import { checkBytes, checkOptions, checkString } from "../options/check.ts";

/** One stored value. */
export interface StoreEntry {
	readonly key: string;
	readonly value: Bytes;
	/** Opaque; differs after every write of the key, and is never used again for it. */
	readonly version: string;
}

/** One change of a write. */
export interface StoreChange {
	readonly key: string;
	/** The new value; absent to delete the key. */
	readonly value?: Uint8Array;
	/** Apply only if the key's current version is this one, or `"absent"` if the key must not exist. */
	readonly ifVersion?: string;
}

/** An ordered map with atomic, durable, conditional writes. */
export interface Store {
	/** The entry of a key, or undefined. */
	get(key: string): Promise<StoreEntry | undefined>;
	/** All entries whose key starts with `prefix`, ordered by key (UTF-16 code units), from one moment or later. */
	list(prefix: string): AsyncIterable<StoreEntry>;
	/**
	 * Applies all changes or none, and resolves once they are durable.
	 *
	 * @returns the new version of each changed key, in order; `"absent"` for a deletion
	 * @throws {VeilkitError} `ERR_STORE_CONFLICT` if a condition does not hold; `ERR_STORE_IO` if nothing could be written
	 */
	write(changes: readonly StoreChange[]): Promise<readonly string[]>;
	/** Releases files, connections and locks. Later calls reject with `ERR_STORE_CLOSED`; closing again does nothing. */
	close(): Promise<void>;
}

/** The version that means "the key must not exist". */
export const ABSENT = "absent";

const KEY_SHAPE = {
	minLength: 1,
	maxLength: 512,
	pattern: /^[A-Za-z0-9._/@:+=-]+$/,
	description: "letters, digits and . _ / @ : + = -",
} as const;

/**
 * Checks the changes of one write: well-formed keys, byte values, no key twice. Adapters call it first.
 *
 * @example
 * ```ts
 * import { checkChanges } from "@veilkit/core";
 * async function write(changes) {
 * 	checkChanges(changes);
 * 	// …
 * }
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkChanges(changes: readonly StoreChange[]): readonly StoreChange[] {
	const seen = new Set<string>();
	for (const [index, change] of changes.entries()) {
		const path = `store.write(changes[${index}])`;
		// A misspelt `ifVersion` would turn a conditional write into an unconditional one.
		checkOptions(change, path, ["key", "value", "ifVersion"]);
		checkString(change.key, `${path}.key`, KEY_SHAPE);
		if (change.value !== undefined) checkBytes(change.value, `${path}.value`);
		if (change.ifVersion !== undefined) checkString(change.ifVersion, `${path}.ifVersion`, { minLength: 1 });
		if (seen.has(change.key)) throw invalidArgument(`${path}.key`, "a key that no earlier change of this write has");
		seen.add(change.key);
	}
	return changes;
}

/**
 * The error for a condition that does not hold.
 *
 * @example
 * ```ts
 * import { storeConflict } from "@veilkit/core";
 * if (current !== change.ifVersion) throw storeConflict(change.key);
 * ```
 */
export function storeConflict(key: string): VeilkitError<"ERR_STORE_CONFLICT"> {
	return new VeilkitError("ERR_STORE_CONFLICT", `store: "${key}" was changed by another writer; read it again and retry`, {
		details: { key },
	});
}

/**
 * The error for a call on a closed store.
 *
 * @example
 * ```ts
 * import { storeClosed } from "@veilkit/core";
 * if (closed) throw storeClosed();
 * ```
 */
export function storeClosed(): VeilkitError<"ERR_STORE_CLOSED"> {
	return new VeilkitError("ERR_STORE_CLOSED", "store: closed");
}
