/**
 * A process that re-keys pseudonyms, printing a line a batch; the test kills it again and again.
 *
 *     rekey-process.ts store <store file> <key update, hexadecimal>
 *     rekey-process.ts table <store file> <input file> <output file>
 */
import { open, readFile } from "node:fs/promises";
import { batchRows, fromHex, fromUtf8, type Store, toUtf8 } from "@veilkit/core";
import { type ElementPseudonym, openKeyUpdate } from "@veilkit/pseudonymize/oprf";
import { type RekeySink, rekeyStore, rekeyTable } from "@veilkit/pseudonymize/rotate";
import { fileStore } from "@veilkit/store/file";

/** A batch has begun: time for the test to kill this process in it. */
async function announce(): Promise<void> {
	process.stdout.write("batch\n");
	await new Promise((resolve) => setTimeout(resolve, 10));
}

async function runStore(store: Store, bytes: string): Promise<void> {
	const update = openKeyUpdate(fromHex(bytes));
	await rekeyStore(store, {
		job: "research-2027",
		prefix: "patient/",
		batchSize: 8,
		async rekey(entries) {
			await announce();
			return update.apply(entries.map(({ value }) => fromUtf8(value) as ElementPseudonym)).map(toUtf8);
		},
	});
}

/** Lines appended to a file; a mark is its length. The test runs one process at a time, so runs need no comparing. */
async function fileSink(path: string): Promise<RekeySink> {
	const file = await open(path, "a");
	return {
		resume: (mark) => file.truncate(Number(mark ?? 0)),
		async write(batch) {
			await file.appendFile((batch.columns["line"] as readonly string[]).map((line) => `${line}\n`).join(""));
			await announce();
			await file.sync();
			return String((await file.stat()).size);
		},
	};
}

async function runTable(store: Store, input: string, output: string): Promise<void> {
	const rows = (await readFile(input, "utf8")).trimEnd().split("\n");
	await rekeyTable(
		batchRows(
			rows.map((line) => ({ line })),
			["line"],
			{ size: 8 },
		),
		{
			job: "table-2027",
			store,
			rekey: (batch) => ({ ...batch, columns: { line: (batch.columns["line"] as readonly string[]).map((line) => `new ${line}`) } }),
			sink: await fileSink(output),
		},
	);
}

const [task, path = "", first = "", second = ""] = process.argv.slice(2);
const store = await fileStore(path);
if (task === "table") await runTable(store, first, second);
else await runStore(store, first);
await store.close();
