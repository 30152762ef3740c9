/**
 * generalize.zip3: the first three digits of a US ZIP code, or `000` where too few people share them.
 *
 * 45 CFR 164.514(b)(2)(i)(B): the initial three digits may stay if the area of all ZIP codes that share them holds more than 20,000 people
 * by current data of the Bureau of the Census; otherwise they become 000. The populations are passed in, since the census moves on: a
 * prefix that the list lacks counts as too small.
 *
 * Leaks the area of three digits.
 */
import { checkInteger, checkObject, checkOptions, invalidArgument } from "@veilkit/core";
import { unfitValue } from "../error/errors.ts";
import { textOf } from "../token/text-column.ts";
import { mapColumn } from "./map-column.ts";
import type { TreatmentKind } from "./treatment.ts";

/** An area must hold more people than this. */
const SMALL_POPULATION = 20_000;

/** What stands for all small areas. */
const SMALL_AREA = "000";

/** Data of `generalize.zip3`. */
export interface Zip3Treatment {
	readonly treatment: "generalize.zip3";
	/** People by the three digits, from public census data. */
	readonly populations: Readonly<Record<string, number>>;
}

/**
 * Keeps three digits of a US ZIP code where more than 20,000 people share them: 45 CFR 164.514(b)(2)(i)(B).
 *
 * @param options - `populations`: people by the three digits, summed over all ZIP code areas that share them, from the current census
 *
 * @example
 * ```ts
 * import { generalize } from "@veilkit/pseudonymize";
 * generalize.zip3({ populations: { "021": 700_000, "036": 12_000 } }); // "02139" becomes "021", "03601" becomes "000"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function zip3(options: { readonly populations: Readonly<Record<string, number>> }): Zip3Treatment {
	return zip3Kind.parse({ ...options }, "generalize.zip3(options)");
}

const THREE_DIGITS = /^\d{3}$/;
const ZIP = /^\d{5}(?:-?\d{4})?$/;

export const zip3Kind: TreatmentKind<Zip3Treatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment", "populations"]);
		const populations: Record<string, number> = {};
		for (const [digits, people] of Object.entries(checkObject(fields["populations"], `${path}.populations`))) {
			if (!THREE_DIGITS.test(digits)) throw invalidArgument(`${path}.populations: a name`, "three digits");
			populations[digits] = checkInteger(people, `${path}.populations.${digits}`, { min: 0 });
		}
		return Object.freeze({ treatment: "generalize.zip3", populations: Object.freeze(populations) });
	},
	bind({ populations }, { column }) {
		const large = new Set(Object.keys(populations).filter((digits) => (populations[digits] as number) > SMALL_POPULATION));
		return mapColumn(column, (value, place) => {
			const zip = textOf(value, place).trim();
			if (!ZIP.test(zip)) throw unfitValue(place, "a US ZIP code as text: five digits, or nine");
			const digits = zip.slice(0, 3);
			return large.has(digits) ? digits : SMALL_AREA;
		});
	},
};
