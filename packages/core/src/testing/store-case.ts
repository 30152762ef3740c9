/**
 * The parts that the store conformance cases are made of: a case, its assertions, and handles that are closed at the end.
 */
import { isVeilkitError, VeilkitError } from "../error/veilkit-error.ts";
import type { Store, StoreEntry } from "../store/store.ts";

/** Opens a handle; all handles from one function see the same storage, which is empty at first. */
export type OpenStore = () => Promise<Store>;

/** One thing that every store must do. */
export interface StoreCase {
	readonly name: string;
	/** 2 if the case opens the storage more than once. */
	readonly handles: 1 | 2;
	/**
	 * Runs the case and closes every handle that it opened.
	 *
	 * @throws {VeilkitError} `ERR_STORE_CONFORMANCE` saying what the store did wrong
	 */
	run(open: OpenStore): Promise<void>;
}

/** A case whose handles are closed whatever happens. */
export function storeCase(name: string, handles: 1 | 2, body: (open: OpenStore) => Promise<void>): StoreCase {
	return {
		name,
		handles,
		async run(open) {
			const opened: Store[] = [];
			try {
				await body(async () => {
					const store = await open();
					opened.push(store);
					return store;
				});
			} finally {
				for (const store of opened) await store.close();
			}
		},
	};
}

/** Fails the case unless the condition holds. */
export function must(condition: boolean, requirement: string): asserts condition {
	if (!condition) throw new VeilkitError("ERR_STORE_CONFORMANCE", `the store must ${requirement}`, { details: { requirement } });
}

/** The error that a promise rejects with; fails the case if it resolves or if the code differs. */
export async function mustReject(promise: Promise<unknown>, code: string, requirement: string): Promise<VeilkitError> {
	let caught: unknown;
	try {
		await promise;
	} catch (error) {
		caught = error;
	}
	must(isVeilkitError(caught, code), `${requirement} (${code})`);
	return caught;
}

/** All entries under a prefix, as an array. */
export async function listAll(store: Store, prefix: string): Promise<StoreEntry[]> {
	const entries: StoreEntry[] = [];
	for await (const entry of store.list(prefix)) entries.push(entry);
	return entries;
}
