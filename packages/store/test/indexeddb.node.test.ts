import "fake-indexeddb/auto";
import { indexedDbCases } from "./indexeddb-cases.ts";

indexedDbCases("on fake-indexeddb");
