/**
 * A query and its design in words and as data: for the analyst before the spend, and for the ledger.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { canonicalJson, type JsonValue, toHex, toUtf8 } from "@veilkit/core";
import { formatLoss } from "../budget/amount.ts";
import { toNumberUp } from "../numeric/double.ts";
import { multiply, type Rational, rational } from "../numeric/rational.ts";
import { formatRational } from "../numeric/text.ts";
import { stepsValue } from "../schema/columns.ts";
import type { OutputDesign, QueryParts, ReleaseDesign } from "./design.ts";

/** A number to four significant digits, or to a whole number where that is more. */
function short(value: number): string {
	return value >= 1000 && value < 1e15 ? String(Math.ceil(value)) : value.toPrecision(4);
}

/** The exact text of a rational where it is short, else about how much it is. */
function readable(value: Rational): string {
	const text = formatRational(value);
	return text.length <= 12 && !text.includes("/") ? text : `about ${short(toNumberUp(value))}`;
}

function unitText(query: QueryParts): string {
	const { unit } = query;
	if (unit === "row") return "Each row is a privacy unit: it counts in one group, once.";
	return `The privacy unit is a value of "${unit.column}": it counts in at most ${unit.maxGroups} group(s), with at most ${unit.maxRowsPerGroup} row(s) in each. Rows without one are left out.`;
}

function groupText(query: QueryParts, design: ReleaseDesign): string {
	const names = query.groupBy.map(({ name }) => `"${name}"`).join(", ");
	if (query.groupBy.length === 0) return "All rows are one group, which is always reported.";
	if (design.selection === undefined) return `Groups by ${names}: the keys are public, every listed combination is reported.`;
	const { epsilon, delta, threshold } = design.selection;
	return `Groups by ${names}: a combination is reported if its noisy number of units is greater than ${threshold} (ε ${readable(epsilon)}, δ ${formatRational(delta)}).`;
}

function outputText(output: OutputDesign, design: ReleaseDesign): string {
	const { column, name, epsilon, stdDev, step, sensitivity, scale } = output;
	const inUnits = (steps: bigint): string => formatRational(multiply(rational(steps), step));
	const bounds =
		column === undefined
			? ""
			: `; each row clamped to ${formatRational(stepsValue(column, BigInt(column.min)))} … ${formatRational(stepsValue(column, BigInt(column.max)))} in steps of ${formatRational(step)}`;
	return [
		`${column === undefined ? "count" : `sum of "${name}"`}${bounds}`,
		`    ε ${readable(epsilon)}, sensitivity ${inUnits(sensitivity)}, discrete Laplace noise of scale ${readable(multiply(scale, step))}`,
		`    standard deviation ${short(stdDev)}, ${formatRational(multiply(design.confidence, rational(100n)))} % interval ± ${inUnits(output.halfWidth)}`,
	].join("\n");
}

/** The plan as text for people; no data is touched for it. */
export function explainPlan(dataset: string, query: QueryParts, design: ReleaseDesign): string {
	const { epsilon, delta } = formatLoss(design.cost);
	return [
		`Query on "${dataset}", costs ε ${epsilon}, δ ${delta} each time it is run.`,
		unitText(query),
		groupText(query, design),
		...design.outputs.map((output) => outputText(output, design)),
		"Intervals cover the noise. What clamping and the limits per unit cut off is not in them.",
	].join("\n");
}

function unitJson(query: QueryParts): JsonValue {
	return query.unit === "row" ? "row" : { ...query.unit };
}

/** The summary that goes into the ledger. */
export function summarizePlan(query: QueryParts, design: ReleaseDesign): JsonValue {
	return {
		unit: unitJson(query),
		groupBy: query.groupBy.map(({ name, column }) => ({ column: name, keys: column.keys === undefined ? "private" : "public" })),
		outputs: design.outputs.map(({ name, column, scale, step }) => ({
			name,
			kind: column === undefined ? "count" : "sum",
			noise: "discrete-laplace",
			scale: formatRational(multiply(scale, step)),
		})),
		threshold: design.selection === undefined ? null : String(design.selection.threshold),
	};
}

/** SHA-256 (hexadecimal) of the canonical JSON of everything that decides the release. */
export function planDigest(dataset: string, query: QueryParts, design: ReleaseDesign): string {
	const complete: JsonValue = {
		dataset,
		summary: summarizePlan(query, design),
		keys: query.groupBy.map(({ column }) => column.keys ?? null),
		sums: query.sums.map(({ name, column }) => ({
			name,
			step: formatRational(column.step),
			min: column.min,
			max: column.max,
			missing: column.missing,
		})),
		cost: { ...formatLoss(design.cost) },
	};
	return toHex(sha256(toUtf8(canonicalJson(complete))));
}
