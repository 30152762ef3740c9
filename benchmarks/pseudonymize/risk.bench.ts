/**
 * Risk sheets and anonymisation, on Adult (30,162 rows; ../shared/data/adult.csv beside the project) and on 1,000,000 rows drawn from it.
 *
 * Bars, in CPU time: Mondrian on Adult 30 ms, with a GCP below that of qiyuangong/Mondrian (strict) at every k; on 1,000,000 rows 1.5 s; the
 * full-domain optimum on Adult 100 ms; a sheet with k, l and t of 1,000,000 rows 1 s. Equal texts of the large table are one string each, as
 * columnar files and databases give them; "fresh strings" is the same table as a naive CSV reader leaves it, where looking values up costs more
 * than all the rest. Figures are medians of CPU time.
 */
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { type Batch, createBatch } from "@veilkit/core";
import { anonymize, fullDomain, kAnonymity, mondrian, parseHierarchy } from "@veilkit/pseudonymize/anonymize";
import { assessRisk } from "@veilkit/pseudonymize/risk";

const DATA = new URL("../../../shared/data/", import.meta.url);
const QUASI_IDENTIFIERS = ["sex", "age", "race", "marital-status", "education", "native-country", "workclass", "occupation"];
const LARGE = 1_000_000;
/** GCP in percent of qiyuangong/Mondrian, strict, on the same rows with education-num for education. */
const PEER_GCP: Readonly<Record<number, number>> = { 2: 4.97, 5: 8.3, 25: 16.35 };

type Rows = readonly (readonly string[])[];

function readAdult(): { readonly names: readonly string[]; readonly rows: Rows } {
	const [header = "", ...lines] = readFileSync(new URL("adult.csv", DATA), "utf8").trim().split(/\r?\n/);
	const known = new Map<string, string>();
	const one = (text: string): string => {
		const first = known.get(text) ?? text;
		known.set(text, first);
		return first;
	};
	return { names: header.split(";"), rows: lines.map((line) => line.split(";").map(one)) };
}

function batchOf(names: readonly string[], rows: Rows): Batch {
	return createBatch(Object.fromEntries(names.map((name, at) => [name, rows.map((row) => row[at] ?? null)])));
}

/** Rows drawn at random, each cell with a chance of 20 % from another row, so that combinations are new. */
function bootstrap(rows: Rows, length: number): Rows {
	let state = 12_345;
	const draw = (below: number): number => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) % below;
	};
	const any = (): readonly string[] => rows[draw(rows.length)] as readonly string[];
	return Array.from({ length }, () => any().map((cell, at) => (draw(5) === 0 ? (any()[at] as string) : cell)));
}

interface Task {
	readonly name: string;
	readonly runs: number;
	/** The result says what was reached. */
	run(): Readonly<Record<string, number>>;
}

function cut(batch: Batch, k: number): Readonly<Record<string, number>> {
	const { loss, sheet } = anonymize(batch, { quasiIdentifiers: QUASI_IDENTIFIERS, targets: [kAnonymity(k)], method: mondrian() });
	return { k: sheet.k, classes: sheet.classes, gcp: 100 * loss.gcp };
}

function assess(batch: Batch): Readonly<Record<string, number>> {
	const { k, classes } = assessRisk(batch, { quasiIdentifiers: QUASI_IDENTIFIERS, sensitive: ["salary-class"] });
	return { k, classes };
}

/** The tasks; large tables are made when their turn comes, since a heap full of strings slows everything down. */
function* tasks(): Generator<Task, void, undefined> {
	const { names, rows } = readAdult();
	const adult = batchOf(names, rows);
	for (const k of [2, 5, 25]) {
		yield { name: `Adult: Mondrian, k ${k}, with sheet`, runs: 25, run: () => ({ ...cut(adult, k), peerGcp: PEER_GCP[k] as number }) };
	}
	const read = (column: string) => parseHierarchy(readFileSync(new URL(`adult_hierarchies/${column}.csv`, DATA), "utf8"));
	const hierarchies = Object.fromEntries(QUASI_IDENTIFIERS.map((column) => [column, read(column)]));
	const optimum = (k: number, suppression: number) => () => {
		const method = fullDomain({ hierarchies, suppression });
		const { loss, sheet } = anonymize(adult, { quasiIdentifiers: QUASI_IDENTIFIERS, targets: [kAnonymity(k)], method });
		return { k: sheet.k, classes: sheet.classes, discernibility: loss.discernibility };
	};
	for (const k of [2, 5, 25]) yield { name: `Adult: full-domain optimum, k ${k}, with sheet`, runs: 9, run: optimum(k, 0) };
	yield { name: "Adult: full-domain optimum, k 5, 5 % suppression, with sheet", runs: 1, run: optimum(5, 0.05) };
	let large = batchOf(names, bootstrap(rows, LARGE));
	yield { name: "1,000,000 rows: Mondrian, k 10, with sheet", runs: 3, run: () => cut(large, 10) };
	yield { name: "1,000,000 rows: sheet with k, l, t", runs: 5, run: () => assess(large) };
	large = batchOf(
		names,
		bootstrap(rows, LARGE).map((row) => row.join(";").split(";")),
	);
	yield { name: "1,000,000 rows: sheet with k, l, t, fresh strings", runs: 3, run: () => assess(large) };
}

function measure(run: () => unknown): number {
	const started = process.cpuUsage();
	run();
	const { user, system } = process.cpuUsage(started);
	return (user + system) / 1000;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

if (!existsSync(new URL("adult.csv", DATA))) process.stdout.write("skipped: adult.csv is not in ../shared/data beside the project\n");
else {
	const results: { readonly name: string; readonly milliseconds: number }[] = [];
	for (const { name, runs, run } of tasks()) {
		const reached = run();
		results.push({ name, milliseconds: Math.round(10 * median(Array.from({ length: runs }, () => measure(run)))) / 10, ...reached });
	}
	console.table(Object.fromEntries(results.map(({ name, ...figures }) => [name, figures])));
	const folder = new URL("../results/", import.meta.url);
	await mkdir(folder, { recursive: true });
	const report = { package: "pseudonymize", part: "risk", node: process.version, load: loadavg()[0], results };
	await writeFile(new URL("pseudonymize-risk.json", folder), `${JSON.stringify(report, null, "\t")}\n`);
}
