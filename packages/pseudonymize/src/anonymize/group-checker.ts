/**
 * Checks the classes of a lattice node against the targets, and says what the node costs.
 *
 * Classes that miss the targets are left out. Since that changes the shares of values in the table, the classes that stay are then
 * checked once more against the shares of what is released: the release itself meets the targets, not only the table it came from.
 */
import { distributionsOf } from "../risk/distribution.ts";
import { createTally } from "../risk/tally.ts";
import { createTupleIndex } from "../risk/tuple-index.ts";
import type { ConstrainedColumn, Constraints } from "./constraints.ts";
import type { Groups } from "./node-classes.ts";

/** What the targets say about a node. */
export interface NodeVerdict {
	/** By class, 1 if it stays. */
	readonly accepted: Uint8Array;
	/** Rows of the classes that do not stay. */
	readonly suppressed: number;
	/** Whether the classes that stay meet the targets among themselves. */
	readonly holds: boolean;
	/** DM: squared sizes of the classes that stay, and for each row left out the number of all rows. */
	readonly discernibility: number;
	/** The squared sizes of all classes: what no further generalisation can undercut. */
	readonly bound: number;
}

/** Refuses classes whose values miss the targets of a column; says whether it refused one. */
function refuse(
	groups: Groups,
	column: ConstrainedColumn,
	place: { readonly at: number; readonly width: number },
	accepted: Uint8Array,
): boolean {
	const pairs = createTupleIndex(2);
	const counts = createTally();
	const pair = new Int32Array(2);
	for (let group = 0; group < groups.counts.length; group++) {
		pair[0] = groups.classes[group] as number;
		pair[1] = groups.tuples[group * place.width + place.at] as number;
		if (accepted[pair[0] as number] === 1) counts.increment(pairs.numberOf(pair, 0), groups.counts[group] as number);
	}
	const tuples = pairs.tuples();
	const triples = {
		classes: tuples.filter((_, at) => at % 2 === 0),
		codes: tuples.filter((_, at) => at % 2 === 1),
		counts: counts.toArray(pairs.size),
	};
	const { classes, shares } = distributionsOf(triples, { classCount: accepted.length, valueCount: column.valueCount });
	let refused = false;
	for (const [number, values] of classes.entries()) {
		if (accepted[number] === 0 || column.accepts(values, shares)) continue;
		accepted[number] = 0;
		refused = true;
	}
	return refused;
}

/** A checker for a table of `rows` rows with `columns` quasi-identifiers, before the constrained columns in each tuple. */
export function createGroupChecker(
	{ minSize, columns: constrained }: Constraints,
	{ rows, columns }: { readonly rows: number; readonly columns: number },
): (groups: Groups) => NodeVerdict {
	const width = columns + constrained.length;
	return (groups) => {
		const accepted = Uint8Array.from(groups.sizes, (size) => (size >= minSize ? 1 : 0));
		// Each column against the whole table first, so that classes refused for another column count in it as they do for Mondrian.
		const whole = new Uint8Array(accepted.length).fill(1);
		for (const [at, column] of constrained.entries()) {
			const ofColumn = whole.slice();
			refuse(groups, column, { at: columns + at, width }, ofColumn);
			for (let number = 0; number < accepted.length; number++)
				accepted[number] = (accepted[number] as number) & (ofColumn[number] as number);
		}
		let bound = 0;
		let suppressed = 0;
		let discernibility = 0;
		for (const [number, size] of groups.sizes.entries()) {
			bound += size ** 2;
			if (accepted[number] === 1) discernibility += size ** 2;
			else suppressed += size;
		}
		const holds =
			suppressed === 0 || constrained.every((column, at) => !refuse(groups, column, { at: columns + at, width }, accepted.slice()));
		return { accepted, suppressed, holds, discernibility: discernibility + suppressed * rows, bound };
	};
}
