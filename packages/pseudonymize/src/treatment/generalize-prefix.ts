/**
 * generalize.prefix: the first characters of a text, the rest replaced by one `*`: `0150` becomes `015*`.
 *
 * One mark whatever was cut, so the length does not show. Leaks the prefix, and a value that is not longer is released as it is.
 */
import { checkInteger, checkOptions } from "@veilkit/core";
import { textOf } from "../token/text-column.ts";
import { mapColumn } from "./map-column.ts";
import type { TreatmentKind } from "./treatment.ts";

/** Data of `generalize.prefix`. */
export interface PrefixTreatment {
	readonly treatment: "generalize.prefix";
	/** How many characters stay. */
	readonly length: number;
}

/**
 * Keeps the first `length` characters (Unicode code points).
 *
 * @example
 * ```ts
 * import { generalize } from "@veilkit/pseudonymize";
 * generalize.prefix(3);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function prefix(length: number): PrefixTreatment {
	return prefixKind.parse({ length }, "generalize.prefix");
}

/** The UTF-16 length of the first `length` code points. */
function cutPosition(text: string, length: number): number {
	let position = 0;
	for (let index = 0; index < length && position < text.length; index++)
		position += (text.codePointAt(position) as number) > 0xffff ? 2 : 1;
	return position;
}

export const prefixKind: TreatmentKind<PrefixTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment", "length"]);
		return Object.freeze({
			treatment: "generalize.prefix",
			length: checkInteger(fields["length"], `${path}.length`, { min: 0, max: 1024 }),
		});
	},
	bind: ({ length }, { column }) =>
		mapColumn(column, (value, place) => {
			const text = textOf(value, place);
			const end = cutPosition(text, length);
			return end === text.length ? text : `${text.slice(0, end)}*`;
		}),
};
