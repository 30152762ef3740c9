/** The conformance suite is itself tested: for each way in which an adapter can be wrong there is a case that fails. */
import { ABSENT, memoryStore, type Store, type StoreChange, type StoreEntry } from "@veilkit/core";
import { type OpenStore, storeConformance } from "@veilkit/core/testing";
import { describe, expect, test } from "vitest";
import { replacing, sharing } from "../support/stores.ts";

const unconditional = (changes: readonly StoreChange[]): StoreChange[] => changes.map(({ ifVersion: _, ...change }) => change);

/** Rewrites every entry on its way out. */
function mapping(store: Store, map: (entry: StoreEntry) => StoreEntry): Partial<Store> {
	return {
		async get(key) {
			const entry = await store.get(key);
			return entry && map(entry);
		},
		async *list(prefix) {
			for await (const entry of store.list(prefix)) yield map(entry);
		},
	};
}

const fault =
	(plant: (store: Store) => Partial<Store>): (() => OpenStore) =>
	() => {
		const store = memoryStore();
		return sharing(replacing(store, plant(store)));
	};

const FAULTS: Readonly<Record<string, () => OpenStore>> = {
	"conditions are checked first and the write follows later": fault((store) => ({
		async write(changes) {
			for (const { key, ifVersion } of changes) {
				if (ifVersion !== undefined && ((await store.get(key))?.version ?? ABSENT) !== ifVersion) return store.write(changes);
			}
			return store.write(unconditional(changes));
		},
	})),
	"conditions are ignored": fault((store) => ({ write: (changes) => store.write(unconditional(changes)) })),
	'"absent" is ignored': fault((store) => ({
		write: (changes) =>
			store.write(
				changes.map(({ ifVersion, ...change }) => (ifVersion === undefined || ifVersion === ABSENT ? change : { ...change, ifVersion })),
			),
	})),
	"changes are applied one by one": fault((store) => ({
		async write(changes) {
			const versions: string[] = [];
			for (const change of changes) versions.push(...(await store.write([change])));
			return versions;
		},
	})),
	"a deletion starts the versions of a key again": () => {
		// Counts the writes of each key since it was last absent.
		const store = memoryStore();
		const counts = new Map<string, number>();
		const versions = new Map<string, string>();
		const outer = (entry: StoreEntry): StoreEntry => ({ ...entry, version: `v${counts.get(entry.key)}` });
		return sharing(
			replacing(store, {
				...mapping(store, outer),
				async write(changes) {
					const inner = changes.map((change) =>
						change.ifVersion === undefined || change.ifVersion === ABSENT
							? change
							: { ...change, ifVersion: change.ifVersion === `v${counts.get(change.key)}` ? (versions.get(change.key) ?? "none") : "none" },
					);
					const written = await store.write(inner);
					return changes.map(({ key, value }, index) => {
						if (value === undefined) counts.delete(key);
						else counts.set(key, (counts.get(key) ?? 0) + 1);
						versions.set(key, written[index] as string);
						return value === undefined ? ABSENT : `v${counts.get(key)}`;
					});
				},
			}),
		);
	},
	"lists come in the order of writing": () => {
		const order: string[] = [];
		const store = memoryStore();
		return sharing(
			replacing(store, {
				async *list(prefix) {
					for (const key of order) {
						const entry = key.startsWith(prefix) ? await store.get(key) : undefined;
						if (entry) yield entry;
					}
				},
				async write(changes) {
					const versions = await store.write(changes);
					for (const { key } of changes) if (!order.includes(key)) order.push(key);
					return versions;
				},
			}),
		);
	},
	"the prefix is a pattern": fault((store) => ({
		async *list(prefix) {
			const pattern = new RegExp(`^${prefix.replaceAll("_", ".").replaceAll("%", ".*")}`);
			for await (const entry of store.list("")) if (pattern.test(entry.key)) yield entry;
		},
	})),
	"lists stop after 1,000 entries": fault((store) => ({
		async *list(prefix) {
			let count = 0;
			for await (const entry of store.list(prefix)) if (count++ < 1000) yield entry;
		},
	})),
	"values are cut at 64 KiB": fault((store) => mapping(store, (entry) => ({ ...entry, value: entry.value.slice(0, 65_536) }))),
	"values pass through text": fault((store) =>
		mapping(store, (entry) => ({ ...entry, value: new TextEncoder().encode(new TextDecoder().decode(entry.value)) })),
	),
	"an empty value is no value": fault((store) => ({
		async get(key) {
			const entry = await store.get(key);
			return entry?.value.length === 0 ? undefined : entry;
		},
	})),
	"readers share the store's bytes": () => {
		const store = memoryStore();
		const cache = new Map<string, StoreEntry>();
		const outer = (entry: StoreEntry): StoreEntry => {
			const known = cache.get(entry.key + entry.version);
			cache.set(entry.key + entry.version, known ?? entry);
			return known ?? entry;
		};
		return sharing(replacing(store, mapping(store, outer)));
	},
	"bytes come as a subclass": fault((store) =>
		mapping(store, (entry) => {
			class Subclass extends Uint8Array<ArrayBuffer> {}
			return { ...entry, value: new Subclass(entry.value.slice().buffer) };
		}),
	),
	"keys ignore case": fault((store) => ({
		get: (key) => store.get(key.toLowerCase()),
		write: (changes) =>
			store.write(changes.map((change) => ({ ...change, key: typeof change.key === "string" ? change.key.toLowerCase() : change.key }))),
	})),
	"changes are not checked": fault((store) => ({
		write: (changes) =>
			store.write(changes.filter(({ key, value }) => /^[\w/.-]{1,512}$/.test(key) && (value === undefined || value instanceof Uint8Array))),
	})),
	"conflicts do not name the key": fault((store) => ({
		async write(changes) {
			try {
				return await store.write(changes);
			} catch (error) {
				throw Object.assign(new Error("conflict"), { veilkit: true, code: (error as { code: string }).code, details: {} });
			}
		},
	})),
	"a closed handle goes on working": () => {
		const store = memoryStore();
		return async () => replacing(store, { close: async () => undefined });
	},
	"closing one handle closes all": () => {
		const store = memoryStore();
		return async () => store;
	},
	"nothing outlives a handle": () => async () => memoryStore(),
};

/** The case that each fault must fail, whichever others it fails as well. */
const CAUGHT_BY: Readonly<Record<string, string>> = {
	"conditions are checked first and the write follows later": "concurrent increments through one handle lose nothing",
	"conditions are ignored": "a condition on the current version holds once",
	'"absent" is ignored': '"absent" means that the key must not exist',
	"changes are applied one by one": "a write applies all of its changes or none, wherever the failing condition stands",
	"a deletion starts the versions of a key again": "every write of a key gives a version it never had, even after a deletion",
	"lists come in the order of writing": "a list is ordered by code units",
	"the prefix is a pattern": "a list holds the keys of its prefix and no others",
	"lists stop after 1,000 entries": "a long list is complete, and can be left early",
	"values are cut at 64 KiB": "empty values and values of 1 MiB are kept",
	"values pass through text": "a written value is read back with its key and version",
	"an empty value is no value": "empty values and values of 1 MiB are kept",
	"readers share the store's bytes": "changing returned or written bytes does not change the store",
	"bytes come as a subclass": "a written value is read back with its key and version",
	"keys ignore case": "keys differ by case, and may use every allowed character up to 512",
	"changes are not checked": "malformed changes are refused before anything happens",
	"conflicts do not name the key": "a condition on the current version holds once",
	"a closed handle goes on working": "a closed store refuses every call but a second close",
	"closing one handle closes all": "closing one handle leaves the other working",
	"nothing outlives a handle": "what was written is there after closing and opening again, and old versions stay used",
};

describe("the suite catches a store in which", () => {
	for (const [name, plant] of Object.entries(FAULTS)) {
		test(name, async () => {
			const failed: string[] = [];
			for (const { name: caseName, run } of storeConformance) {
				await run(plant()).catch((error: unknown) => {
					failed.push(caseName);
					// By a requirement of the suite or an error of the faulty store; never by a crash of the suite.
					expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_/) as unknown });
				});
			}
			expect(failed).toContain(CAUGHT_BY[name]);
			expect(failed.length).toBeLessThan(storeConformance.length);
		});
	}
});
