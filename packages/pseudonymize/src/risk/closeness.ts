/**
 * t-closeness: how far the values of a class are from those of the whole table, as earth mover's distance.
 *
 * Source: Li, Li, Venkatasubramanian, "t-closeness: privacy beyond k-anonymity and l-diversity", ICDE 2007, section 4:
 *   equal         any two values are at distance 1: half the sum of |p − q|
 *   ordered       values i and j of m, in order, are at distance |i − j| / (m − 1): the sum of |p_1 − q_1 + … + p_i − q_i| / (m − 1)
 *   hierarchical  two values are at distance (height of their lowest common ancestor) / (height of the tree)
 * Small t means that membership of a class tells little about the value beyond what the table tells about everybody.
 */
import type { Hierarchy } from "../hierarchy/hierarchy.ts";
import type { ClassMeasure } from "./distribution.ts";

/** Equal distance. */
export const equalDistance: ClassMeasure = ({ codes, counts, from, to, size }, shares) => {
	let moved = 0;
	let absent = 1;
	for (let at = from; at < to; at++) {
		const share = shares[codes[at] as number] as number;
		absent -= share;
		moved += Math.abs((counts[at] as number) / size - share);
	}
	return Math.max(0, moved + absent) / 2;
};

/** Ordered distance; `order` lists the codes in ascending order of their values. */
export function orderedDistance(order: Int32Array): ClassMeasure {
	const shareInClass = new Float64Array(order.length);
	return ({ codes, counts, from, to, size }, shares) => {
		if (order.length < 2) return 0;
		for (let at = from; at < to; at++) shareInClass[codes[at] as number] = (counts[at] as number) / size;
		let surplus = 0;
		let work = 0;
		for (const code of order) {
			surplus += (shareInClass[code] as number) - (shares[code] as number);
			work += Math.abs(surplus);
		}
		for (let at = from; at < to; at++) shareInClass[codes[at] as number] = 0;
		return work / (order.length - 1);
	};
}

/** Hierarchical distance: at every node, what must cross between its children, times the height of the node. */
export function hierarchicalDistance(hierarchy: Hierarchy, values: readonly string[]): ClassMeasure {
	const height = hierarchy.height;
	const levels = Array.from({ length: height + 1 }, (_, level) => {
		const labels = new Map<string, number>();
		const nodes = Int32Array.from(values, (value) => {
			const label = hierarchy.generalize(value, level);
			if (!labels.has(label)) labels.set(label, labels.size);
			return labels.get(label) as number;
		});
		return { nodes, count: labels.size };
	});
	return ({ codes, counts, from, to, size }, shares) => {
		const surplus = Float64Array.from(shares, (share) => -share);
		for (let at = from; at < to; at++)
			surplus[codes[at] as number] = (surplus[codes[at] as number] as number) + (counts[at] as number) / size;
		// What a level cannot settle below itself: the absolute surplus of its nodes, of which half is moved one level further up.
		let work = 0;
		for (let level = 0; level < height; level++) {
			const { nodes, count } = levels[level] as { nodes: Int32Array; count: number };
			const ofNode = new Float64Array(count);
			for (let code = 0; code < surplus.length; code++)
				ofNode[nodes[code] as number] = (ofNode[nodes[code] as number] as number) + (surplus[code] as number);
			work += ofNode.reduce((sum, value) => sum + Math.abs(value), 0) / 2;
		}
		return height === 0 ? 0 : work / height;
	};
}
