/**
 * Calendar days as numbers: dates as ISO 8601 text, with or without a time of day, and as `Date`, in the proleptic Gregorian calendar.
 *
 * Engines differ on impossible days (30 February rolls over in some), so a day counts only if it prints as it was read.
 */
import type { Value } from "@veilkit/core";
import { type Place, unfitValue } from "../error/errors.ts";

const DAY_MS = 86_400_000;

const ISO_DATE =
	/^(\d{4}-\d{2}-\d{2})((?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?)?)$/;

/** A calendar day and, from text, what follows it. */
export interface CalendarDay {
	/** Days since 1970-01-01. */
	readonly day: number;
	/** Year, month and day: `1990-05-01`. */
	readonly text: string;
	/** The time of day as it was written, or nothing. */
	readonly time: string;
}

/** The text of a day, or undefined outside the years 0000 to 9999. */
export function dayText(day: number): string | undefined {
	const date = new Date(day * DAY_MS);
	const text = Number.isNaN(date.getTime()) ? "" : date.toISOString();
	return text.length === 24 ? text.slice(0, 10) : undefined;
}

/**
 * The calendar day of a value; of a `Date`, the day in UTC.
 *
 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_VALUE`
 */
export function calendarDay(value: Exclude<Value, null>, place: Place): CalendarDay {
	if (value instanceof Date) {
		const day = Math.floor(value.getTime() / DAY_MS);
		const text = dayText(day);
		if (text !== undefined) return { day, text, time: "" };
	} else if (typeof value === "string") {
		const [, text = "", time = ""] = ISO_DATE.exec(value) ?? [];
		const day = Date.parse(`${text}T00:00:00Z`) / DAY_MS;
		if (text !== "" && dayText(day) === text) return { day, text, time };
	}
	throw unfitValue(place, "an ISO 8601 date (1990-05-01, with or without a time) or a valid Date between the years 0000 and 9999");
}

/** A value moved by whole days: text stays text with its time of day, a `Date` stays a `Date`. */
export function shiftByDays(value: Exclude<Value, null>, days: number, place: Place): string | Date {
	const { day, time } = calendarDay(value, place);
	const text = dayText(day + days);
	if (text === undefined) throw unfitValue(place, "a date that stays between the years 0000 and 9999 when shifted");
	return value instanceof Date ? new Date(value.getTime() + days * DAY_MS) : text + time;
}
