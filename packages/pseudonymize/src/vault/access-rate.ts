/**
 * The rule that tells an application from somebody who copies the vault: how many accesses one actor makes in a sliding window.
 *
 * Counts live in this process. A crossing is reported once; the rule is armed again when the actor is back within the limit.
 */
import { checkInteger, checkOptions } from "@veilkit/core";

/** How many accesses of one actor are ordinary. */
export interface AccessRate {
	/** Most accesses in a window, 1 to 10,000. */
	readonly accesses: number;
	/** Length of the window in milliseconds. */
	readonly windowMs: number;
}

/** Counts accesses. */
export interface AccessCounter {
	/** Counts one; whether it is the one that crosses the limit. */
	count(actor: string, now: number): boolean;
}

interface Recent {
	times: readonly number[];
	over: boolean;
}

/** Actors remembered; the one that was idle longest is forgotten first. */
const MAX_ACTORS = 10_000;

/**
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function createAccessCounter(rate: AccessRate, path: string): AccessCounter {
	checkOptions(rate, path, ["accesses", "windowMs"]);
	const accesses = checkInteger(rate.accesses, `${path}.accesses`, { min: 1, max: 10_000 });
	const windowMs = checkInteger(rate.windowMs, `${path}.windowMs`, { min: 1 });
	const actors = new Map<string, Recent>();
	return {
		count(actor, now) {
			const recent = actors.get(actor) ?? { times: [], over: false };
			// One more than the limit is enough to know that it is crossed.
			const times = [...recent.times.filter((time) => time > now - windowMs), now].slice(-accesses - 1);
			const over = times.length > accesses;
			actors.delete(actor);
			actors.set(actor, { times, over });
			if (actors.size > MAX_ACTORS) actors.delete(actors.keys().next().value as string);
			return over && !recent.over;
		},
	};
}
