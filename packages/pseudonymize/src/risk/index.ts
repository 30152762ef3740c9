export { createHierarchy, type Hierarchy, parseHierarchy } from "../hierarchy/hierarchy.ts";
export { assessRisk, assessRiskAsync, type RiskOptions } from "./assess.ts";
export type {
	ClassLoss,
	ClassSizeBin,
	PopulationRisk,
	PrivacySpent,
	RiskFigures,
	RowsBelow,
	SensitiveColumnRisk,
} from "./figures.ts";
export type { SensitiveColumn } from "./sensitive-risk.ts";
export type { RiskSheet } from "./sheet.ts";
export type { UniquenessEstimate } from "./uniqueness.ts";
