/**
 * Targets made ready to be checked class by class.
 */
import type { Batch } from "@veilkit/core";
import { equalDistance } from "../risk/closeness.ts";
import { createDictionary, encodeRows } from "../risk/dictionary.ts";
import type { ClassMeasure, ClassValues } from "../risk/distribution.ts";
import { distinctValues, entropyValues, recursiveQuotient } from "../risk/diversity.ts";
import { basicBeta } from "../risk/likeness.ts";
import { hierarchicalMeasure, orderedMeasure } from "../risk/sensitive-risk.ts";
import type { Target } from "./targets.ts";

/** A sensitive column under targets. */
export interface ConstrainedColumn {
	/** The value of each row, as a code. */
	readonly codes: Int32Array;
	readonly valueCount: number;
	/** Whether a class meets all targets of the column, given the share of each value in the table. */
	accepts(values: ClassValues, shares: Float64Array): boolean;
}

/** All targets of a table. */
export interface Constraints {
	/** Rows that a class must have. */
	readonly minSize: number;
	readonly columns: readonly ConstrainedColumn[];
	/** Whether a class made of one that meets the targets and any other rows meets them: true of sizes and distinct values alone. */
	readonly monotone: boolean;
}

/** Figures of rounded arithmetic may miss a bound that they meet. */
const TOLERANCE = 1e-12;

type ColumnTarget = Exclude<Target, { readonly model: "k-anonymity" }>;

function acceptance(target: ColumnTarget, values: ReturnType<typeof createDictionary>["values"]): ConstrainedColumn["accepts"] {
	const atMost = (measure: ClassMeasure, bound: number): ConstrainedColumn["accepts"] => {
		const limit = bound * (1 + TOLERANCE);
		return (part, shares) => measure(part, shares) <= limit;
	};
	const { column } = target;
	switch (target.model) {
		case "distinct-l":
			return (part, shares) => distinctValues(part, shares) >= target.l;
		case "entropy-l":
			return (part, shares) => entropyValues(part, shares) >= target.l * (1 - TOLERANCE);
		case "recursive-cl": {
			const quotient = recursiveQuotient(target.l);
			return (part, shares) => quotient(part, shares) < target.c;
		}
		case "beta-likeness":
			return atMost(basicBeta, target.beta);
		case "t-closeness": {
			if (target.ordered) return atMost(orderedMeasure(column, values), target.t);
			if (target.hierarchy) return atMost(hierarchicalMeasure(column, values, target.hierarchy), target.t);
			return atMost(equalDistance, target.t);
		}
	}
}

/** The targets over the columns of a table. */
export function createConstraints(batch: Batch, targets: readonly Target[]): Constraints {
	let minSize = 1;
	const byColumn = new Map<string, ColumnTarget[]>();
	for (const target of targets) {
		if (target.model === "k-anonymity") minSize = Math.max(minSize, target.k);
		else byColumn.set(target.column, [...(byColumn.get(target.column) ?? []), target]);
	}
	const columns = [...byColumn].map(([column, ofColumn]) => {
		const dictionary = createDictionary();
		const codes = encodeRows(batch, [column], [dictionary]);
		const checks = ofColumn.map((target) => acceptance(target, dictionary.values));
		return {
			codes,
			valueCount: dictionary.values.length,
			accepts: (values: ClassValues, shares: Float64Array): boolean => checks.every((check) => check(values, shares)),
		};
	});
	const monotone = targets.every(({ model }) => model === "k-anonymity" || model === "distinct-l");
	return { minSize, columns, monotone };
}
