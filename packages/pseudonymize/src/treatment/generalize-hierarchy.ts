/**
 * generalize.hierarchy: a value becomes its label at a level of a generalisation hierarchy: `Oslo` becomes `Norway`.
 *
 * The policy holds the labels themselves, so its hash covers them. A value that the hierarchy lacks is an error and never passes. Leaks
 * the label; a label with few people behind it can single out.
 */
import { checkObject, checkOptions, checkString } from "@veilkit/core";
import { unfitValue } from "../error/errors.ts";
import type { Hierarchy } from "../hierarchy/hierarchy.ts";
import { textOf } from "../token/text-column.ts";
import { mapColumn } from "./map-column.ts";
import type { TreatmentKind } from "./treatment.ts";

/** Data of `generalize.hierarchy`. */
export interface HierarchyTreatment {
	readonly treatment: "generalize.hierarchy";
	/** What stands for each value. */
	readonly labels: Readonly<Record<string, string>>;
}

/**
 * Replaces a value by its label at a level of a hierarchy.
 *
 * @param hierarchy - from `createHierarchy`, or `parseHierarchy` for files in the format of ARX
 * @param level - 0 is the value itself, `hierarchy.height` the most general label
 *
 * @example
 * ```ts
 * import { generalize } from "@veilkit/pseudonymize";
 * import { parseHierarchy } from "@veilkit/pseudonymize/anonymize";
 * generalize.hierarchy(parseHierarchy("Oslo;Norway;*\nLund;Sweden;*\n"), 1);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function hierarchy(hierarchy: Hierarchy, level: number): HierarchyTreatment {
	const labels = Object.fromEntries(hierarchy.values.map((value) => [value, hierarchy.generalize(value, level)]));
	return hierarchyKind.parse({ labels }, "generalize.hierarchy");
}

export const hierarchyKind: TreatmentKind<HierarchyTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment", "labels"]);
		const entries = Object.entries(checkObject(fields["labels"], `${path}.labels`));
		const labels = Object.fromEntries(entries.map(([value, label]) => [value, checkString(label, `${path}.labels: a label`)]));
		return Object.freeze({ treatment: "generalize.hierarchy", labels: Object.freeze(labels) });
	},
	bind({ labels }, { column }) {
		const labelOf = new Map(Object.entries(labels));
		return mapColumn(column, (value, place) => {
			const label = labelOf.get(textOf(value, place));
			if (label === undefined) throw unfitValue(place, "a value of the hierarchy");
			return label;
		});
	},
};
