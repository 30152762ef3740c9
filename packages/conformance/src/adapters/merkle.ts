/** RFC 9162 trees and proofs, and the subtree proofs of Merkle Tree Certificates, against `@veilkit/ledger`. */
import { fromHex, toHex } from "@veilkit/core";
import { leafHash, rootHash, verifyConsistency, verifyInclusion, verifySubtreeConsistency, verifySubtreeInclusion } from "@veilkit/ledger";
import { type ConformanceCase, type FileAdapter, testsOf, type VectorGroup } from "../runner.ts";

interface Expectation {
	readonly id: string;
	readonly proof: readonly string[];
	readonly expect: boolean;
}

/** Cases of a verifier: the verdict must be the vector's, for the good proofs and for the altered ones. */
function verdicts<T extends Expectation>(verify: (proof: readonly Uint8Array[], test: T) => boolean) {
	return function* (group: VectorGroup): Iterable<ConformanceCase> {
		for (const test of testsOf<T>(group)) yield { id: test.id, run: () => verify(test.proof.map(fromHex), test) === test.expect };
	};
}

type Inclusion = Expectation & { readonly leafIdx: number; readonly treeSize: number; readonly leafHash: string; readonly root: string };
type Consistency = Expectation & { readonly size1: number; readonly size2: number; readonly root1: string; readonly root2: string };
type SubtreeInclusion = Expectation & {
	readonly leafIdx: number;
	readonly start: number;
	readonly end: number;
	readonly leafHash: string;
	readonly root: string;
};
type SubtreeConsistency = Expectation & {
	readonly start: number;
	readonly end: number;
	readonly size: number;
	readonly root1: string;
	readonly root2: string;
};

export const merkle: FileAdapter = {
	file: "merkle",
	groups: {
		*"tree-roots"(group) {
			for (const test of testsOf<{ readonly id: string; readonly leaves: readonly string[]; readonly root: string }>(group)) {
				yield { id: test.id, run: () => toHex(rootHash(test.leaves.map(fromHex))) === test.root };
			}
		},
		*hashes(group) {
			for (const test of testsOf<{ readonly id: string; readonly leaf: string; readonly hash: string }>(group)) {
				yield { id: test.id, run: () => toHex(leafHash(fromHex(test.leaf))) === test.hash };
			}
		},
		inclusion: verdicts<Inclusion>((proof, test) =>
			verifyInclusion(proof, { index: test.leafIdx, size: test.treeSize, leafHash: fromHex(test.leafHash), root: fromHex(test.root) }),
		),
		consistency: verdicts<Consistency>((proof, test) =>
			verifyConsistency(proof, { from: test.size1, to: test.size2, fromRoot: fromHex(test.root1), toRoot: fromHex(test.root2) }),
		),
		subtreeinclusion: verdicts<SubtreeInclusion>((proof, test) =>
			verifySubtreeInclusion(proof, {
				index: test.leafIdx,
				subtree: { start: test.start, end: test.end },
				leafHash: fromHex(test.leafHash),
				subtreeRoot: fromHex(test.root),
			}),
		),
		subtreeconsistency: verdicts<SubtreeConsistency>((proof, test) =>
			verifySubtreeConsistency(proof, {
				subtree: { start: test.start, end: test.end },
				size: test.size,
				subtreeRoot: fromHex(test.root1),
				root: fromHex(test.root2),
			}),
		),
	},
};
