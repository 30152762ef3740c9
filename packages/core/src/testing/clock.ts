/**
 * A clock that stands still until it is told otherwise.
 */
import type { Clock } from "../time/clock.ts";

/** A clock that stands still until it is advanced. */
export interface ManualClock extends Clock {
	/** Moves the time forward. */
	advance(milliseconds: number): void;
}

/**
 * A clock set by hand.
 *
 * @param start - ISO 8601 text
 *
 * @example
 * ```ts
 * import { manualClock } from "@veilkit/core/testing";
 * const clock = manualClock("2026-11-24T12:00:00Z");
 * clock.advance(60_000);
 * ```
 */
export function manualClock(start: string): ManualClock {
	let now = new Date(start).getTime();
	return {
		now: () => now,
		advance(milliseconds) {
			now += milliseconds;
		},
	};
}
