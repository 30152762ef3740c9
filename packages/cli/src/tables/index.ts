export type { TableErrorCode } from "./error.ts";
export { type ReadTableOptions, readTable, type Table, type TableFormat } from "./read-table.ts";
export { type WriteTableOptions, writeTable } from "./write-table.ts";
