export { type MicroaggregateOptions, microaggregate } from "./microaggregate.ts";
export { type AddNoiseOptions, addNoise } from "./noise.ts";
export { type PramOptions, pram, type TransitionWeights } from "./pram.ts";
export { type RankSwapOptions, rankSwap } from "./rank-swap.ts";
export { shuffle } from "./shuffle.ts";
