/**
 * FF1 (AES-256, radix 10, 16 digits) beside noble, and ipcrypt-pfx on a clustered log beside the draft's algorithm without a memory.
 *
 * Everything runs in one process, interleaved; figures are medians of CPU time. Bars: FF1 15 times noble per call, 250 times in batches
 * with the platform's AES, 35 times in batches without it; pfx 10 times. The second is not met: beside AES at that speed, the Feistel
 * arithmetic in JavaScript takes most of the time. First, 100,000 random values must come out as noble's do.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { FF1 } from "@noble/ciphers/ff1.js";
import { createAesBlocks, createFf1Encryptor, createIpPrefixEncryptor, type KernelBackend } from "@veilkit/kernels";
import { formatIp, parseIp } from "@veilkit/pseudonymize/ip";

const LENGTH = 16;
const BATCH = 16_384;
const CALLS = 2000;
const PEER_CALLS = 200;
const CHECKED = 100_000;
const RUNS = 15;

const key = new Uint8Array(32).fill(3);
const tweak = new Uint8Array(8).fill(1);
const peer = FF1(10, key, tweak);

let state = 1;
function random(): number {
	state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
	return state >>> 8;
}

const digits = (values: number): Int32Array => Int32Array.from({ length: values * LENGTH }, () => random() % 10);

function checkAgainstPeer(): void {
	const numerals = digits(CHECKED);
	const plain = numerals.slice();
	createFf1Encryptor(key, { radix: 10, tweak }).encryptAll(numerals, LENGTH);
	for (let at = 0; at < numerals.length; at += LENGTH) {
		const expected = peer.encrypt([...plain.subarray(at, at + LENGTH)]);
		if (expected.some((digit, index) => digit !== numerals[at + index])) throw new Error(`FF1 differs from noble at value ${at / LENGTH}`);
	}
}

function batches(backend?: KernelBackend): () => void {
	const encryptor = createFf1Encryptor(key, { radix: 10, tweak, ...(backend && { backend }) });
	const numerals = digits(BATCH);
	return () => encryptor.encryptAll(numerals, LENGTH);
}

function calls(): () => void {
	const encryptor = createFf1Encryptor(key, { radix: 10, tweak });
	const numerals = digits(1);
	return () => {
		for (let call = 0; call < CALLS; call++) encryptor.encryptAll(numerals, LENGTH);
	};
}

/** Lines of a log: 200 networks of 256 addresses, 64 hosts in each, some five lines a host. */
const log = Array.from({ length: 65_536 }, () => {
	const network = random() % 200;
	return parseIp(`${10 + (network % 13)}.${network}.${(network * 7) % 256}.${random() % 64}`);
});

const addressKey = Uint8Array.from({ length: 32 }, (_, index) => index);

/** The AES calls of the draft's loop: two for each of the 32 bits. */
function prefixWithoutMemory(): () => void {
	const [first, second] = [createAesBlocks(addressKey.subarray(0, 16)), createAesBlocks(addressKey.subarray(16))];
	const block = new Uint8Array(16);
	const one = new Uint8Array(16);
	return () => {
		for (const address of log.slice(0, 128)) {
			for (let bit = 0; bit < 32; bit++) {
				block.set(address);
				one.set(address);
				first.encryptBlocks(block);
				second.encryptBlocks(one);
			}
		}
	};
}

function prefixWithMemory(): () => void {
	return () => {
		const encryptor = createIpPrefixEncryptor(addressKey);
		for (const address of log) encryptor.encryptAddress(address.slice());
	};
}

interface Task {
	readonly values: number;
	/** The task that this one is compared with. */
	readonly beside: string;
	readonly run: () => void;
}

const peerDigits = [...digits(1)];
const NOBLE = "noble FF1, a call a value";
const NAIVE = "the AES calls of ipcrypt-pfx, two a bit";
const TASKS: Readonly<Record<string, Task>> = {
	[NOBLE]: {
		values: PEER_CALLS,
		beside: NOBLE,
		run: () => {
			for (let call = 0; call < PEER_CALLS; call++) peer.encrypt(peerDigits);
		},
	},
	"FF1, a call a value": { values: CALLS, beside: NOBLE, run: calls() },
	"FF1, batches": { values: BATCH, beside: NOBLE, run: batches() },
	"FF1, batches, AES in WASM": { values: BATCH, beside: NOBLE, run: batches("wasm") },
	"FF1, batches, AES in TypeScript": { values: BATCH, beside: NOBLE, run: batches("typescript") },
	[NAIVE]: { values: 128, beside: NAIVE, run: prefixWithoutMemory() },
	"ipcrypt-pfx, a fresh memory each run": { values: log.length, beside: NAIVE, run: prefixWithMemory() },
	"reading and printing an address": {
		values: log.length,
		beside: NAIVE,
		run: () => log.forEach((address) => void parseIp(formatIp(address))),
	},
};

checkAgainstPeer();
const samples = new Map(Object.keys(TASKS).map((name) => [name, [] as number[]]));
for (let run = 0; run < RUNS; run++) {
	for (const [name, task] of Object.entries(TASKS)) {
		const start = process.cpuUsage();
		task.run();
		const { user, system } = process.cpuUsage(start);
		samples.get(name)?.push((user + system) / task.values);
	}
}

const median = (name: string): number => [...(samples.get(name) as number[])].sort((a, b) => a - b)[Math.floor(RUNS / 2)] as number;
const results = Object.entries(TASKS).map(([name, { beside }]) => ({
	name,
	microseconds: Number(median(name).toFixed(3)),
	perCpuSecond: Math.round(1e6 / median(name)),
	beside,
	ratio: Number((median(beside) / median(name)).toFixed(1)),
}));
console.table(Object.fromEntries(results.map(({ name, beside: _, ...figures }) => [name, figures])));

const folder = new URL("../results/", import.meta.url);
await mkdir(folder, { recursive: true });
const report = { package: "pseudonymize", node: process.version, loadAverage: loadavg()[0], runs: RUNS, results };
await writeFile(new URL("pseudonymize-ff1.json", folder), `${JSON.stringify(report, null, "\t")}\n`);
