/**
 * generalize.age and generalize.birthYear: ages and years of birth under the rule of HIPAA Safe Harbor for great age.
 *
 * 45 CFR 164.514(b)(2)(i)(C): ages over 89, and all elements of dates (the year included) that indicate such an age, go into one class
 * of 90 or older. `age` gives `37` or an interval, and `90+`. `birthYear` gives the year, and one class for everybody who is or turns 90
 * in the year of the release: the year alone must not tell who does.
 *
 * Leaks the age up to 89, or the interval that holds it.
 */
import { checkInteger, checkOptions, invalidArgument } from "@veilkit/core";
import { calendarDay } from "../date/iso-date.ts";
import { unfitValue } from "../error/errors.ts";
import { wholePart } from "./decimal.ts";
import { mapColumn } from "./map-column.ts";
import type { TreatmentKind } from "./treatment.ts";

/** The first age of the open class. */
const OPEN_AGE = 90;

/** Data of `generalize.age`. */
export interface AgeTreatment {
	readonly treatment: "generalize.age";
	/** The width of an interval in years; 1 gives the age itself. */
	readonly width: number;
}

/** Data of `generalize.birthYear`. */
export interface BirthYearTreatment {
	readonly treatment: "generalize.birthYear";
	/** The calendar year of the release. */
	readonly asOf: number;
}

/**
 * Keeps an age up to 89, whole or as an interval, and puts everybody older into one class: 45 CFR 164.514(b)(2)(i)(C).
 *
 * @param options - `width`: a divisor of 90 (so that no interval crosses the limit); 1 keeps the age
 *
 * @example
 * ```ts
 * import { generalize } from "@veilkit/pseudonymize";
 * generalize.age({ width: 10 }); // 37 becomes "[30,40)", 93 becomes "90+"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function age(options: { readonly width: number }): AgeTreatment {
	return ageKind.parse({ ...options }, "generalize.age(options)");
}

/**
 * Keeps the year of a birth date, and puts everybody who is or turns 90 in the year of the release into one class: 45 CFR 164.514(b)(2)(i)(C).
 *
 * @param options - `asOf`: the calendar year of the release, 1900 to 9999; part of the policy, so that a repeated run gives the same
 *
 * @example
 * ```ts
 * import { generalize } from "@veilkit/pseudonymize";
 * generalize.birthYear({ asOf: 2026 }); // "1990-05-01" becomes "1990", "1931-01-01" becomes "<=1936"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function birthYear(options: { readonly asOf: number }): BirthYearTreatment {
	return birthYearKind.parse({ ...options }, "generalize.birthYear(options)");
}

/** Widths whose intervals end where the open class begins. */
function checkWidth(value: unknown, path: string): number {
	const width = checkInteger(value, path, { min: 1, max: OPEN_AGE });
	if (OPEN_AGE % width !== 0) throw invalidArgument(path, "a divisor of 90, so that no interval reaches beyond 89");
	return width;
}

export const ageKind: TreatmentKind<AgeTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment", "width"]);
		return Object.freeze({ treatment: "generalize.age", width: checkWidth(fields["width"], `${path}.width`) });
	},
	bind: ({ width }, { column }) =>
		mapColumn(column, (value, place) => {
			const years = Number(wholePart(value, place));
			if (years < 0) throw unfitValue(place, "an age of 0 or more");
			if (years >= OPEN_AGE) return `${OPEN_AGE}+`;
			const low = years - (years % width);
			return width === 1 ? String(years) : `[${low},${low + width})`;
		}),
};

export const birthYearKind: TreatmentKind<BirthYearTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment", "asOf"]);
		return Object.freeze({
			treatment: "generalize.birthYear",
			asOf: checkInteger(fields["asOf"], `${path}.asOf`, { min: 1900, max: 9999 }),
		});
	},
	bind({ asOf }, { column }) {
		const limit = asOf - OPEN_AGE;
		return mapColumn(column, (value, place) => {
			const year = calendarDay(value, place).slice(0, 4);
			return Number(year) <= limit ? `<=${limit}` : year;
		});
	},
};
