export { manualClock } from "./clock.ts";
export { queuedRandom, seededRandom } from "./random.ts";
export type { OpenStore, StoreCase } from "./store-case.ts";
export { storeConformance } from "./store-conformance.ts";
