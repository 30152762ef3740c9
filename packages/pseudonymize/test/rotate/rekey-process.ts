/**
 * A process that re-keys the pseudonyms of a store file, printing a line a batch; the test kills it again and again.
 *
 *     rekey-process.ts <store file> <key update, hexadecimal>
 */
import { fromHex, fromUtf8, toUtf8 } from "@veilkit/core";
import { type ElementPseudonym, openKeyUpdate } from "@veilkit/pseudonymize/oprf";
import { rekeyStore } from "@veilkit/pseudonymize/rotate";
import { fileStore } from "@veilkit/store/file";

const [path = "", bytes = ""] = process.argv.slice(2);
const update = openKeyUpdate(fromHex(bytes));
const store = await fileStore(path);
await rekeyStore(store, {
	job: "research-2027",
	prefix: "patient/",
	batchSize: 8,
	async rekey(entries) {
		process.stdout.write("batch\n");
		await new Promise((resolve) => setTimeout(resolve, 10)); // time for the test to kill this process at this batch
		return update.apply(entries.map(({ value }) => fromUtf8(value) as ElementPseudonym)).map(toUtf8);
	},
});
await store.close();
