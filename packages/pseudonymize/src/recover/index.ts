export type { ColumnOpener, OpenerKind } from "./column-opener.ts";
export { type Recovery, reveal } from "./reveal.ts";
