/**
 * Audit of the whole release (bounding, noise, key selection) on neighbouring tables, and of planted faults, each of which must be caught.
 * α = 1e-4 per audit, n = 12,000 samples a side, fixed seeds.
 */
import type { Value } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { type Aggregates, groupKey, integer, type NamedColumn, type NumberColumn } from "@veilkit/dp";
import { createUniformIntegers } from "@veilkit/kernels";
import { describe, expect, it } from "vitest";
import { readLoss } from "../src/budget/amount.ts";
import { divide, rational } from "../src/numeric/rational.ts";
import { designRelease, type QueryParts, type ReleaseDesign, shareNames } from "../src/query/design.ts";
import { releaseTotals } from "../src/query/release.ts";
import { violates } from "./support/audit.ts";
import { tableSource } from "./support/session.ts";

const ALPHA = 1e-4;
const SAMPLES = 12_000;

type Rows = readonly Readonly<Record<string, Value>>[];

interface Setting {
	readonly maxGroups: number;
	readonly maxRowsPerGroup: number;
	readonly publicKeys: boolean;
	readonly sum?: boolean;
	readonly delta: string;
}

/** What a planted fault changes: the design that sets the noise, or the limits that bound the data. */
interface Fault {
	readonly design?: (design: ReleaseDesign) => ReleaseDesign;
	readonly limits?: { readonly maxGroups?: number; readonly maxRowsPerGroup?: number };
	readonly column?: NumberColumn;
}

function queryOf({ maxGroups, maxRowsPerGroup, publicKeys, sum }: Setting): QueryParts {
	const column: NamedColumn<NumberColumn> = { name: "x", column: integer({ min: 0, max: 1 }) };
	return {
		unit: { column: "who", maxGroups, maxRowsPerGroup },
		groupBy: [{ name: "key", column: publicKeys ? groupKey({ keys: ["a", "b", "c"] }) : groupKey() }],
		counted: sum !== true,
		sums: sum === true ? [column] : [],
	};
}

function isViolated(setting: Setting, tables: { readonly rest: Rows; readonly unit: Rows }, fault: Fault = {}): Promise<boolean> {
	const query = queryOf(setting);
	const weights = new Map(shareNames(query).map((name) => [name, 1]));
	const honest = designRelease(query, {
		spend: readLoss({ epsilon: "1", delta: setting.delta }, "spend"),
		confidence: rational(1n, 2n),
		weights,
	});
	const design = fault.design?.(honest) ?? honest;
	const limits = { column: "who", maxGroups: setting.maxGroups, maxRowsPerGroup: setting.maxRowsPerGroup, ...fault.limits };
	const uniform = createUniformIntegers(seededRandom(77));
	const sums = query.sums.map(({ name, column }) => ({ name, column: fault.column ?? column }));
	// Only a unit in too many groups makes the bounding random; otherwise the totals are computed once.
	const random = new Set(tables.unit.map(({ key }) => key)).size > limits.maxGroups;
	const exactTotals = (rows: Rows): Promise<Aggregates> =>
		tableSource(rows).aggregate({ unit: limits, groupBy: query.groupBy, sums, uniform }, {});
	const released = (totals: Aggregates): string =>
		releaseTotals(totals, design, uniform)
			.map(({ keys, estimates }) => [...keys, ...estimates.map(({ value }) => Math.max(-9, Math.min(9, value)))].join())
			.join(";");
	const sampler = (rows: Rows): (() => Promise<string>) => {
		const once = random ? undefined : exactTotals(rows);
		return async () => released(await (once ?? exactTotals(rows)));
	};
	return violates(sampler([...tables.rest, ...tables.unit]), sampler(tables.rest), {
		epsilon: 1,
		delta: Number(setting.delta),
		alpha: ALPHA,
		samples: SAMPLES,
	});
}

const oneGroup: Setting = { maxGroups: 1, maxRowsPerGroup: 1, publicKeys: true, delta: "0" };
const crowd: Rows = ["p", "q"].map((who) => ({ who, key: "a", x: 1 }));
const single = { rest: [], unit: [{ who: "u", key: "a", x: 1 }] };
const greedy = { rest: crowd, unit: [1, 2, 3].map(() => ({ who: "u", key: "a", x: 1 })) };
const roaming = { rest: [], unit: ["a", "b", "c"].map((key) => ({ who: "u", key, x: 1 })) };

const halved = (design: ReleaseDesign): ReleaseDesign => ({
	...design,
	outputs: design.outputs.map((output) => ({ ...output, scale: divide(output.scale, rational(2n)) })),
});
const lowered = (design: ReleaseDesign): ReleaseDesign => ({
	...design,
	selection: design.selection && { ...design.selection, threshold: design.selection.threshold - 1n },
});

describe("the audit finds nothing in", () => {
	it("a count", async () => expect(await isViolated(oneGroup, single)).toBe(false));
	it("a count of a unit with too many rows", async () => expect(await isViolated(oneGroup, greedy)).toBe(false));
	it("a count of a unit in too many groups", async () => expect(await isViolated(oneGroup, roaming)).toBe(false));
	it("a sum", async () => expect(await isViolated({ ...oneGroup, sum: true }, single)).toBe(false));
	it("a sum of a value out of bounds", async () =>
		expect(await isViolated({ ...oneGroup, sum: true }, { rest: [], unit: [{ who: "u", key: "a", x: 1e9 }] })).toBe(false));
	it("a count with private keys that only one unit has", async () =>
		expect(await isViolated({ ...oneGroup, publicKeys: false, delta: "0.2" }, single)).toBe(false));
	it("a count with private keys that others have too", async () =>
		expect(await isViolated({ ...oneGroup, publicKeys: false, delta: "0.2" }, greedy)).toBe(false));
});

describe("the audit catches", () => {
	it("noise of half the scale", async () => expect(await isViolated(oneGroup, single, { design: halved })).toBe(true));
	it("a missing limit of rows", async () => expect(await isViolated(oneGroup, greedy, { limits: { maxRowsPerGroup: 3 } })).toBe(true));
	it("a missing limit of groups", async () => expect(await isViolated(oneGroup, roaming, { limits: { maxGroups: 3 } })).toBe(true));
	it("a missing clamp", async () =>
		expect(
			await isViolated(
				{ ...oneGroup, sum: true },
				{ rest: [], unit: [{ who: "u", key: "a", x: 4 }] },
				{ column: integer({ min: 0, max: 9 }) },
			),
		).toBe(true));
	it("a threshold that is one too low", async () =>
		expect(await isViolated({ ...oneGroup, publicKeys: false, delta: "0.2" }, single, { design: lowered })).toBe(true));
});
