/**
 * A process that writes to a store file; the tests start several and kill some.
 *
 *     file-worker.ts count <path> <rounds>   adds one to "n" by compare-and-set, `rounds` times
 *     file-worker.ts write <path> <name>     writes pairs until it is killed, and prints the number of each pair it knows to be durable
 *     file-worker.ts read <path> <rounds>    checks again and again that pairs are whole
 */
import { type Store, uintToBytes } from "@veilkit/core";
import { fileStore } from "@veilkit/store/file";
import { count } from "./count.ts";

/** Four writers at once, so that groups form; values grow and are replaced, so that the file is compacted now and then. */
async function writePairs(store: Store, name: string): Promise<never> {
	let next = 0;
	const writer = async (): Promise<never> => {
		for (;;) {
			const number = next++;
			const value = new Uint8Array(1 + ((number * 7919) % 60_000)).fill(number);
			await store.write([
				{ key: `${name}/left/${number % 8}`, value },
				{ key: `${name}/right/${number % 8}`, value },
				{ key: `${name}/done/${number}`, value: uintToBytes(number, 4) },
			]);
			process.stdout.write(`${number}\n`);
		}
	};
	return Promise.race([writer(), writer(), writer(), writer()]);
}

async function readPairs(store: Store, rounds: number): Promise<void> {
	for (let round = 0; round < rounds; round++) {
		for await (const { key, value } of store.list("")) {
			if (key.includes("/done/")) continue;
			if (value.some((byte) => byte !== value[0])) throw new Error(`torn value under ${key}`);
		}
	}
}

const [task, path = "", argument = ""] = process.argv.slice(2);
const store = await fileStore(path);
if (task === "count") await count(store, Number(argument));
else if (task === "read") await readPairs(store, Number(argument));
else await writePairs(store, argument);
await store.close();
