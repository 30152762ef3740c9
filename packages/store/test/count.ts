/**
 * The counter that several writers share in the tests.
 */
import { bytesToUint, isVeilkitError, type Store, uintToBytes } from "@veilkit/core";

/** Adds one to "n" by compare-and-set, `rounds` times. */
export async function count(store: Store, rounds: number): Promise<void> {
	for (let done = 0; done < rounds; ) {
		const entry = await store.get("n");
		const value = uintToBytes((entry ? bytesToUint(entry.value) : 0) + 1, 4);
		try {
			await store.write([{ key: "n", value, ifVersion: entry?.version ?? "absent" }]);
			done++;
		} catch (error) {
			if (!isVeilkitError(error, "ERR_STORE_CONFLICT")) throw error;
		}
	}
}
