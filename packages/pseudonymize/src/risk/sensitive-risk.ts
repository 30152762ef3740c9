/**
 * The figures of one sensitive column: every model of attribute disclosure, for the class where it is worst.
 */
import type { Value } from "@veilkit/core";
import { unfitColumn, valueUncovered } from "../error/errors.ts";
import type { Hierarchy } from "../hierarchy/hierarchy.ts";
import type { SensitiveValues } from "./class-counter.ts";
import { equalDistance, hierarchicalDistance, orderedDistance } from "./closeness.ts";
import { type ClassMeasure, greatest, least } from "./distribution.ts";
import { distinctValues, entropyValues, highestShare, recursiveQuotient } from "./diversity.ts";
import type { SensitiveColumnRisk } from "./figures.ts";
import { basicBeta, deltaDisclosure, enhancedBeta } from "./likeness.ts";
import { numericOrder } from "./order.ts";

/** A sensitive column whose values have more structure than being equal or not. */
export interface SensitiveColumn {
	readonly column: string;
	/** Its values are numbers (or their decimal text): adds the ordered distance to t. */
	readonly ordered?: true;
	/** Its values have a hierarchy: adds the hierarchical distance to t. */
	readonly hierarchy?: Hierarchy;
}

/** Ordered distance over the values of a column. */
export function orderedMeasure(column: string, values: readonly Value[]): ClassMeasure {
	const order = numericOrder(values);
	if (order !== undefined) return orderedDistance(order);
	throw unfitColumn(column, "numbers or their decimal text, for the ordered distance");
}

/** Hierarchical distance over the values of a column. */
export function hierarchicalMeasure(column: string, values: readonly Value[], hierarchy: Hierarchy): ClassMeasure {
	const known = new Set(hierarchy.values);
	const texts = values.map(String);
	if (texts.every((text) => known.has(text))) return hierarchicalDistance(hierarchy, texts);
	throw valueUncovered(column);
}

/** The figures. */
export function sensitiveRisk(spec: SensitiveColumn, counts: SensitiveValues): SensitiveColumnRisk {
	const { column, ordered, hierarchy } = spec;
	const recursive = greatest(counts, recursiveQuotient(2));
	const homogeneous = counts.classes.filter((values) => distinctValues(values, counts.shares) === 1);
	return {
		column,
		distinctL: least(counts, distinctValues),
		entropyL: least(counts, entropyValues),
		recursiveC: Number.isFinite(recursive) ? recursive : null,
		highestShare: greatest(counts, highestShare),
		t: {
			equal: greatest(counts, equalDistance),
			...(ordered && { ordered: greatest(counts, orderedMeasure(column, counts.values)) }),
			...(hierarchy && { hierarchical: greatest(counts, hierarchicalMeasure(column, counts.values, hierarchy)) }),
		},
		basicBeta: greatest(counts, basicBeta),
		enhancedBeta: greatest(counts, enhancedBeta),
		deltaDisclosure: greatest(counts, deltaDisclosure),
		homogeneousClasses: homogeneous.length,
		homogeneousRows: homogeneous.reduce((sum, { size }) => sum + size, 0),
	};
}
