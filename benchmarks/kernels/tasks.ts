/**
 * What the kernels bench measures, in any runtime: each kernel by backend, beside noble called once a message, in interleaved rounds.
 */
import { aessiv, unsafe } from "@noble/ciphers/aes.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { createAesBlocks, createAesSivSealer, createHmacSha256, type KernelBackend, kernelBackend } from "@veilkit/kernels";

const COUNT = 4096;
const TEXT_BYTES = 25;
const PADDED_BYTES = 32;

interface Task {
	readonly kernel: string;
	readonly backend: KernelBackend | "noble" | "fastest";
	readonly run: () => void;
}

/** One line of the result: how fast, and how many times as fast as noble in the same round, both as medians over the rounds. */
export interface Measured {
	readonly kernel: string;
	readonly backend: string;
	readonly perSecond: number;
	readonly timesNoble: number;
}

function tasks(): readonly Task[] {
	const key = Uint8Array.from({ length: 64 }, (_, index) => 37 * index);
	const macKey = key.subarray(32);
	const bytes = Uint8Array.from({ length: COUNT * PADDED_BYTES }, (_, index) => 31 * index + (index >>> 8));
	const offsets = Uint32Array.from({ length: COUNT + 1 }, (_, index) => index * TEXT_BYTES);
	const associatedData = [key.subarray(0, 40)];
	const schedule = unsafe.expandKeyLE(macKey);
	const aesBackends: readonly KernelBackend[] =
		kernelBackend("aes") === "native" ? ["native", "wasm", "typescript"] : [kernelBackend("aes"), "typescript"];

	const hmacs = (["wasm", "typescript"] as const).map((backend): Task => {
		const kernel = createHmacSha256(macKey, { backend });
		return { kernel: "HMAC-SHA-256, 25 bytes", backend, run: () => void kernel.tagAll(bytes, offsets) };
	});
	const sealers = ["fastest" as const, ...aesBackends].map((backend): Task => {
		const kernel = createAesSivSealer(key, associatedData, backend === "fastest" ? {} : { backend });
		return { kernel: "AES-256-SIV, 32 bytes", backend, run: () => void kernel.sealAll(bytes, COUNT) };
	});
	const ciphers = aesBackends.map((backend): Task => {
		const kernel = createAesBlocks(macKey, { backend });
		const blocks = bytes.slice(0, 16 * COUNT);
		return { kernel: "AES-256, blocks in a run", backend, run: () => kernel.encryptBlocks(blocks) };
	});
	return [
		...hmacs,
		{
			kernel: "HMAC-SHA-256, 25 bytes",
			backend: "noble",
			run() {
				for (let at = 0; at < COUNT; at++) hmac(sha256, macKey, bytes.subarray(at * TEXT_BYTES, (at + 1) * TEXT_BYTES));
			},
		},
		...sealers,
		{
			kernel: "AES-256-SIV, 32 bytes",
			backend: "noble",
			run() {
				for (let at = 0; at < COUNT; at++)
					aessiv(key, ...associatedData).encrypt(bytes.subarray(at * PADDED_BYTES, (at + 1) * PADDED_BYTES));
			},
		},
		...ciphers,
		{
			kernel: "AES-256, blocks in a run",
			backend: "noble",
			run() {
				for (let at = 0, word = 0; at < COUNT; at++) word = unsafe.encrypt(schedule, word, at, 0, 1).s0;
			},
		},
	];
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/**
 * Runs everything.
 *
 * @param now - a clock in seconds
 * @param atLeast - seconds that a task runs in a round, so that a coarse clock does
 */
export function measureKernels(now: () => number, rounds: number, atLeast: number): readonly Measured[] {
	const all = tasks();
	const rates = all.map((): number[] => []);
	for (let round = 0; round < rounds; round++) {
		for (const [index, task] of all.entries()) {
			const start = now();
			let runs = 0;
			let took = 0;
			for (; took < atLeast; took = now() - start) {
				task.run();
				runs++;
			}
			rates[index]?.push((runs * COUNT) / took);
		}
	}
	return all.map((task, index) => {
		const noble = rates[all.findIndex(({ kernel, backend }) => kernel === task.kernel && backend === "noble")] as number[];
		const mine = rates[index] as number[];
		return {
			kernel: task.kernel,
			backend: task.backend,
			perSecond: Math.round(median(mine)),
			timesNoble: Number(median(mine.map((rate, round) => rate / (noble[round] as number))).toFixed(1)),
		};
	});
}
