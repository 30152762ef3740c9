import { fromHex, toHex } from "@veilkit/core";
import { leafHash, rootHash, verifyConsistency, verifyInclusion, verifySubtreeConsistency, verifySubtreeInclusion } from "@veilkit/ledger";
import { describe, expect, test } from "vitest";
import vectors from "../vectors/merkle.json" with { type: "json" };

interface Case {
	readonly id: string;
	readonly expect?: boolean;
	readonly [field: string]: unknown;
}
interface Group {
	readonly id: string;
	readonly leafHashes?: readonly string[];
	readonly tests: readonly Case[];
}

const groups = vectors.groups as unknown as readonly Group[];

const bytes = (value: unknown) => fromHex(value as string);
const number = (value: unknown) => value as number;
const proofOf = (value: unknown) => (value as readonly string[]).map(fromHex);
const subtreeOf = (c: Case) => ({ start: number(c["start"]), end: number(c["end"]) });

const VERIFIERS: Readonly<Record<string, (c: Case) => boolean>> = {
	inclusion: (c) =>
		verifyInclusion(proofOf(c["proof"]), {
			index: number(c["leafIdx"]),
			size: number(c["treeSize"]),
			leafHash: bytes(c["leafHash"]),
			root: bytes(c["root"]),
		}),
	consistency: (c) =>
		verifyConsistency(proofOf(c["proof"]), {
			from: number(c["size1"]),
			to: number(c["size2"]),
			fromRoot: bytes(c["root1"]),
			toRoot: bytes(c["root2"]),
		}),
	subtreeinclusion: (c) =>
		verifySubtreeInclusion(proofOf(c["proof"]), {
			index: number(c["leafIdx"]),
			subtree: subtreeOf(c),
			leafHash: bytes(c["leafHash"]),
			subtreeRoot: bytes(c["root"]),
		}),
	subtreeconsistency: (c) =>
		verifySubtreeConsistency(proofOf(c["proof"]), {
			subtree: subtreeOf(c),
			size: number(c["size"]),
			subtreeRoot: bytes(c["root1"]),
			root: bytes(c["root2"]),
		}),
};

const group = (id: string): Group => {
	const found = groups.find((candidate) => candidate.id === id);
	if (!found) throw new Error(`no group ${id}`);
	return found;
};

describe("RFC 9162 vectors", () => {
	test.each(group("tree-roots").tests)("root $id", (c) => {
		expect(toHex(rootHash((c["leaves"] as readonly string[]).map(fromHex)))).toBe(c["root"]);
	});

	test("the leaf hashes of the root group are those of its longest tree", () => {
		const { leafHashes = [], tests } = group("tree-roots");
		const leaves = tests.at(-1)?.["leaves"] as readonly string[];
		expect(leafHashes.slice(0, leaves.length)).toEqual(leaves.map((leaf) => toHex(leafHash(fromHex(leaf)))));
	});

	test.each(group("hashes").tests)("hash $id", (c) => {
		expect(toHex(leafHash(bytes(c["leaf"])))).toBe(c["hash"]);
	});

	for (const [id, verify] of Object.entries(VERIFIERS)) {
		const { tests } = group(id);
		test(`${id}: at least one case is accepted and one refused`, () => {
			expect(new Set(tests.map((c) => c.expect))).toEqual(new Set([true, false]));
		});
		test.each(tests)(`${id}: $id`, (c) => {
			expect(verify(c)).toBe(c.expect);
		});
	}
});
