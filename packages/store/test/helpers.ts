/**
 * What the tests of all adapters share.
 */
import { type Store, toUtf8 } from "@veilkit/core";
import { type OpenStore, storeConformance } from "@veilkit/core/testing";
import { describe, test } from "vitest";

/** Registers the conformance suite of core; `fresh` makes empty storage and returns what opens it. */
export function conforms(adapter: string, fresh: () => Promise<OpenStore> | OpenStore): void {
	describe(`${adapter} does what every store must do`, () => {
		for (const { name, run } of storeConformance) test(name, async () => run(await fresh()));
	});
}

/** Writes one value without a condition. */
export async function put(store: Store, key: string, value: Uint8Array | string): Promise<string> {
	const [version] = await store.write([{ key, value: typeof value === "string" ? toUtf8(value) : value }]);
	return version as string;
}

/** The value of a key as text, or undefined. */
export async function textOf(store: Store, key: string): Promise<string | undefined> {
	const entry = await store.get(key);
	return entry && new TextDecoder().decode(entry.value);
}

/** All keys under a prefix, in the order of the list. */
export async function keysOf(store: Store, prefix = ""): Promise<string[]> {
	const keys: string[] = [];
	for await (const { key } of store.list(prefix)) keys.push(key);
	return keys;
}
