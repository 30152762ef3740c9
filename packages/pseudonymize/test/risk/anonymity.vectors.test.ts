import { type Batch, createBatch } from "@veilkit/core";
import { assessRisk, createHierarchy } from "@veilkit/pseudonymize/risk";
import { describe, expect, it } from "vitest";
import anonymity from "../../vectors/anonymity.json" with { type: "json" };

interface Table {
	readonly id: string;
	readonly columns: readonly string[];
	readonly qi: readonly string[];
	readonly sensitive: string | null;
	readonly rows: readonly (readonly string[])[];
	readonly expect: Readonly<Record<string, number>>;
	readonly hierarchy_Disease?: readonly (readonly string[])[];
}

function batchOf({ columns, rows }: Pick<Table, "columns" | "rows">): Batch {
	return createBatch(Object.fromEntries(columns.map((name, index) => [name, rows.map((row) => row[index] ?? null)])));
}

describe("published tables have the figures that were published", () => {
	it.each(anonymity.tables as unknown as readonly Table[])("$id", (table) => {
		const { qi, sensitive, expect: expected, hierarchy_Disease: lines } = table;
		const specs = sensitive === null ? [] : [{ column: sensitive, ...("t_ordered" in expected && { ordered: true as const }) }];
		const sheet = assessRisk(batchOf(table), { quasiIdentifiers: qi, sensitive: specs });
		const [risk] = sheet.sensitive;
		const figures: Readonly<Record<string, number | undefined>> = {
			k: sheet.k,
			classes: sheet.classes,
			highest_risk: sheet.prosecutor.highest,
			avg_risk: sheet.marketer.average,
			dm: sheet.loss.discernibility,
			l_distinct: risk?.distinctL,
			entropy_l: risk?.entropyL,
			alpha: risk?.highestShare,
			basic_beta: risk?.basicBeta,
			enhanced_beta: risk?.enhancedBeta,
			delta_disclosure: risk?.deltaDisclosure,
			t_equal: risk?.t.equal,
			t_ordered: risk?.t.ordered,
		};
		for (const [name, value] of Object.entries(expected)) if (name in figures) expect(figures[name], name).toBeCloseTo(value, 10);
		if (lines === undefined) return;
		const structured = [
			{ column: "Disease", hierarchy: createHierarchy(lines) },
			{ column: "Salary", ordered: true as const },
		];
		const [disease, salary] = assessRisk(batchOf(table), { quasiIdentifiers: qi, sensitive: structured }).sensitive;
		expect(disease?.t.hierarchical).toBeCloseTo(expected["t_hier"] as number, 10);
		expect(salary?.t.ordered).toBeCloseTo(expected["t_ordered_Salary"] as number, 10);
	});

	it.each(anonymity.presence)("$id", ({ sample_generalised: sample, population_generalised: population, qi, expect: expected }) => {
		const sheet = assessRisk(batchOf(sample), { quasiIdentifiers: qi, population: batchOf(population) });
		const [least, greatest] = expected.delta;
		expect(sheet.population).toEqual({ rows: population.rows.length, kMap: 3, presence: { least, greatest } });
		expect(sheet.journalist).toEqual({ highestBound: 1 / 3, exact: true });
		expect(() => assessRisk(batchOf(population), { quasiIdentifiers: qi, population: batchOf(sample) })).toThrow("options.population");
	});
});
