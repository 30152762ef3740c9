import { toHex, uintToBytes } from "@veilkit/core";
import {
	EMPTY_FRONTIER,
	extendFrontier,
	frontierRoot,
	leafHash,
	nodeHash,
	proveConsistency,
	proveInclusion,
	proveSubtreeConsistency,
	proveSubtreeInclusion,
	rootHash,
	verifyConsistency,
	verifyInclusion,
	verifySubtreeConsistency,
	verifySubtreeInclusion,
} from "@veilkit/ledger";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const MAX = 64;
const leaves = Array.from({ length: MAX }, (_, at) => uintToBytes(at, 2));
const hashes = leaves.map(leafHash);
const roots = Array.from({ length: MAX + 1 }, (_, size) => rootHash(leaves.slice(0, size)));
const rootOf = (size: number) => roots[size] as Uint8Array;
const hashOf = (index: number) => hashes[index] as Uint8Array;

/** RFC 9162 §2.1.3.1, PATH(m, D_n), written down as the text has it. */
function path(m: number, d: readonly Uint8Array[]): readonly string[] {
	const n = d.length;
	if (n === 1) return [];
	const k = 2 ** Math.floor(Math.log2(n - 1));
	return m < k ? [...path(m, d.slice(0, k)), toHex(rootHash(d.slice(k)))] : [...path(m - k, d.slice(k)), toHex(rootHash(d.slice(0, k)))];
}

/** RFC 9162 §2.1.4.1, SUBPROOF(m, D_n, b). */
function subproof(m: number, d: readonly Uint8Array[], b: boolean): readonly string[] {
	const n = d.length;
	if (m === n) return b ? [] : [toHex(rootHash(d))];
	const k = 2 ** Math.floor(Math.log2(n - 1));
	if (m <= k) return [...subproof(m, d.slice(0, k), b), toHex(rootHash(d.slice(k)))];
	return [...subproof(m - k, d.slice(k), false), toHex(rootHash(d.slice(0, k)))];
}

describe(`every tree up to ${MAX} leaves`, () => {
	test("has the root that its frontier gives, whichever way it is grown", () => {
		let grown = EMPTY_FRONTIER;
		for (let size = 0; size <= MAX; size++) {
			expect(frontierRoot(grown)).toEqual(rootOf(size));
			expect(frontierRoot(extendFrontier(EMPTY_FRONTIER, hashes.slice(0, size)))).toEqual(rootOf(size));
			grown = extendFrontier(grown, hashes.slice(size, size + 1));
		}
	});

	test("proves every leaf with the path of the standard", () => {
		for (let size = 1; size <= MAX; size++) {
			for (let index = 0; index < size; index++) {
				const proof = proveInclusion(hashes.slice(0, size), index);
				expect(proof.map(toHex)).toEqual(path(index, leaves.slice(0, size)));
				expect(verifyInclusion(proof, { index, size, leafHash: hashOf(index), root: rootOf(size) })).toBe(true);
			}
		}
	}, 60_000);

	test("proves every earlier size with the proof of the standard", () => {
		for (let to = 1; to <= MAX; to++) {
			for (let from = 1; from <= to; from++) {
				const proof = proveConsistency(hashes.slice(0, to), from);
				expect(proof.map(toHex)).toEqual(subproof(from, leaves.slice(0, to), true));
				expect(verifyConsistency(proof, { from, to, fromRoot: rootOf(from), toRoot: rootOf(to) })).toBe(true);
			}
		}
	}, 60_000);

	test("proves every subtree, and every leaf of it", () => {
		for (let start = 0; start < MAX; start++) {
			for (let end = start + 1; end <= MAX && start % 2 ** Math.ceil(Math.log2(end - start)) === 0; end++) {
				const subtree = { start, end };
				const subtreeRoot = rootHash(leaves.slice(start, end));
				const statement = { subtree, size: MAX, subtreeRoot, root: rootOf(MAX) };
				expect(verifySubtreeConsistency(proveSubtreeConsistency(hashes, subtree), statement)).toBe(true);
				const proof = proveSubtreeInclusion(hashes, end - 1, subtree);
				expect(verifySubtreeInclusion(proof, { index: end - 1, subtree, leafHash: hashOf(end - 1), subtreeRoot })).toBe(true);
			}
		}
	});
});

describe("a proof holds for nothing else", () => {
	const position = fc.integer({ min: 1, max: MAX }).chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }));

	test("no other leaf or size, once one bit of any part is changed", () => {
		fc.assert(
			fc.property(position, fc.nat(), fc.nat(7), ({ size, index }, where, bit) => {
				const proof = proveInclusion(hashes.slice(0, size), index);
				const parts = [hashOf(index), rootOf(size), ...proof].map((part) => part.slice());
				const [leaf, root, ...rest] = parts as [Uint8Array, Uint8Array, ...Uint8Array[]];
				expect(verifyInclusion(rest, { index, size, leafHash: leaf, root })).toBe(true);
				const part = parts[where % parts.length] as Uint8Array;
				const at = where % part.length;
				part[at] = (part[at] as number) ^ (1 << bit);
				expect(verifyInclusion(rest, { index, size, leafHash: leaf, root })).toBe(false);
			}),
		);
	});

	test("no other index of the same tree", () => {
		fc.assert(
			fc.property(position, fc.nat(MAX), ({ size, index }, other) => {
				fc.pre(other !== index);
				const proof = proveInclusion(hashes.slice(0, size), index);
				expect(verifyInclusion(proof, { index: other, size, leafHash: hashOf(index), root: rootOf(size) })).toBe(false);
			}),
		);
	});

	test("verifiers answer false to any nonsense, and do not throw", () => {
		const numbers = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(2 ** 53, 2 ** 53 - 1, -1, Number.NaN, Number.POSITIVE_INFINITY));
		const bytes = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(undefined as never), fc.constant("00" as never));
		fc.assert(
			fc.property(fc.array(bytes, { maxLength: 60 }), numbers, numbers, numbers, bytes, bytes, (proof, a, b, c, x, y) => {
				expect(verifyInclusion(proof, { index: a, size: b, leafHash: x, root: y })).toBe(false);
				expect(verifySubtreeInclusion(proof, { index: c, subtree: { start: a, end: b }, leafHash: x, subtreeRoot: y })).toBe(false);
				fc.pre(!(a === b && proof.length === 0));
				expect(verifyConsistency(proof, { from: a, to: b, fromRoot: x, toRoot: y })).toBe(false);
			}),
		);
	});
});

test("positions up to 2^53 are exact", () => {
	const size = 2 ** 53 - 1;
	const index = size - 1;
	// The last leaf hangs to the right of a full subtree at each of the 53 levels but the lowest.
	const proof = Array.from({ length: 52 }, (_, level) => leafHash(uintToBytes(level, 1)));
	const root = proof.reduce((right, left) => nodeHash(left, right), hashOf(0));
	expect(verifyInclusion(proof, { index, size, leafHash: hashOf(0), root })).toBe(true);
	expect(verifyInclusion(proof, { index: index - 1, size, leafHash: hashOf(0), root })).toBe(false);
	expect(verifyInclusion(proof, { index, size: 2 ** 53, leafHash: hashOf(0), root })).toBe(false);
});
