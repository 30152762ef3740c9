export { type RekeyResult, type RekeyStoreOptions, rekeyStore } from "./rekey-store.ts";
export { type RekeySink, type RekeyTableOptions, rekeyTable } from "./rekey-table.ts";
