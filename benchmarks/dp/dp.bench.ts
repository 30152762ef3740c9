/**
 * Exact noise beside a plain BigInt transcription of the same algorithm and beside the insecure float sampler; grouped count and sum over
 * 1,000,000 rows with limits per unit.
 *
 * Everything runs in one process, interleaved; figures are medians of CPU time. Bars: a one-off exact draw without any table at 4 million a
 * second, a million rows in about a second.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { type Batch, createBatch, systemRandom } from "@veilkit/core";
import { decimal, groupKey, rowsSource } from "@veilkit/dp";
import { createDiscreteLaplace, createUniformIntegers, type UniformIntegers } from "@veilkit/kernels";

const RUNS = 7;
const DRAWS = 200_000;
const REFERENCE_DRAWS = 20_000;
const ROWS = 1_000_000;

const uniform = createUniformIntegers(systemRandom);

function referenceBernoulli(p: bigint, q: bigint, from: UniformIntegers): boolean {
	let k = 1n;
	while (from.belowBig(q * k) < p) k++;
	return k % 2n === 1n;
}

function referenceDraw(t: bigint, from: UniformIntegers): bigint {
	for (;;) {
		const u = from.belowBig(t);
		if (!referenceBernoulli(u, t, from)) continue;
		let v = 0n;
		while (referenceBernoulli(1n, 1n, from)) v++;
		const magnitude = u + t * v;
		if (from.belowBig(2n) === 0n) return magnitude;
		if (magnitude !== 0n) return -magnitude;
	}
}

/** The textbook sampler that leaks through the bits of its doubles (Mironov 2012); only to know what exactness costs. */
function insecureFloat(scale: number): number {
	const u = Math.random() - 0.5;
	return -scale * Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
}

function repeat(count: number, draw: () => unknown): () => void {
	return () => {
		for (let index = 0; index < count; index++) draw();
	};
}

/** Rows as a CSV reader gives them: text, a batch at a time; cells are flat strings. */
function orders(units: number): readonly Batch[] {
	let state = 7;
	const next = (below: number): number => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		return (state >>> 8) % below;
	};
	const column = (cell: () => string): string[] => JSON.parse(JSON.stringify(Array.from({ length: 4000 }, cell)));
	return Array.from({ length: ROWS / 4000 }, () =>
		createBatch({
			customer: column(() => `C${next(units)}`),
			country: column(() => `K${next(12)}`),
			total: column(() => (next(60_000) / 100).toFixed(2)),
		}),
	);
}

function grouped(units: number, perRow: boolean): () => Promise<unknown> {
	const batches = orders(units);
	const request = {
		unit: perRow ? ("row" as const) : { column: "customer", maxGroups: 4, maxRowsPerGroup: 5 },
		groupBy: [{ name: "country", column: groupKey() }],
		sums: [{ name: "total", column: decimal({ min: 0, max: 500, step: "0.01" }) }],
		uniform,
	};
	return () => rowsSource(() => batches).aggregate(request, {});
}

interface Task {
	readonly count: number;
	readonly run: () => unknown;
}

const TASKS: Readonly<Record<string, Task>> = {
	...Object.fromEntries(
		[1n, 10n, 100n, 10_000n, 1_000_000n].flatMap((t): [string, Task][] => {
			const sampler = createDiscreteLaplace({ numerator: t, denominator: 1n }, uniform);
			return [
				[`exact noise, scale ${t}`, { count: DRAWS, run: repeat(DRAWS, () => sampler.draw()) }],
				[`BigInt transcription, scale ${t}`, { count: REFERENCE_DRAWS, run: repeat(REFERENCE_DRAWS, () => referenceDraw(t, uniform)) }],
			];
		}),
	),
	"insecure float, scale 100": { count: DRAWS, run: repeat(DRAWS, () => insecureFloat(100)) },
	"grouped count and sum, 50,000 units": { count: ROWS, run: grouped(50_000, false) },
	"grouped count and sum, 500,000 units": { count: ROWS, run: grouped(500_000, false) },
	"grouped count and sum, each row a unit": { count: ROWS, run: grouped(50_000, true) },
};

const samples = new Map(Object.keys(TASKS).map((name) => [name, [] as number[]]));
for (let run = 0; run < RUNS; run++) {
	for (const [name, { count, run: task }] of Object.entries(TASKS)) {
		// So that nobody pays for the garbage of the task before.
		globalThis.gc?.();
		const start = process.cpuUsage();
		await task();
		const { user, system } = process.cpuUsage(start);
		samples.get(name)?.push(count / (user + system));
	}
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const results = [...samples].map(([name, rates]) => ({ name, millionsPerCpuSecond: Number(median(rates).toFixed(2)) }));
console.table(
	Object.fromEntries(results.map(({ name, millionsPerCpuSecond }) => [name, { "millions a CPU second": millionsPerCpuSecond }])),
);

const folder = new URL("../results/", import.meta.url);
await mkdir(folder, { recursive: true });
const report = { package: "dp", node: process.version, loadAverage: loadavg()[0], runs: RUNS, results };
await writeFile(new URL("dp.json", folder), `${JSON.stringify(report, null, "\t")}\n`);
