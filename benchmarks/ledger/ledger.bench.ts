/**
 * Appends to a ledger, in memory and durably on the file store, and the time to verify and to prove.
 *
 * Bars: 20,000 appends/s in memory, 2,000/s durable with batching. Each figure is the median of several runs, by CPU time of the process and
 * by wall time; the durable ones are bound by the disk's flush, so the wall counts there.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigner, generateKey, memoryStore, randomBytes, type Store } from "@veilkit/core";
import { type Ledger, type LedgerItem, leafHash, openLedger, verifyLedger } from "@veilkit/ledger";
import { fileStore } from "@veilkit/store/file";

const RUNS = 3;
const PAYLOAD_BYTES = 200;
const SUBJECTS = 500;

const signer = createSigner(generateKey({ purpose: "sign" }));
const open = (store: Store): Promise<Ledger> => openLedger(store, { signer, origin: "bench.example/ledger" });

function items(count: number, subjects: number): readonly LedgerItem[] {
	return Array.from({ length: count }, (_, at) => {
		const payload = randomBytes(PAYLOAD_BYTES);
		return subjects === 0 ? { payload } : { payload, subject: `subject ${at % subjects}` };
	});
}

async function appendBatched(ledger: Ledger, all: readonly LedgerItem[]): Promise<void> {
	for (let start = 0; start < all.length; start += 1000) await ledger.appendAll(all.slice(start, start + 1000));
}

async function appendConcurrently(ledger: Ledger, all: readonly LedgerItem[]): Promise<void> {
	await Promise.all(all.map(({ payload, subject }) => ledger.append(payload, subject === undefined ? {} : { subject })));
}

async function appendOneByOne(ledger: Ledger, all: readonly LedgerItem[]): Promise<void> {
	for (const { payload } of all) await ledger.append(payload);
}

interface Task {
	readonly name: string;
	readonly count: number;
	/** What is measured; the result tidies up. */
	prepare(): Promise<{ run(): Promise<unknown>; done(): Promise<unknown> }>;
}

type Append = (ledger: Ledger, all: readonly LedgerItem[]) => Promise<void>;

function inMemory(name: string, append: Append, options: { readonly count: number; readonly subjects: number }): Task {
	return {
		name: `memory: ${name}`,
		count: options.count,
		async prepare() {
			const ledger = await open(memoryStore());
			const all = items(options.count, options.subjects);
			return { run: () => append(ledger, all), done: () => ledger.close() };
		},
	};
}

function onDisk(name: string, append: Append, options: { readonly count: number; readonly subjects: number }): Task {
	return {
		name: `file: ${name}`,
		count: options.count,
		async prepare() {
			const folder = await mkdtemp(join(tmpdir(), "veilkit-bench-"));
			const store = await fileStore(join(folder, "bench.ledger"));
			const ledger = await open(store);
			const all = items(options.count, options.subjects);
			const done = async (): Promise<void> => {
				await store.close();
				await rm(folder, { recursive: true });
			};
			return { run: () => append(ledger, all), done };
		},
	};
}

function onFilled(name: string, count: number, run: (ledger: Ledger, store: Store) => Promise<unknown>): Task {
	return {
		name,
		count,
		async prepare() {
			const store = memoryStore();
			const ledger = await open(store);
			await appendBatched(ledger, items(10_000, SUBJECTS));
			return { run: () => run(ledger, store), done: () => ledger.close() };
		},
	};
}

/** How fast the machine is at present: the hash that all of this rests on. */
const CALIBRATION: Task = {
	name: "leaf hashes of 64 bytes, to compare machines by",
	count: 100_000,
	async prepare() {
		const data = randomBytes(64);
		const run = async (): Promise<void> => {
			for (let at = 0; at < 100_000; at++) leafHash(data);
		};
		return { run, done: async () => undefined };
	},
};

const TASKS: readonly Task[] = [
	CALIBRATION,
	inMemory("appendAll of 1000, plain", appendBatched, { count: 10_000, subjects: 0 }),
	inMemory("appendAll of 1000, 500 subjects", appendBatched, { count: 10_000, subjects: SUBJECTS }),
	inMemory("concurrent appends, plain", appendConcurrently, { count: 10_000, subjects: 0 }),
	inMemory("concurrent appends, 500 subjects", appendConcurrently, { count: 10_000, subjects: SUBJECTS }),
	inMemory("one append at a time", appendOneByOne, { count: 300, subjects: 0 }),
	onDisk("appendAll of 1000, 500 subjects", appendBatched, { count: 5_000, subjects: SUBJECTS }),
	onDisk("concurrent appends, 500 subjects", appendConcurrently, { count: 5_000, subjects: SUBJECTS }),
	onDisk("one append at a time", appendOneByOne, { count: 200, subjects: 0 }),
	onFilled("verifyLedger, entries of 10,000", 10_000, (_, store) => verifyLedger(store)),
	onFilled("proof files, of 10,000 entries", 200, async (ledger) => {
		for (let at = 0; at < 200; at++) await ledger.proofFile(at * 50);
	}),
];

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const samples = TASKS.map(() => ({ cpu: [] as number[], wall: [] as number[] }));

for (let run = 0; run < RUNS; run++) {
	for (const [at, task] of TASKS.entries()) {
		const prepared = await task.prepare();
		const [cpu, wall] = [process.cpuUsage(), performance.now()];
		await prepared.run();
		const { user, system } = process.cpuUsage(cpu);
		samples[at]?.wall.push((performance.now() - wall) / 1000);
		samples[at]?.cpu.push((user + system) / 1e6);
		await prepared.done();
	}
}

const results = TASKS.map(({ name, count }, at) => ({
	name,
	count,
	perCpuSecond: Math.round(count / median(samples[at]?.cpu ?? [])),
	perSecond: Math.round(count / median(samples[at]?.wall ?? [])),
}));

console.table(
	Object.fromEntries(
		results.map(({ name, perCpuSecond, perSecond }) => [name, { "per CPU second": perCpuSecond, "per second": perSecond }]),
	),
);

const folder = new URL("../results/", import.meta.url);
await mkdir(folder, { recursive: true });
const report = { package: "ledger", node: process.version, runs: RUNS, payloadBytes: PAYLOAD_BYTES, results };
await writeFile(new URL("ledger.json", folder), `${JSON.stringify(report, null, "\t")}\n`);
