import fc from "fast-check";

/** Runs a check, which throws if it fails, on generated values; the seed is fixed, so that a failure on one machine is a failure on all. */
export function property<Ts extends [unknown, ...unknown[]]>(
	arbitraries: { [Index in keyof Ts]: fc.Arbitrary<Ts[Index]> },
	check: (...values: Ts) => unknown,
	numRuns = 200,
): void {
	const run = (...values: Ts): void => {
		check(...values);
	};
	fc.assert(fc.property(...arbitraries, run), { numRuns, seed: 20_261_124 });
}
