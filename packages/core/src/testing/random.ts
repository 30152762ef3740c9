/**
 * Deterministic random sources for tests and vectors. Never use one in production: its outputs are known to whoever knows the seed.
 */
import { rngChacha20 } from "@noble/ciphers/chacha.js";
import { VeilkitError } from "../error/veilkit-error.ts";
import { checkBytes } from "../options/check.ts";
import type { RandomSource } from "../random/random-source.ts";

/**
 * An endless reproducible stream: ChaCha20 keyed with the seed.
 *
 * @param seed - 32 bytes, or an integer that is written into them
 *
 * @example
 * ```ts
 * import { seededRandom } from "@veilkit/core/testing";
 * const random = seededRandom(42);
 * ```
 */
export function seededRandom(seed: Uint8Array | number): RandomSource {
	const key = new Uint8Array(32);
	if (typeof seed === "number") new DataView(key.buffer).setFloat64(0, seed);
	else key.set(checkBytes(seed, "seededRandom(seed)", 32));
	const stream = rngChacha20(key);
	return { fill: (target) => target.set(stream.randomBytes(target.length)) };
}

/** A source that hands out given bytes. */
export interface QueuedRandom extends RandomSource {
	/** How many bytes are left. */
	remaining(): number;
}

/**
 * Exactly the given bytes, in order; drawing more throws, so a vector also pins how much is drawn.
 *
 * @example
 * ```ts
 * import { queuedRandom } from "@veilkit/core/testing";
 * const random = queuedRandom(Uint8Array.of(1, 2, 3, 4));
 * ```
 */
export function queuedRandom(...chunks: readonly Uint8Array[]): QueuedRandom {
	const bytes = chunks.flatMap((chunk) => [...chunk]);
	let offset = 0;
	return {
		fill(target) {
			if (offset + target.length > bytes.length) {
				throw new VeilkitError("ERR_RANDOM_EXHAUSTED", `queuedRandom: ${target.length} bytes drawn, ${bytes.length - offset} left`, {
					details: { drawn: target.length, left: bytes.length - offset },
				});
			}
			target.set(bytes.slice(offset, offset + target.length));
			offset += target.length;
		},
		remaining: () => bytes.length - offset,
	};
}
