/**
 * The classes of a table at the nodes of a generalisation lattice.
 *
 * Rows that are equal, sensitive values included, are counted once. The groups of a node are made from those of the node below it
 * that was visited with the fewest groups, not from the rows, since most of the work is done there ("roll-up", LeFevre et al. 2005).
 */
import { createTupleIndex } from "../risk/tuple-index.ts";
import type { Node } from "./lattice.ts";
import { type Packing, packColumns } from "./packing.ts";

/** Groups of rows that are equal at a node. */
export interface Groups {
	/** The codes of a row of each group, ungeneralised: quasi-identifiers, then sensitive columns. */
	readonly tuples: Int32Array;
	/** Rows of each group. */
	readonly counts: Int32Array;
	/** The class of each group: what it is by its quasi-identifiers alone. */
	readonly classes: Int32Array;
	/** Rows of each class. */
	readonly sizes: Int32Array;
}

/** Groups by node. */
export interface NodeClasses {
	at(node: Node): Groups;
	/** The class of each row at a node, numbered as in its groups. */
	classesOfRows(node: Node): Int32Array;
}

/** Coded rows, and what their codes become at each level. */
export interface CodedTable {
	/** The codes of the rows one after the other: those of the quasi-identifiers, then those of the sensitive columns. */
	readonly rows: Int32Array;
	/** By quasi-identifier and level, the code of the label of each value. */
	readonly codesAt: readonly (readonly Int32Array[])[];
	/** By sensitive column, the number of its values. */
	readonly valueCounts: readonly number[];
}

/** Codes kept in memory for reuse, at most: 64 MB. */
const KEPT_CODES = 16_000_000;

/** Numbers rows by their packed codes; with fewer columns than the rows have, by the first of them. */
function createNumbering(columns: readonly Int32Array[], { firstOf, strideOf }: Packing): (tuples: Int32Array, at: number) => number {
	const first = firstOf.filter((column) => column < columns.length);
	const index = createTupleIndex(first.length);
	const scaled = columns.map((codes, column) => codes.map((code) => code * (strideOf[column] as number)));
	const ends = Int32Array.from(first, (_, word) => first[word + 1] ?? columns.length);
	const packed = new Int32Array(first.length);
	return (tuples, at) => {
		let column = 0;
		for (let word = 0; word < packed.length; word++) {
			let sum = 0;
			for (const end = ends[word] as number; column < end; column++)
				sum += (scaled[column] as Int32Array)[tuples[at + column] as number] as number;
			packed[word] = sum;
		}
		return index.numberOf(packed, 0);
	};
}

/** The classes of coded rows. */
export function createNodeClasses({ rows, codesAt, valueCounts }: CodedTable): NodeClasses {
	const identities = valueCounts.map((count) => Int32Array.from({ length: count }, (_, code) => code));
	const width = codesAt.length + valueCounts.length;
	const packing = packColumns([...codesAt.map(([values]) => values?.length ?? 0), ...valueCounts]);
	const labelsAt = (node: Node): readonly Int32Array[] => node.map((level, column) => codesAt[column]?.[level] as Int32Array);

	const group = (tuples: Int32Array, counts: Int32Array, node: Node): Groups => {
		const labels = labelsAt(node);
		const groupOf = createNumbering([...labels, ...identities], packing);
		const classOf = identities.length === 0 ? undefined : createNumbering(labels, packing);
		const representatives = new Int32Array(tuples.length);
		const groupCounts = new Int32Array(counts.length);
		const classes = new Int32Array(counts.length);
		const sizes = new Int32Array(counts.length);
		let groups = 0;
		let classCount = 0;
		for (let from = 0, start = 0; from < counts.length; from++, start += width) {
			const number = groupOf(tuples, start);
			if (number === groups) {
				for (let column = 0; column < width; column++) representatives[number * width + column] = tuples[start + column] as number;
				classes[number] = classOf?.(tuples, start) ?? number;
				classCount = Math.max(classCount, (classes[number] as number) + 1);
				groups++;
			}
			const count = counts[from] as number;
			const ofClass = classes[number] as number;
			groupCounts[number] = (groupCounts[number] as number) + count;
			sizes[ofClass] = (sizes[ofClass] as number) + count;
		}
		return {
			tuples: representatives.slice(0, groups * width),
			counts: groupCounts.slice(0, groups),
			classes: classes.slice(0, groups),
			sizes: sizes.slice(0, classCount),
		};
	};
	const bottom = codesAt.map(() => 0);
	const visited = [{ node: bottom as Node, groups: group(rows, new Int32Array(rows.length / width).fill(1), bottom) }];
	let kept = 0;

	const at = (node: Node): Groups => {
		const below = visited.filter((candidate) => candidate.node.every((level, column) => level <= (node[column] as number)));
		const source = below.reduce((fewest, candidate) => (candidate.groups.counts.length < fewest.groups.counts.length ? candidate : fewest));
		const groups = group(source.groups.tuples, source.groups.counts, node);
		if (kept + groups.tuples.length <= KEPT_CODES) {
			kept += groups.tuples.length;
			visited.push({ node, groups });
		}
		return groups;
	};
	return {
		at,
		classesOfRows(node) {
			const classOf = createNumbering(labelsAt(node), packing);
			// The groups first, in their order: it gives their classes the numbers that they have.
			const { tuples } = at(node);
			for (let start = 0; start < tuples.length; start += width) classOf(tuples, start);
			const classes = new Int32Array(rows.length / width);
			for (let row = 0; row < classes.length; row++) classes[row] = classOf(rows, row * width);
			return classes;
		},
	};
}
