/**
 * Randomness as an injected capability.
 *
 * The default is the platform's CSPRNG, drawn in blocks of 64 KiB: a system call costs about as much as 10 kB of output, so a
 * call per few bytes would be two orders of magnitude slower. A byte handed out is wiped from the block at once (nothing is
 * given twice, and a later memory leak does not reveal the past). Deterministic sources for tests live in `@veilkit/core/testing`.
 */
import type { Bytes } from "../bytes/bytes.ts";
import { checkInteger } from "../options/check.ts";

/** A source of uniform random bytes. */
export interface RandomSource {
	/** Overwrites every byte of `target` with fresh random bytes. */
	fill(target: Uint8Array): void;
}

/** Options of every operation that draws randomness. */
export interface RandomOptions {
	/** Where random bytes come from; the platform's CSPRNG unless a test injects another. */
	readonly random?: RandomSource;
}

const BLOCK_BYTES = 65_536;

function createSystemRandom(): RandomSource {
	let block: Bytes | undefined;
	let used = BLOCK_BYTES;

	function fillDirectly(target: Uint8Array): void {
		// The platform refuses more than 64 KiB a call and views on shared memory; the copy serves the latter.
		for (let start = 0; start < target.length; start += BLOCK_BYTES) {
			const part = new Uint8Array(Math.min(BLOCK_BYTES, target.length - start));
			crypto.getRandomValues(part);
			target.set(part, start);
			part.fill(0);
		}
	}

	return {
		fill(target) {
			if (target.length > BLOCK_BYTES / 8) return fillDirectly(target);
			block ??= new Uint8Array(BLOCK_BYTES);
			if (used + target.length > BLOCK_BYTES) {
				crypto.getRandomValues(block);
				used = 0;
			}
			target.set(block.subarray(used, used + target.length));
			block.fill(0, used, used + target.length);
			used += target.length;
		},
	};
}

/** The platform's CSPRNG (`crypto.getRandomValues`), buffered. */
export const systemRandom: RandomSource = /* @__PURE__ */ createSystemRandom();

/**
 * Fresh random bytes.
 *
 * @param length - number of bytes
 *
 * @example
 * ```ts
 * import { randomBytes } from "@veilkit/core";
 * randomBytes(16).length; // 16
 * ```
 */
export function randomBytes(length: number, random: RandomSource = systemRandom): Bytes {
	const out = new Uint8Array(checkInteger(length, "randomBytes(length)", { min: 0 }));
	random.fill(out);
	return out;
}

/**
 * A uniform integer in [0, bound), without modulo bias: values past the last full multiple of the bound are drawn again.
 *
 * @param bound - 1 ≤ bound ≤ 2^48
 *
 * @example
 * ```ts
 * import { randomInteger } from "@veilkit/core";
 * randomInteger(6) + 1; // a fair die
 * ```
 */
export function randomInteger(bound: number, random: RandomSource = systemRandom): number {
	const range = 2 ** 48;
	checkInteger(bound, "randomInteger(bound)", { min: 1, max: range });
	const limit = range - (range % bound);
	const word = new Uint8Array(6);
	for (;;) {
		random.fill(word);
		let value = 0;
		for (const byte of word) value = value * 256 + byte;
		if (value < limit) return value % bound;
	}
}
