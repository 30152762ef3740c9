/**
 * Calendar days as whole numbers since 1970-01-01, so that date arithmetic has no time zone and no clock.
 */
const DAY_MS = 86_400_000;

/** The day of an ISO date. */
export function dayOf(isoDate: string): number {
	return Date.parse(`${isoDate}T00:00:00Z`) / DAY_MS;
}

/** The ISO date of a day. */
export function isoDate(day: number): string {
	return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The last day of the data; everything is generated relative to it. */
export const LAST_DAY: number = dayOf("2026-06-30");
