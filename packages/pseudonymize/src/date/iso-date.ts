/**
 * Calendar days as numbers: dates as ISO 8601 text, with or without a time of day, and as `Date`, in the proleptic Gregorian calendar.
 *
 * Text is read by hand and not by `Date.parse`, on which engines differ (in some, 30 February rolls over into March).
 */
import type { Value } from "@veilkit/core";
import { type Place, unfitValue } from "../error/errors.ts";

const DAY_MS = 86_400_000;

/** Days in 400 years, after which the calendar repeats. */
const CYCLE_DAYS = 146_097;

const MIN_DAY: number = /* @__PURE__ */ dayNumber(0, 1, 1);
const MAX_DAY: number = /* @__PURE__ */ dayNumber(9999, 12, 31);

const ISO_DATE =
	/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?)?$/;

const TWO_DIGITS: readonly string[] = /* @__PURE__ */ Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));

const EXPECTED_DATE = "an ISO 8601 date (1990-05-01, with or without a time) or a valid Date, in the years 0000 to 9999";

/** Days from 1970-01-01; a month of 13 is January of the next year. One cycle later, since `Date.UTC` takes the years 0 to 99 for 1900 to 1999. */
function dayNumber(year: number, month: number, day: number): number {
	return Date.UTC(year + 400, month - 1, day) / DAY_MS - CYCLE_DAYS;
}

function twoDigits(text: string, at: number): number {
	return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** The day of ISO text; undefined if the text is no date. */
function dayOfText(text: string): number | undefined {
	if (!ISO_DATE.test(text)) return undefined;
	const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
	const month = twoDigits(text, 5);
	const day = dayNumber(year, month, twoDigits(text, 8));
	return day < dayNumber(year, month + 1, 1) ? day : undefined;
}

function textOfDay(day: number): string {
	const date = new Date(day * DAY_MS);
	const year = date.getUTCFullYear();
	return `${TWO_DIGITS[Math.floor(year / 100)]}${TWO_DIGITS[year % 100]}-${TWO_DIGITS[date.getUTCMonth() + 1]}-${TWO_DIGITS[date.getUTCDate()]}`;
}

function dayOf(value: Exclude<Value, null>, place: Place): number {
	const day = typeof value === "string" ? dayOfText(value) : value instanceof Date ? Math.floor(value.getTime() / DAY_MS) : undefined;
	if (day !== undefined && day >= MIN_DAY && day <= MAX_DAY) return day;
	throw unfitValue(place, EXPECTED_DATE);
}

/**
 * The calendar day of a value as text, `1990-05-01`; of a `Date`, the day in UTC.
 *
 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_VALUE`
 */
export function calendarDay(value: Exclude<Value, null>, place: Place): string {
	return textOfDay(dayOf(value, place));
}

/**
 * A value moved by whole days: text stays text with its time of day, a `Date` stays a `Date`.
 *
 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_VALUE`
 */
export function shiftByDays(value: Exclude<Value, null>, days: number, place: Place): string | Date {
	const day = dayOf(value, place) + days;
	if (day < MIN_DAY || day > MAX_DAY) throw unfitValue(place, "a date that stays in the years 0000 to 9999 when shifted");
	return typeof value === "string" ? textOfDay(day) + value.slice(10) : new Date((value as Date).getTime() + days * DAY_MS);
}
