/** The public census extract of 30,162 rows (UCI Adult) and ARX's hierarchies for it; kept beside the project, not in it. */
import { existsSync, readFileSync } from "node:fs";
import { type Batch, createBatch } from "@veilkit/core";
import { type Hierarchy, parseHierarchy } from "@veilkit/pseudonymize/anonymize";

const DATA = new URL("../../../../../shared/data/", import.meta.url);
const ADULT = new URL("adult.csv", DATA);

/** Whether the table is here: put it in ../shared/data beside the project. */
export const hasAdult: boolean = existsSync(ADULT);

/** The table; empty where it is absent. */
export function adult(): Batch {
	if (!hasAdult) return createBatch({});
	const [header = "", ...lines] = readFileSync(ADULT, "utf8").trim().split(/\r?\n/);
	const cells = lines.map((line) => line.split(";"));
	return createBatch(Object.fromEntries(header.split(";").map((name, index) => [name, cells.map((row) => row[index] ?? null)])));
}

/** ARX's hierarchy of a column of the table. */
export function adultHierarchy(column: string): Hierarchy {
	return parseHierarchy(readFileSync(new URL(`adult_hierarchies/${column}.csv`, DATA), "utf8"));
}
