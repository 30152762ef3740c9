/**
 * The SHA-256 compression function (FIPS 180-4 §6.2.2) over typed arrays, for the batch kernels beside it.
 *
 * Four rounds per loop turn: after four the eight working variables stand in swapped halves, so that no round shifts all eight.
 * All arithmetic is on 32-bit integers without data-dependent branches or indices.
 */

/** Bytes of one message block. */
export const BLOCK_BYTES = 64;

/** Words of the chaining state. */
export const STATE_WORDS = 8;

/** The initial chaining state (§5.3.3). */
export const INITIAL_STATE: Int32Array = /* @__PURE__ */ Int32Array.of(
	0x6a09e667,
	0xbb67ae85,
	0x3c6ef372,
	0xa54ff53a,
	0x510e527f,
	0x9b05688c,
	0x1f83d9ab,
	0x5be0cd19,
);

// biome-ignore format: the constants of §4.2.2 as the standard prints them, eight a line
const ROUND_CONSTANTS: Int32Array = /* @__PURE__ */ Int32Array.of(
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);

function expandSchedule(w: Int32Array): void {
	for (let t = 16; t < 64; t++) {
		const x = w[t - 15] as number;
		const y = w[t - 2] as number;
		const sigma0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
		const sigma1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
		w[t] = (sigma1 + (w[t - 7] as number) + sigma0 + (w[t - 16] as number)) | 0;
	}
}

/** Σ1(e) + Ch(e, f, g). */
function mixLow(e: number, f: number, g: number): number {
	return (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + (g ^ (e & (f ^ g)));
}

/** Σ0(a) + Maj(a, b, c). */
function mixHigh(a: number, b: number, c: number): number {
	return (((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) | (c & (a | b)));
}

/**
 * Absorbs one block into a chaining state.
 *
 * @param state - 8 words, updated in place
 * @param w - 64 words: the block in the first 16, big-endian; the rest is overwritten with the message schedule
 */
export function compress(state: Int32Array, w: Int32Array): void {
	expandSchedule(w);
	let a = state[0] as number;
	let b = state[1] as number;
	let c = state[2] as number;
	let d = state[3] as number;
	let e = state[4] as number;
	let f = state[5] as number;
	let g = state[6] as number;
	let h = state[7] as number;
	for (let t = 0; t < 64; t += 4) {
		h = (h + mixLow(e, f, g) + (ROUND_CONSTANTS[t] as number) + (w[t] as number)) | 0;
		d = (d + h) | 0;
		h = (h + mixHigh(a, b, c)) | 0;
		g = (g + mixLow(d, e, f) + (ROUND_CONSTANTS[t + 1] as number) + (w[t + 1] as number)) | 0;
		c = (c + g) | 0;
		g = (g + mixHigh(h, a, b)) | 0;
		f = (f + mixLow(c, d, e) + (ROUND_CONSTANTS[t + 2] as number) + (w[t + 2] as number)) | 0;
		b = (b + f) | 0;
		f = (f + mixHigh(g, h, a)) | 0;
		e = (e + mixLow(b, c, d) + (ROUND_CONSTANTS[t + 3] as number) + (w[t + 3] as number)) | 0;
		a = (a + e) | 0;
		e = (e + mixHigh(f, g, h)) | 0;
		let swap = a;
		a = e;
		e = swap;
		swap = b;
		b = f;
		f = swap;
		swap = c;
		c = g;
		g = swap;
		swap = d;
		d = h;
		h = swap;
	}
	state[0] = ((state[0] as number) + a) | 0;
	state[1] = ((state[1] as number) + b) | 0;
	state[2] = ((state[2] as number) + c) | 0;
	state[3] = ((state[3] as number) + d) | 0;
	state[4] = ((state[4] as number) + e) | 0;
	state[5] = ((state[5] as number) + f) | 0;
	state[6] = ((state[6] as number) + g) | 0;
	state[7] = ((state[7] as number) + h) | 0;
}
