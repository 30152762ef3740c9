/**
 * The discrete Fourier transform of complex vectors whose length is a power of two.
 *
 * Forward: decimation in frequency, natural order in, bit-reversed order out; backward: decimation in time, the reverse. What happens between
 * is pointwise, so no permutation is ever made. In bit-reversed order the frequency −k of position p is at {@link mirror}(p).
 * Error (Higham 2002, Theorem 24.2): the 2-norm of the error is at most log2(n)·7·2^−53 of the 2-norm of the result; see {@link fftError}.
 */

/** cos and sin of 2πk/n for k < n/2, from Taylor series on [0, π/4] and the symmetries of the circle. */
function roots(n: number): { readonly cos: Float64Array; readonly sin: Float64Array } {
	const half = Math.max(1, n / 2);
	const cos = new Float64Array(half);
	const sin = new Float64Array(half);
	for (let k = 0; k <= n / 8; k++) {
		const x = (2 * Math.PI * k) / n;
		const z = x * x;
		let [c, s] = [1, 1];
		for (let m = 16; m >= 2; m -= 2) {
			c = 1 - (c * z) / (m * (m - 1));
			s = 1 - (s * z) / (m * (m + 1));
		}
		s *= x;
		const place = (index: number, re: number, im: number): void => {
			if (index < half) [cos[index], sin[index]] = [re, im];
		};
		place(k, c, s);
		place(n / 4 - k, s, c);
		place(n / 4 + k, -s, c);
		place(n / 2 - k, -c, s);
	}
	return { cos, sin };
}

/** Bound of ‖computed − exact‖₂ / ‖exact‖₂ of one transform of length n. */
export function fftError(n: number): number {
	return 7 * (31 - Math.clz32(n)) * 2 ** -53;
}

/** Where bit-reversed order keeps the frequency −k, when it keeps k at p. */
export function mirror(p: number): number {
	return p < 2 ? p : 3 * (1 << (31 - Math.clz32(p))) - 1 - p;
}

/** Transforms of one length. */
export interface Fft {
	/** In place; the result is in bit-reversed order. */
	forward(re: Float64Array, im: Float64Array): void;
	/** In place, from bit-reversed order, divided by the length. */
	backward(re: Float64Array, im: Float64Array): void;
}

/** Transforms of length n, a power of two ≥ 4. */
export function createFft(n: number): Fft {
	const { cos, sin } = roots(n);
	return {
		forward(re, im) {
			for (let half = n >> 1, step = 1; half >= 1; half >>= 1, step <<= 1) {
				for (let start = 0; start < n; start += 2 * half) {
					for (let j = 0, k = 0; j < half; j++, k += step) {
						const a = start + j;
						const b = a + half;
						const c = cos[k] as number;
						const s = sin[k] as number;
						const dr = (re[a] as number) - (re[b] as number);
						const di = (im[a] as number) - (im[b] as number);
						re[a] = (re[a] as number) + (re[b] as number);
						im[a] = (im[a] as number) + (im[b] as number);
						re[b] = dr * c + di * s;
						im[b] = di * c - dr * s;
					}
				}
			}
		},
		backward(re, im) {
			for (let half = 1, step = n >> 1; half < n; half <<= 1, step >>= 1) {
				for (let start = 0; start < n; start += 2 * half) {
					for (let j = 0, k = 0; j < half; j++, k += step) {
						const a = start + j;
						const b = a + half;
						const c = cos[k] as number;
						const s = sin[k] as number;
						const br = (re[b] as number) * c - (im[b] as number) * s;
						const bi = (im[b] as number) * c + (re[b] as number) * s;
						const ar = re[a] as number;
						const ai = im[a] as number;
						re[a] = ar + br;
						im[a] = ai + bi;
						re[b] = ar - br;
						im[b] = ai - bi;
					}
				}
			}
			for (let index = 0; index < n; index++) {
				re[index] = (re[index] as number) / n;
				im[index] = (im[index] as number) / n;
			}
		},
	};
}
