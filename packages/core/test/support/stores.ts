import { type Store, storeClosed } from "@veilkit/core";
import type { OpenStore } from "@veilkit/core/testing";

/** A store with some of its operations replaced. */
export function replacing(store: Store, changes: Partial<Store>): Store {
	return {
		get: (key) => store.get(key),
		list: (prefix) => store.list(prefix),
		write: (list) => store.write(list),
		close: () => store.close(),
		...changes,
	};
}

/** Handles over one store that are closed one by one. */
export function sharing(store: Store): OpenStore {
	return async () => {
		let closed = false;
		const open = (): Store => {
			if (closed) throw storeClosed();
			return store;
		};
		return {
			get: async (key) => open().get(key),
			async *list(prefix) {
				yield* open().list(prefix);
			},
			write: async (changes) => open().write(changes),
			close: async () => {
				closed = true;
			},
		};
	};
}
