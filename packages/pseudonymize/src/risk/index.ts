export { assessRisk, assessRiskAsync, type RiskOptions } from "./assess.ts";
export type { ClassSizeBin, RiskFigures, RowsBelow, SensitiveColumnRisk } from "./figures.ts";
export type { RiskSheet } from "./sheet.ts";
