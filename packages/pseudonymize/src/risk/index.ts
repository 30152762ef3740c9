export { assessRisk, assessRiskAsync, type RiskOptions } from "./assess.ts";
export type { ClassSizeBin, RiskFigures, RiskSheet, RowsBelow, SensitiveColumnRisk } from "./sheet.ts";
