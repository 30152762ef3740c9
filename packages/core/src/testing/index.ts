export { type ManualClock, manualClock } from "./clock.ts";
export { type QueuedRandom, queuedRandom, seededRandom } from "./random.ts";
export type { OpenStore, StoreCase } from "./store-case.ts";
export { storeConformance } from "./store-conformance.ts";
