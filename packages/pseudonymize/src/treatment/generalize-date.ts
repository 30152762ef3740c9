/**
 * generalize.year and generalize.month: a date becomes its year (`1990`) or its month (`1990-05`). The day of a `Date` is the one in UTC.
 *
 * Leaks what stays; the year of birth of a very old person can still single them out.
 */
import { checkOptions } from "@veilkit/core";
import { calendarDay } from "../date/iso-date.ts";
import { mapColumn } from "./map-column.ts";
import type { TreatmentKind } from "./treatment.ts";

/** Data of `generalize.year`. */
export interface YearTreatment {
	readonly treatment: "generalize.year";
}

/** Data of `generalize.month`. */
export interface MonthTreatment {
	readonly treatment: "generalize.month";
}

const YEAR: YearTreatment = /* @__PURE__ */ Object.freeze({ treatment: "generalize.year" });
const MONTH: MonthTreatment = /* @__PURE__ */ Object.freeze({ treatment: "generalize.month" });

/**
 * Keeps the year of a date.
 *
 * @example
 * ```ts
 * import { generalize } from "@veilkit/pseudonymize";
 * generalize.year();
 * ```
 */
export function year(): YearTreatment {
	return YEAR;
}

/**
 * Keeps the year and month of a date.
 *
 * @example
 * ```ts
 * import { generalize } from "@veilkit/pseudonymize";
 * generalize.month();
 * ```
 */
export function month(): MonthTreatment {
	return MONTH;
}

export const yearKind: TreatmentKind<YearTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment"]);
		return YEAR;
	},
	bind: (_, { column }) => mapColumn(column, (value, place) => calendarDay(value, place).slice(0, 4)),
};

export const monthKind: TreatmentKind<MonthTreatment> = {
	parse(fields, path) {
		checkOptions(fields, path, ["treatment"]);
		return MONTH;
	},
	bind: (_, { column }) => mapColumn(column, (value, place) => calendarDay(value, place).slice(0, 7)),
};
