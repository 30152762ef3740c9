/**
 * Time as an injected capability, so that receipts, deadlines and expiry can be tested and replayed.
 */

/** A source of the current time. */
export interface Clock {
	/** Milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored, as in ECMAScript. */
	now(): number;
}

/** Options of every operation that records or compares the time. */
export interface ClockOptions {
	/** Where the time comes from; the system clock unless a test injects another. */
	readonly clock?: Clock;
}

/** The system clock. */
export const systemClock: Clock = {
	now: () => new Date().getTime(),
};
