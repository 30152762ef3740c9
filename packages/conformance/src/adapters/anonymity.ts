/** Published tables with their k, l, t and risks, and ARX's results on Adult, against `@veilkit/pseudonymize`'s risk and anonymize. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Batch, createBatch } from "@veilkit/core";
import {
	type Anonymized,
	anonymize,
	createHierarchy,
	fullDomain,
	kAnonymity,
	mondrian,
	parseHierarchy,
} from "@veilkit/pseudonymize/anonymize";
import { assessRisk } from "@veilkit/pseudonymize/risk";
import { type ConformanceCase, type FileAdapter, testsOf, type VectorGroup } from "../runner.ts";

interface Rows {
	readonly columns: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

interface Figure {
	readonly name: string;
	readonly value: number | Readonly<Record<string, number>>;
}

interface SmallTable extends VectorGroup, Rows {
	readonly qi: readonly string[];
	readonly sensitive?: string;
	readonly hierarchies?: Readonly<Record<string, readonly (readonly string[])[]>>;
	readonly hierarchy_Disease?: readonly (readonly string[])[];
}

function batchOf({ columns, rows }: Rows): Batch {
	return createBatch(Object.fromEntries(columns.map((name, at) => [name, rows.map((row) => row[at] ?? null)])));
}

function close(left: number | undefined, right: unknown): boolean {
	return left !== undefined && typeof right === "number" && Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(right));
}

/** What the package says under the names that the file uses. */
function figuresOf(table: SmallTable, name: string): number | undefined {
	const column = name === "t_ordered_Salary" ? "Salary" : table.sensitive;
	const structure = {
		...(name.startsWith("t_ordered") && { ordered: true as const }),
		...(name === "t_hier" && { hierarchy: createHierarchy(table.hierarchy_Disease ?? []) }),
	};
	const sheet = assessRisk(batchOf(table), {
		quasiIdentifiers: table.qi,
		sensitive: column === undefined ? [] : [{ column, ...structure }],
	});
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
		t_ordered_Salary: risk?.t.ordered,
		t_hier: risk?.t.hierarchical,
	};
	return figures[name];
}

function* smallTable(group: VectorGroup): Iterable<ConformanceCase> {
	const table = group as SmallTable;
	for (const { name, value } of testsOf<Figure>(group)) {
		if (typeof value !== "number") yield { id: name, run: () => afterOptimum(table, value) };
		else yield { id: name, run: () => close(figuresOf(table, name), value) };
	}
}

/** The risks after optimal 2-anonymisation. */
function afterOptimum(table: SmallTable, expected: Readonly<Record<string, number>>): boolean {
	const hierarchies = Object.fromEntries(Object.entries(table.hierarchies ?? {}).map(([name, lines]) => [name, createHierarchy(lines)]));
	const { sheet } = anonymize(batchOf(table), {
		quasiIdentifiers: table.qi,
		targets: [kAnonymity(2)],
		method: fullDomain({ hierarchies, suppression: 0 }),
	});
	return close(sheet.marketer.average, expected["avg_risk"]) && close(sheet.prosecutor.highest, expected["highest_risk"]);
}

function* presence(group: VectorGroup): Iterable<ConformanceCase> {
	const { sample_generalised, population_generalised, qi } = group as unknown as {
		readonly sample_generalised: Rows;
		readonly population_generalised: Rows;
		readonly qi: readonly string[];
	};
	for (const { name, value } of testsOf<{ readonly name: string; readonly value: readonly number[] }>(group)) {
		yield {
			id: name,
			run() {
				const sheet = assessRisk(batchOf(sample_generalised), { quasiIdentifiers: qi, population: batchOf(population_generalised) });
				return close(sheet.population?.presence.least, value[0]) && close(sheet.population?.presence.greatest, value[1]);
			},
		};
	}
}

interface AdultTest {
	readonly id: string;
	readonly skip?: string;
	readonly run: (table: Batch, folder: string) => boolean;
}

function readAdult(folder: string): Batch {
	const [header = "", ...lines] = readFileSync(join(folder, "adult.csv"), "utf8").trim().split(/\r?\n/);
	return batchOf({ columns: header.split(";"), rows: lines.map((line) => line.split(";")) });
}

function* adult(group: VectorGroup): Iterable<ConformanceCase> {
	const folder = join(group["folder"] as string, "../data");
	let table: Batch | undefined;
	for (const { id, skip, run } of testsOf<AdultTest>(group)) {
		const absent = existsSync(join(folder, "adult.csv")) ? undefined : "adult.csv is not in ../data beside the vectors";
		const reason = skip ?? absent;
		yield {
			id,
			...(reason !== undefined && { skip: reason }),
			run() {
				table ??= readAdult(folder);
				return run(table, folder);
			},
		};
	}
}

interface AdultTable {
	readonly qi8: readonly string[];
	readonly qi9: readonly string[];
	readonly raw: Readonly<Record<"qi8" | "qi9", { readonly classes: number; readonly k: number; readonly avg_risk: number }>>;
	readonly arx_published: readonly Readonly<Record<string, unknown>>[];
	readonly nodes: { readonly rows: readonly NodeRow[] };
	readonly mondrian: { readonly rows: readonly { readonly k: number; readonly gcp: number }[] };
}

interface NodeRow {
	readonly metric: string;
	readonly suppression_limit: number;
	readonly k: number;
	readonly node: readonly number[];
	readonly suppressed: number;
	readonly classes: number;
	readonly dm_classes: number;
}

function optimum(row: NodeRow, qi: readonly string[], folder: string): (table: Batch) => Anonymized {
	const read = (column: string) => parseHierarchy(readFileSync(join(folder, "adult_hierarchies", `${column}.csv`), "utf8"));
	const hierarchies = Object.fromEntries(qi.map((column) => [column, read(column)]));
	const method = fullDomain({ hierarchies, suppression: row.suppression_limit });
	return (table) => anonymize(table, { quasiIdentifiers: qi, targets: [kAnonymity(row.k)], method });
}

function adultTests({ qi8, qi9, raw, arx_published: published, nodes, mondrian: peer }: AdultTable): readonly AdultTest[] {
	const risks = (["qi8", "qi9"] as const).map(
		(name): AdultTest => ({
			id: `raw ${name}`,
			run(table) {
				const sheet = assessRisk(table, { quasiIdentifiers: name === "qi8" ? qi8 : qi9 });
				const { classes, k, avg_risk: average } = raw[name];
				return sheet.classes === classes && sheet.k === k && close(sheet.marketer.average, average);
			},
		}),
	);
	const uniqueness = published.flatMap((entry): readonly AdultTest[] =>
		Object.entries((entry["sampling_fraction"] ?? {}) as Readonly<Record<string, number>>).map(([fraction, share]) => ({
			id: `population uniqueness at ${fraction}`,
			run(table) {
				const populationSize = Math.round(table.length / Number(fraction));
				const estimate = assessRisk(table, { quasiIdentifiers: qi9, populationSize }).populationUniqueness?.share ?? 0;
				return Math.floor(estimate * 1e4) === Math.round(share * 1e4);
			},
		})),
	);
	const loss = published.flatMap(({ model }): readonly AdultTest[] =>
		typeof model === "string" ? [{ id: model, skip: "the optimum is sought by DM only", run: () => false }] : [],
	);
	const optima = nodes.rows.map(
		(row): AdultTest => ({
			id: `optimum by ${row.metric}, k ${row.k}, suppression ${row.suppression_limit}`,
			...(row.metric !== "DM" && { skip: "the optimum is sought by DM only" }),
			run(table, folder) {
				const found = optimum(row, qi8, folder)(table);
				const sameNode = qi8.every((column, at) => found.levels?.[column] === row.node[at]);
				const sameLoss = found.loss.discernibility === row.dm_classes + row.suppressed * table.length;
				return sameNode && sameLoss && found.suppressed === row.suppressed && found.sheet.classes === row.classes;
			},
		}),
	);
	const cuts = peer.rows.map(
		({ k, gcp }): AdultTest => ({
			id: `Mondrian, k ${k}: less GCP than the peer's ${gcp} %`,
			run: (table) => {
				const { sheet, loss: cost } = anonymize(table, { quasiIdentifiers: qi8, targets: [kAnonymity(k)], method: mondrian() });
				return sheet.k >= k && 100 * cost.gcp < gcp;
			},
		}),
	);
	return [...risks, ...uniqueness, ...loss, ...optima, ...cuts];
}

export const anonymity: FileAdapter = {
	file: "anonymity",
	split: (document, folder) =>
		(document["tables"] as readonly VectorGroup[]).map((table) => ({
			...table,
			folder,
			tests:
				table.id === "adult-arx"
					? adultTests(table as unknown as AdultTable)
					: Object.entries(table["expect"] as object).map(([name, value]) => ({ name, value })),
		})),
	groups: {
		"machanavajjhala-3-diverse": smallTable,
		"li-t-closeness-3-diverse": smallTable,
		"pycanon-studentsmath-raw": smallTable,
		"hospital-2-anonymous": smallTable,
		"arx-test": smallTable,
		"nergiz-delta-presence": presence,
		"adult-arx": adult,
	},
};
