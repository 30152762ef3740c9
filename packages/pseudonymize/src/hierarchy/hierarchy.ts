/**
 * Generalisation hierarchies: each value with its labels from itself up to the most general one.
 *
 * The text form is that of ARX: a line a value, cells from left (the value) to right, separated by `;`. Every label must have one label above it,
 * in all lines: only then does generalising further merge classes and never split them.
 */
import { checkArray, checkString, invalidArgument } from "@veilkit/core";

/** A hierarchy. */
export interface Hierarchy {
	/** Steps from a value to the most general label. */
	readonly height: number;
	/** The values that it covers. */
	readonly values: readonly string[];
	/**
	 * The label of a value at a level, 0 for the value itself.
	 *
	 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` if the hierarchy has no such value
	 */
	generalize(value: string, level: number): string;
}

function checkNested(rows: readonly (readonly string[])[], height: number, path: string): void {
	for (let level = 0; level < height; level++) {
		const parents = new Map<string, string>();
		for (const [line, labels] of rows.entries()) {
			const [label, parent] = [labels[level] as string, labels[level + 1] as string];
			if ((parents.get(label) ?? parent) !== parent) {
				throw invalidArgument(`${path}[${line}][${level + 1}]`, "the label that other lines have above the same label");
			}
			parents.set(label, parent);
		}
	}
}

/**
 * A hierarchy from its lines.
 *
 * @param rows - a line a value: the value, then its labels in ascending order of generality
 * @example
 * ```ts
 * import { createHierarchy } from "@veilkit/pseudonymize/anonymize";
 * createHierarchy([["Oslo", "Norway", "*"], ["Bergen", "Norway", "*"], ["Lund", "Sweden", "*"]]).generalize("Oslo", 1); // "Norway"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for lines of unequal length, a value twice, or a label with two labels above it
 */
export function createHierarchy(rows: readonly (readonly string[])[]): Hierarchy {
	const path = "createHierarchy(rows)";
	checkArray(rows, path);
	const height = (rows[0]?.length ?? 0) - 1;
	if (height < 0) throw invalidArgument(path, "at least one line with a value");
	const labelsOf = new Map<string, readonly string[]>();
	for (const [line, labels] of rows.entries()) {
		if (labels.length !== height + 1) throw invalidArgument(`${path}[${line}]`, `${height + 1} labels like the first line`);
		for (const [level, label] of labels.entries()) checkString(label, `${path}[${line}][${level}]`);
		const value = labels[0] as string;
		if (labelsOf.has(value)) throw invalidArgument(`${path}[${line}]`, "each value once");
		labelsOf.set(value, labels);
	}
	checkNested(rows, height, path);
	return Object.freeze({
		height,
		values: Object.freeze([...labelsOf.keys()]),
		generalize(value: string, level: number): string {
			const label = labelsOf.get(value)?.[level];
			if (label === undefined)
				throw invalidArgument("hierarchy.generalize(value, level)", `a value of the hierarchy and a level up to ${height}`);
			return label;
		},
	});
}

/**
 * A hierarchy from the text of a file in the format of ARX.
 *
 * @example
 * ```ts
 * import { parseHierarchy } from "@veilkit/pseudonymize/anonymize";
 * parseHierarchy("34;<50;*\n45;<50;*\n66;>=50;*\n").height; // 2
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function parseHierarchy(text: string): Hierarchy {
	const lines = checkString(text, "parseHierarchy(text)").split(/\r?\n/);
	return createHierarchy(lines.filter((line) => line !== "").map((line) => line.split(";")));
}
