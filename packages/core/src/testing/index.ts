export { manualClock } from "./clock.ts";
export { queuedRandom, seededRandom } from "./random.ts";
