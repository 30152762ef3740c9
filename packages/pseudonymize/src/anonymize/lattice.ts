/**
 * Finds the best node of a generalisation lattice: how far to generalise each column, at the least cost, so that the table meets its targets.
 *
 * Source: Kohlmayer, Prasser, Eckert, Kemper, Kuhn, "Flash: efficient, stable and optimal k-anonymity", PASSAT 2012. Nodes are visited level by level;
 * from each open one a path is walked up and searched by bisection, and what a check says about other nodes is remembered: if generalising keeps
 * the targets, all nodes below a failed one fail. Beyond Flash, every check gives a lower bound of the cost of all nodes above, which
 * closes them once a better node is known. The result is an optimum: no node is left out without one of these reasons.
 */

/** Levels of generalisation, by column. */
export type Node = readonly number[];

/** What a check of a node says. */
export interface Verdict {
	readonly satisfied: boolean;
	/** What the node costs if it is satisfied. */
	readonly cost: number;
	/** What the node and all nodes above it cost at least. */
	readonly bound: number;
}

/** How to search. */
export interface LatticeOptions {
	/** The highest level of each column. */
	readonly heights: readonly number[];
	/** Whether all nodes above a satisfied one are satisfied. */
	readonly monotone: boolean;
	readonly check: (node: Node) => Verdict;
}

const CHECKED = 1;
const FAILED = 2;
const CLOSED = 4;

/** The satisfied node of least cost; undefined if there is none. */
export function searchLattice({ heights, monotone, check }: LatticeOptions): Node | undefined {
	const strides = heights.map((_, column) => heights.slice(0, column).reduce((product, height) => product * (height + 1), 1));
	const count = heights.reduce((product, height) => product * (height + 1), 1);
	const state = new Uint8Array(count);
	const bounds = new Map<number, number>();
	let best: { readonly node: number; readonly cost: number } | undefined;

	const levelOf = (node: number, column: number): number =>
		Math.floor(node / (strides[column] as number)) % ((heights[column] as number) + 1);
	const levelsOf = (node: number): Node => heights.map((_, column) => levelOf(node, column));
	const neighbours = (node: number, step: 1 | -1): readonly number[] =>
		heights.flatMap((height, column) => {
			const level = levelOf(node, column) + step;
			return level < 0 || level > height ? [] : [node + step * (strides[column] as number)];
		});
	const spread = (start: number, step: 1 | -1, mark: number): void => {
		for (const open = [start]; open.length > 0; ) {
			for (const next of neighbours(open.pop() as number, step)) {
				if (((state[next] as number) & mark) !== 0) continue;
				state[next] = (state[next] as number) | mark;
				open.push(next);
			}
		}
	};

	const satisfies = (node: number): boolean => {
		state[node] = (state[node] as number) | CHECKED;
		const { satisfied, cost, bound } = check(levelsOf(node));
		if (!satisfied && monotone) spread(node, -1, FAILED);
		bounds.set(node, bound);
		if (satisfied && cost < (best?.cost ?? Number.POSITIVE_INFINITY)) {
			best = { node, cost };
			for (const [known, least] of bounds) if (least >= cost) spread(known, 1, CLOSED);
		} else if (best !== undefined && bound >= best.cost) spread(node, 1, CLOSED);
		return satisfied;
	};
	/** Up from a node through open ones, raising the column that is least general. */
	const pathFrom = (start: number): readonly number[] => {
		const path = [start];
		for (let node = start; ; ) {
			const above = neighbours(node, 1).filter((next) => state[next] === 0);
			const share = (next: number): number =>
				heights.reduce((sum, height, column) => sum + (levelOf(next, column) / (height || 1)) ** 2, 0);
			if (above.length === 0) return path;
			node = above.reduce((least, next) => (share(next) < share(least) ? next : least));
			path.push(node);
		}
	};

	// A column that breaks the targets alone, all others at their most general, breaks them at every node that leaves it at that level.
	const probeColumns = (): void => {
		for (const [column, stride] of strides.entries()) {
			const others = count - 1 - (heights[column] as number) * stride;
			for (let level = 0; level <= (heights[column] as number); level++) {
				const node = others + level * stride;
				if (state[node] !== 0 || satisfies(node)) break;
			}
		}
		const lowest = state.indexOf(0);
		if (lowest >= 0) satisfies(lowest);
	};

	if (monotone) probeColumns();
	const order = Array.from({ length: count }, (_, node) => node);
	const heightOf = Int32Array.from(order, (node) => levelsOf(node).reduce((sum, level) => sum + level, 0));
	order.sort((a, b) => (heightOf[a] as number) - (heightOf[b] as number));
	for (const start of order) {
		if (state[start] !== 0) continue;
		const path = monotone ? pathFrom(start) : [start];
		for (let low = 0, high = path.length - 1; low <= high; ) {
			const middle = (low + high) >> 1;
			const node = path[middle] as number;
			const known = state[node] as number;
			const isHigh = (known & FAILED) === 0 && ((known & CLOSED) !== 0 || satisfies(node));
			if (isHigh) high = middle - 1;
			else low = middle + 1;
		}
	}
	return best && levelsOf(best.node);
}
