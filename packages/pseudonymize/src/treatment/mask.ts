/**
 * mask: the first and the last characters of a text stay, everything between them becomes one `*`: `4111111111111111` becomes `411111*1111`.
 *
 * One mark whatever was hidden, so the length does not show. A value that is too short to hide anything is masked whole. Leaks the characters
 * that stay; few values may share them.
 */
import { checkInteger, checkOptions } from "@veilkit/core";
import { textOf } from "../token/text-column.ts";
import { mapColumn } from "./map-column.ts";
import type { TreatmentKind } from "./treatment.ts";

/** Options of {@link mask}. */
export interface MaskOptions {
	/** How many characters at the start stay. */
	readonly first: number;
	/** How many characters at the end stay. */
	readonly last: number;
}

/** Data of {@link mask}. */
export interface MaskTreatment extends MaskOptions {
	readonly treatment: "mask";
}

/**
 * Keeps the first and last characters (Unicode code points), and hides what is between them.
 *
 * @param options - `first` and `last`: 0 to 64
 *
 * @example
 * ```ts
 * import { mask } from "@veilkit/pseudonymize";
 * mask({ first: 0, last: 4 }); // "4111111111111111" becomes "*1111"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function mask(options: MaskOptions): MaskTreatment {
	return maskKind.parse({ ...options }, "mask(options)");
}

export const maskKind: TreatmentKind<MaskTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment", "first", "last"]);
		const count = (name: string): number => checkInteger(fields[name], `${path}.${name}`, { min: 0, max: 64 });
		return Object.freeze({ treatment: "mask", first: count("first"), last: count("last") });
	},
	bind: ({ first, last }, { column }) =>
		mapColumn(column, (value, place) => {
			const characters = [...textOf(value, place)];
			if (characters.length <= first + last) return "*";
			return `${characters.slice(0, first).join("")}*${characters.slice(characters.length - last).join("")}`;
		}),
};
