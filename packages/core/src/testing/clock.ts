/**
 * A clock that stands still until it is told otherwise.
 */
import type { Clock } from "../time/clock.ts";

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
export function manualClock(start: string): Clock & { advance(milliseconds: number): void } {
	let now = new Date(start).getTime();
	return {
		now: () => now,
		advance(milliseconds) {
			now += milliseconds;
		},
	};
}
