export type { BudgetStatement } from "./budget/account.ts";
export { approxDp, type PrivacyAmount, pureDp } from "./budget/amount.ts";
export type { DpErrorCode } from "./error.ts";
export type { ExactNumber } from "./numeric/text.ts";
export type { GroupName, NumberName, PlanOptions, Query, Table } from "./query/builder.ts";
export type { Answer, AnswerRow, OutputPlan, Plan, SelectionPlan } from "./query/plan.ts";
export type { Estimate } from "./query/release.ts";
export {
	type ColumnUnit,
	decimal,
	type GroupColumn,
	groupKey,
	integer,
	type MissingRule,
	type NumberColumn,
	type PrivacyUnit,
	type Schema,
} from "./schema/columns.ts";
export { openSession, type Session, type SessionOptions } from "./session/session.ts";
export { rowsSource } from "./source/rows.ts";
export type { AggregateRequest, Aggregates, NamedColumn, Source } from "./source/source.ts";
