/**
 * What every `Store` adapter must do, as a list of cases that any test runner can register.
 */
import type { StoreCase } from "./store-case.ts";
import { CONCURRENCY_CASES } from "./store-concurrency.ts";
import { CONTRACT_CASES } from "./store-contract.ts";

/**
 * All cases. Each runs on fresh storage; those with `handles: 2` open it twice, which a store that lives in its handle cannot do.
 *
 * @example
 * ```ts
 * import { memoryStore } from "@veilkit/core";
 * import { storeConformance } from "@veilkit/core/testing";
 * for (const { name, handles, run } of storeConformance) {
 *   if (handles === 1) test(name, () => run(async () => memoryStore()));
 * }
 * ```
 */
export const storeConformance: readonly StoreCase[] = [...CONTRACT_CASES, ...CONCURRENCY_CASES];
