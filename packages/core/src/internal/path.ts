/**
 * Paths inside nested values, for error messages: `value.events[3].time`.
 *
 * Keys of a data structure can be data (a map by e-mail address). Only keys that look like field names are printed; any other is
 * named by its position.
 */

const FIELD_NAME = /^[a-zA-Z][a-zA-Z_-]{0,39}$/;

/** One step into a value: a field name, or the position of an element or an entry. */
export type PathStep = string | number;

/**
 * The path as text.
 *
 * @param root - what the path starts from: `encodeCbor(value)`
 * @param steps - from the outside in
 */
export function pathText(root: string, steps: readonly PathStep[]): string {
	return root + steps.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
}

/** The step to an entry: its key where that looks like a field name, else its position. */
export function entryStep(key: unknown, position: number): PathStep {
	return typeof key === "string" && FIELD_NAME.test(key) ? key : position;
}
