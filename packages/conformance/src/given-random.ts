/**
 * The randomness that a vector dictates. Drawing another amount than it has is an error: a vector also pins how much is drawn.
 */
import type { RandomSource } from "@veilkit/core";

/** Hands out these bytes, one chunk a draw, in order. */
export function givenRandom(...chunks: readonly Uint8Array[]): RandomSource {
	const left = [...chunks];
	return {
		fill(target) {
			const chunk = left.shift();
			if (chunk?.length !== target.length) throw new RangeError("the vector has no randomness of this length");
			target.set(chunk);
		},
	};
}
