/**
 * One asynchronous task at a time, in the order of the calls.
 */

/** Runs a task once all earlier ones are over. */
export type Exclusive = <T>(task: () => Promise<T>) => Promise<T>;

/** Makes a queue of its own. */
export function createExclusive(): Exclusive {
	let last: Promise<unknown> = Promise.resolve();
	return (task) => {
		const run = last.then(task);
		last = run.catch(() => undefined);
		return run;
	};
}
