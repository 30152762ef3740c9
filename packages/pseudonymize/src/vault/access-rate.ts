/**
 * The rule that tells an application from somebody who copies the vault: how many accesses one actor makes in a sliding window.
 *
 * Counts live in this process. A crossing is reported once, and every access over the limit waits until it is; a report that fails stops those
 * that wait, and the next access over the limit makes another. The rule is armed again when the actor is back within the limit.
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
	/**
	 * Counts one; resolves once it may go on: at once within the limit, over it when the crossing is reported.
	 *
	 * @param report - called for an access over the limit, unless a report of this crossing is under way or made
	 * @throws what `report` rejects with
	 */
	count(actor: string, now: number, report: () => Promise<void>): Promise<void>;
}

interface Recent {
	times: readonly number[];
	/** The report of the crossing that the actor is in. */
	crossing: Promise<void> | undefined;
}

/** Actors remembered; the one that was idle longest is forgotten first. */
const MAX_ACTORS = 10_000;

function reportCrossing(recent: Recent, report: () => Promise<void>): Promise<void> {
	const crossing = report().catch((error: unknown) => {
		// A later crossing has a report of its own, which stays.
		if (recent.crossing === crossing) recent.crossing = undefined;
		throw error;
	});
	return crossing;
}

/**
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function createAccessCounter(rate: AccessRate, path: string): AccessCounter {
	checkOptions(rate, path, ["accesses", "windowMs"]);
	const accesses = checkInteger(rate.accesses, `${path}.accesses`, { min: 1, max: 10_000 });
	const windowMs = checkInteger(rate.windowMs, `${path}.windowMs`, { min: 1 });
	const actors = new Map<string, Recent>();
	return {
		async count(actor, now, report) {
			const recent = actors.get(actor) ?? { times: [], crossing: undefined };
			// One more than the limit is enough to know that it is crossed.
			recent.times = [...recent.times.filter((time) => time > now - windowMs), now].slice(-accesses - 1);
			actors.delete(actor);
			actors.set(actor, recent);
			if (actors.size > MAX_ACTORS) actors.delete(actors.keys().next().value as string);
			recent.crossing = recent.times.length > accesses ? (recent.crossing ?? reportCrossing(recent, report)) : undefined;
			await recent.crossing;
		},
	};
}
