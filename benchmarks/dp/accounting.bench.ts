/**
 * Accounting: the privacy of 10,000 steps of DP-SGD by privacy-loss distribution and by Rényi curve, and the closed forms.
 *
 * Everything runs in one process, interleaved; figures are medians of CPU time. Bars: distribution within 1e-3 of the reference in 100 ms,
 * Rényi in 5 ms, a closed form in 10 µs.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import {
	composePld,
	DEFAULT_ORDERS,
	gaussianDelta,
	gaussianEpsilon,
	gaussianSigma,
	pld,
	rdp,
	rdpEpsilon,
	zcdpEpsilon,
} from "@veilkit/dp/accounting";

const RUNS = 15;
const CALLS = 20_000;
const SGD = { sigma: 1.1, rate: 0.01, steps: 10_000, delta: 1e-5 };
/** dp_accounting 0.6.0, connect-the-dots on a grid of 1e-4. */
const REFERENCE = 5.192620123878032;

function byDistribution(interval: number): number {
	const step = pld({ type: "poisson", rate: SGD.rate, of: { type: "gaussian", sigma: SGD.sigma } }, { interval });
	return composePld([[step, SGD.steps]]).epsilon(SGD.delta);
}

function byCurve(): number {
	const values = DEFAULT_ORDERS.map((order) => SGD.steps * rdp({ type: "sampled-gaussian", sigma: SGD.sigma, rate: SGD.rate }, order));
	return rdpEpsilon({ orders: DEFAULT_ORDERS, values }, { delta: SGD.delta }).epsilon;
}

function repeat(call: () => number): () => number {
	return () => {
		let last = 0;
		for (let index = 0; index < CALLS; index++) last = call();
		return last;
	};
}

const TASKS: Readonly<Record<string, { readonly calls: number; readonly run: () => number }>> = {
	"distribution, interval 1e-4": { calls: 1, run: () => byDistribution(1e-4) },
	"distribution, interval 4e-4": { calls: 1, run: () => byDistribution(4e-4) },
	"Rényi curve, 157 orders": { calls: 1, run: byCurve },
	gaussianDelta: { calls: CALLS, run: repeat(() => gaussianDelta({ sigma: 4, epsilon: 1, l2Sensitivity: 1 })) },
	gaussianEpsilon: { calls: CALLS, run: repeat(() => gaussianEpsilon({ sigma: 20, delta: 1e-5, l2Sensitivity: 1, steps: 100 })) },
	gaussianSigma: { calls: CALLS, run: repeat(() => gaussianSigma({ epsilon: 1, delta: 1e-5, l2Sensitivity: 1 })) },
	zcdpEpsilon: { calls: CALLS, run: repeat(() => zcdpEpsilon({ rho: 0.03125, delta: 1e-3 })) },
};

const samples = new Map(Object.keys(TASKS).map((name) => [name, [] as number[]]));
const answers = new Map<string, number>();
for (let run = 0; run < RUNS; run++) {
	for (const [name, task] of Object.entries(TASKS)) {
		const start = process.cpuUsage();
		answers.set(name, task.run());
		const { user, system } = process.cpuUsage(start);
		samples.get(name)?.push((user + system) / task.calls);
	}
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const results = [...samples].map(([name, times]) => ({ name, microseconds: Number(median(times).toFixed(2)), answer: answers.get(name) }));
console.table(Object.fromEntries(results.map(({ name, microseconds, answer }) => [name, { "µs a call": microseconds, answer }])));
console.log(`reference for DP-SGD: ${REFERENCE}`);

const folder = new URL("../results/", import.meta.url);
await mkdir(folder, { recursive: true });
const report = {
	package: "dp",
	part: "accounting",
	node: process.version,
	loadAverage: loadavg()[0],
	runs: RUNS,
	reference: REFERENCE,
	results,
};
await writeFile(new URL("dp-accounting.json", folder), `${JSON.stringify(report, null, "\t")}\n`);
