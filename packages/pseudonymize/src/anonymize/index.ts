export { createHierarchy, type Hierarchy, parseHierarchy } from "../hierarchy/hierarchy.ts";
export { type Anonymized, type AnonymizeOptions, anonymize } from "./anonymize.ts";
export { type FullDomainMethod, fullDomain } from "./full-domain.ts";
export { type MondrianMethod, mondrian } from "./mondrian.ts";
export {
	betaLikeness,
	distinctDiversity,
	entropyDiversity,
	kAnonymity,
	recursiveDiversity,
	type Target,
	tCloseness,
} from "./targets.ts";
