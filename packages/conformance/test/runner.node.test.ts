import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adapters } from "../src/adapters/index.ts";
import { type FileAdapter, runFile, testsOf, vectorFiles } from "../src/runner.ts";

const EMPTY_LEAF = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "veilkit-conformance-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function vectorFile(name: string, groups: unknown): Promise<string> {
	const path = join(folder, name);
	await writeFile(path, JSON.stringify({ about: "test", groups }));
	return path;
}

describe("running a vector file", () => {
	it("passes a right answer and fails a planted wrong one", async () => {
		const tests = [
			{ id: "right", leaf: "", hash: EMPTY_LEAF },
			{ id: "planted", leaf: "00", hash: EMPTY_LEAF },
		];
		const report = await runFile(await vectorFile("merkle.json", [{ id: "hashes", tests }]), adapters, { allowUnhandled: false });
		expect(report).toMatchObject({ passed: 1, failed: 1, skipped: 0, failures: ["hashes/planted: wrong answer"] });
	});

	it("fails a verifier that accepts what the vector refuses", async () => {
		const proof = { leafIdx: 0, treeSize: 1, root: EMPTY_LEAF, leafHash: EMPTY_LEAF, proof: [] };
		const tests = [
			{ id: "good", ...proof, expect: true },
			{ id: "mislabelled", ...proof, expect: false },
		];
		const report = await runFile(await vectorFile("merkle.json", [{ id: "inclusion", tests }]), adapters, { allowUnhandled: false });
		expect(report).toMatchObject({ passed: 1, failed: 1, failures: ["inclusion/mislabelled: wrong answer"] });
	});

	it("counts every case of an unknown group as failed, or as skipped if the caller allows it", async () => {
		const path = await vectorFile("merkle.json", [{ id: "unheard-of", cases: [{}, {}, {}] }]);
		expect(await runFile(path, adapters, { allowUnhandled: false })).toMatchObject({ failed: 3, skipped: 0, unhandled: ["unheard-of"] });
		expect(await runFile(path, adapters, { allowUnhandled: true })).toMatchObject({ failed: 0, skipped: 3, unhandled: ["unheard-of"] });
	});

	it("lets an adapter say how a document without groups splits, and otherwise fails it as a whole", async () => {
		const path = join(folder, "flat.json");
		await writeFile(path, JSON.stringify({ tables: [{ id: "even", rows: [2, 3] }] }));
		const adapter: FileAdapter = {
			file: "flat",
			split: (document) => (document["tables"] as { id: string; rows: number[] }[]).map(({ id, rows }) => ({ id, tests: rows })),
			groups: {
				*even(group) {
					for (const row of testsOf<number>(group)) yield { id: String(row), run: () => row % 2 === 0 };
				},
			},
		};
		expect(await runFile(path, [adapter], { allowUnhandled: false })).toMatchObject({ passed: 1, failures: ["even/3: wrong answer"] });
		expect(await runFile(path, [], { allowUnhandled: false })).toMatchObject({ passed: 0, failures: ["(the whole document): no adapter"] });
	});

	it("turns a throw into a failure, and honours a written reason to skip", async () => {
		const adapter: FileAdapter = {
			file: "other",
			groups: {
				*mixed(group) {
					for (const { id } of testsOf<{ id: string }>(group)) {
						if (id === "skipped") yield { id, skip: "the source ignores the checksum", run: () => false };
						else
							yield {
								id,
								run: () => {
									throw new TypeError("planted");
								},
							};
					}
				},
			},
		};
		const path = await vectorFile("other.json", [{ id: "mixed", vectors: [{ id: "skipped" }, { id: "throws" }] }]);
		expect(await runFile(path, [adapter], { allowUnhandled: false })).toMatchObject({
			passed: 0,
			failed: 1,
			skipped: 1,
			failures: ["mixed/throws: TypeError: planted"],
		});
	});

	it("fails a document without groups that no adapter knows", async () => {
		const path = join(folder, "flat.json");
		await writeFile(path, JSON.stringify({ facts: [1] }));
		expect((await runFile(path, adapters, { allowUnhandled: false })).failed).toBe(1);
	});
});

describe("naming vector files", () => {
	it("takes files as they are and the JSON files of a folder in order", async () => {
		const one = await vectorFile("b.json", []);
		const two = await vectorFile("a.json", []);
		await writeFile(join(folder, "notes.txt"), "");
		expect(await vectorFiles([one])).toEqual([one]);
		expect((await vectorFiles([folder])).slice(0, 2)).toEqual([two, one]);
	});
});
