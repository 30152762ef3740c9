export {
	type Bracket,
	type DiscreteLaplaceMechanism,
	discreteLaplace,
	discreteLaplaceEpsilon,
	discreteLaplaceMass,
	discreteLaplaceQuantile,
	discreteLaplaceScale,
	discreteLaplaceTail,
	discreteLaplaceVariance,
} from "./discrete-laplace.ts";
export { keySelectionDelta, keySelectionThreshold } from "./key-selection.ts";
