/**
 * HMAC-SHA-256 (RFC 2104, FIPS 180-4) of four messages at a time, one in each 32-bit lane of a vector. AssemblyScript: `npm run build:wasm`.
 *
 * The caller gives the states after the inner and the outer key block, so a message of up to 55 bytes costs half of one compression in time.
 * Lanes whose message has fewer blocks than its neighbours' keep their state while the others go on: order never changes, and time depends on
 * message lengths only. Nothing is kept between calls but the working area, which `wipe` clears.
 */

/** Working area: 16 schedule vectors, then 8 state vectors. */
const SCHEDULE: usize = memory.data(16 * 16, 16);
const STATE: usize = memory.data(8 * 16, 16);

// FIPS 180-4 §4.2.2
const ROUND_CONSTANTS: usize = memory.data<u32>([
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

/** Read from 16 − r on, this keeps the first r of 16 bytes; */
const KEEP: usize = memory.data<u8>([
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);
/** and this is the mark of the padding behind them (§5.1.1), if 0 ≤ r < 16. */
const MARK: usize = memory.data<u8>([
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);

// @ts-ignore: decorator
@inline
function rotate(x: v128, bits: i32): v128 {
	return v128.or(i32x4.shr_u(x, bits), i32x4.shl(x, 32 - bits));
}

/** The next word of the message schedule (§6.2.2 step 1), in place of the one sixteen before. */
// @ts-ignore: decorator
@inline
function expand(t: usize): v128 {
	const x = v128.load(SCHEDULE + (((t + 1) & 15) << 4));
	const y = v128.load(SCHEDULE + (((t + 14) & 15) << 4));
	const low = v128.xor(v128.xor(rotate(x, 7), rotate(x, 18)), i32x4.shr_u(x, 3));
	const high = v128.xor(v128.xor(rotate(y, 17), rotate(y, 19)), i32x4.shr_u(y, 10));
	const seven = v128.load(SCHEDULE + (((t + 9) & 15) << 4));
	const word = i32x4.add(i32x4.add(v128.load(SCHEDULE + (t << 4)), low), i32x4.add(seven, high));
	v128.store(SCHEDULE + (t << 4), word);
	return word;
}

/** h + Σ1(e) + Ch(e, f, g) + K + W. */
// @ts-ignore: decorator
@inline
function first(e: v128, f: v128, g: v128, h: v128, k: usize, w: v128): v128 {
	const sum = i32x4.add(i32x4.add(h, w), v128.load32_splat(k));
	const sigma = v128.xor(v128.xor(rotate(e, 6), rotate(e, 11)), rotate(e, 25));
	return i32x4.add(i32x4.add(sum, v128.xor(g, v128.and(e, v128.xor(f, g)))), sigma);
}

/** Σ0(a) + Maj(a, b, c). */
// @ts-ignore: decorator
@inline
function second(a: v128, b: v128, c: v128): v128 {
	const sigma = v128.xor(v128.xor(rotate(a, 2), rotate(a, 13)), rotate(a, 22));
	return i32x4.add(sigma, v128.xor(b, v128.and(v128.xor(a, b), v128.xor(b, c))));
}

/** Absorbs one block of each lane (§6.2.2). Eight rounds a turn, so that no variable has to move. */
function compress(): void {
	let a = v128.load(STATE, 0);
	let b = v128.load(STATE, 16);
	let c = v128.load(STATE, 32);
	let d = v128.load(STATE, 48);
	let e = v128.load(STATE, 64);
	let f = v128.load(STATE, 80);
	let g = v128.load(STATE, 96);
	let h = v128.load(STATE, 112);
	for (let round: usize = 0; round < 64; round += 8) {
		const k = ROUND_CONSTANTS + (round << 2);
		const t = round & 8;
		if (round >= 16) {
			for (let word = t; word < t + 8; word++) expand(word);
		}
		const w = SCHEDULE + (t << 4);
		h = first(e, f, g, h, k, v128.load(w, 0));
		d = i32x4.add(d, h);
		h = i32x4.add(h, second(a, b, c));
		g = first(d, e, f, g, k + 4, v128.load(w, 16));
		c = i32x4.add(c, g);
		g = i32x4.add(g, second(h, a, b));
		f = first(c, d, e, f, k + 8, v128.load(w, 32));
		b = i32x4.add(b, f);
		f = i32x4.add(f, second(g, h, a));
		e = first(b, c, d, e, k + 12, v128.load(w, 48));
		a = i32x4.add(a, e);
		e = i32x4.add(e, second(f, g, h));
		d = first(a, b, c, d, k + 16, v128.load(w, 64));
		h = i32x4.add(h, d);
		d = i32x4.add(d, second(e, f, g));
		c = first(h, a, b, c, k + 20, v128.load(w, 80));
		g = i32x4.add(g, c);
		c = i32x4.add(c, second(d, e, f));
		b = first(g, h, a, b, k + 24, v128.load(w, 96));
		f = i32x4.add(f, b);
		b = i32x4.add(b, second(c, d, e));
		a = first(f, g, h, a, k + 28, v128.load(w, 112));
		e = i32x4.add(e, a);
		a = i32x4.add(a, second(b, c, d));
	}
	v128.store(STATE, i32x4.add(v128.load(STATE, 0), a), 0);
	v128.store(STATE, i32x4.add(v128.load(STATE, 16), b), 16);
	v128.store(STATE, i32x4.add(v128.load(STATE, 32), c), 32);
	v128.store(STATE, i32x4.add(v128.load(STATE, 48), d), 48);
	v128.store(STATE, i32x4.add(v128.load(STATE, 64), e), 64);
	v128.store(STATE, i32x4.add(v128.load(STATE, 80), f), 80);
	v128.store(STATE, i32x4.add(v128.load(STATE, 96), g), 96);
	v128.store(STATE, i32x4.add(v128.load(STATE, 112), h), 112);
}

// @ts-ignore: decorator
@inline
function swapBytes(x: v128): v128 {
	return i8x16.shuffle(x, x, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

/** 16 bytes of a padded message as four words; `left` tells how many bytes the message still has. */
// @ts-ignore: decorator
@inline
function piece(at: usize, left: i32): v128 {
	const from: usize = 16 - max(-1, min(16, left));
	return swapBytes(v128.or(v128.and(v128.load(at), v128.load(KEEP + from)), v128.load(MARK + from)));
}

/** Words of four lanes from lanes of four words, and back. */
// @ts-ignore: decorator
@inline
function transpose(a: v128, b: v128, c: v128, d: v128, to: usize): void {
	const lowAb = i32x4.shuffle(a, b, 0, 4, 1, 5);
	const highAb = i32x4.shuffle(a, b, 2, 6, 3, 7);
	const lowCd = i32x4.shuffle(c, d, 0, 4, 1, 5);
	const highCd = i32x4.shuffle(c, d, 2, 6, 3, 7);
	v128.store(to, i64x2.shuffle(lowAb, lowCd, 0, 2), 0);
	v128.store(to, i64x2.shuffle(lowAb, lowCd, 1, 3), 16);
	v128.store(to, i64x2.shuffle(highAb, highCd, 0, 2), 32);
	v128.store(to, i64x2.shuffle(highAb, highCd, 1, 3), 48);
}

// @ts-ignore: decorator
@inline
function loadState(from: usize): void {
	for (let word: usize = 0; word < 8; word++) v128.store(STATE + (word << 4), v128.load32_splat(from + (word << 2)));
}

/** Absorbs the padded messages of four lanes behind the block that is in the state already. */
function absorb(starts: v128, lengths: v128): void {
	// The key block counts as 64 bytes; the padding takes at least nine.
	const blocks = i32x4.shr_u(i32x4.add(lengths, i32x4.splat(72)), 6);
	const most = max(
		max(i32x4.extract_lane(blocks, 0), i32x4.extract_lane(blocks, 1)),
		max(i32x4.extract_lane(blocks, 2), i32x4.extract_lane(blocks, 3)),
	);
	const bits = i32x4.shl(i32x4.add(lengths, i32x4.splat(64)), 3);
	for (let block = 0; block < most; block++) {
		for (let at = 0; at < 64; at += 16) {
			const position = i32x4.splat((block << 6) + at);
			const from = i32x4.add(starts, position);
			const left = i32x4.sub(lengths, position);
			transpose(
				piece(i32x4.extract_lane(from, 0), i32x4.extract_lane(left, 0)),
				piece(i32x4.extract_lane(from, 1), i32x4.extract_lane(left, 1)),
				piece(i32x4.extract_lane(from, 2), i32x4.extract_lane(left, 2)),
				piece(i32x4.extract_lane(from, 3), i32x4.extract_lane(left, 3)),
				SCHEDULE + (at << 2),
			);
		}
		const last = i32x4.eq(blocks, i32x4.splat(block + 1));
		v128.store(SCHEDULE, v128.or(v128.load(SCHEDULE, 240), v128.and(bits, last)), 240);
		const active = i32x4.gt_s(blocks, i32x4.splat(block));
		if (v128.any_true(i32x4.eq(active, i32x4.splat(0)))) {
			absorbWhere(active);
		} else {
			compress();
		}
	}
}

/** One block for the active lanes; the others keep their state. */
function absorbWhere(active: v128): void {
	const a = v128.load(STATE, 0);
	const b = v128.load(STATE, 16);
	const c = v128.load(STATE, 32);
	const d = v128.load(STATE, 48);
	const e = v128.load(STATE, 64);
	const f = v128.load(STATE, 80);
	const g = v128.load(STATE, 96);
	const h = v128.load(STATE, 112);
	compress();
	v128.store(STATE, v128.bitselect(v128.load(STATE, 0), a, active), 0);
	v128.store(STATE, v128.bitselect(v128.load(STATE, 16), b, active), 16);
	v128.store(STATE, v128.bitselect(v128.load(STATE, 32), c, active), 32);
	v128.store(STATE, v128.bitselect(v128.load(STATE, 48), d, active), 48);
	v128.store(STATE, v128.bitselect(v128.load(STATE, 64), e, active), 64);
	v128.store(STATE, v128.bitselect(v128.load(STATE, 80), f, active), 80);
	v128.store(STATE, v128.bitselect(v128.load(STATE, 96), g, active), 96);
	v128.store(STATE, v128.bitselect(v128.load(STATE, 112), h, active), 112);
}

/** The outer hash of the inner digests, which are in the state. */
function finish(outer: usize): void {
	memory.copy(SCHEDULE, STATE, 128);
	v128.store(SCHEDULE, i32x4.splat(0x80000000), 128);
	memory.fill(SCHEDULE + 144, 0, 96);
	v128.store(SCHEDULE, i32x4.splat(8 * (64 + 32)), 240);
	loadState(outer);
	compress();
}

/** Where the caller's data may start. */
export function arena(): usize {
	return (__heap_base + 15) & ~15;
}

/**
 * The tags of `count` messages.
 *
 * @param midstates - 8 words of the inner, then 8 of the outer state
 * @param offsets - count + 1 positions
 * @param messages - where position 0 is; 16 bytes behind the last message are read, and never matter
 * @param tags - 32 bytes for each message, their number rounded up to a multiple of four
 */
export function tagAll(midstates: usize, offsets: usize, messages: usize, tags: usize, count: i32): void {
	for (let index = 0; index < count; index += 4) {
		let starts = i32x4.splat(0);
		let ends = i32x4.splat(0);
		// Beyond the end the last message is repeated, which costs nothing: the lanes are there.
		const at0 = offsets + (<usize>index << 2);
		const at1 = offsets + (<usize>min(index + 1, count - 1) << 2);
		const at2 = offsets + (<usize>min(index + 2, count - 1) << 2);
		const at3 = offsets + (<usize>min(index + 3, count - 1) << 2);
		starts = i32x4.replace_lane(starts, 0, load<i32>(at0));
		starts = i32x4.replace_lane(starts, 1, load<i32>(at1));
		starts = i32x4.replace_lane(starts, 2, load<i32>(at2));
		starts = i32x4.replace_lane(starts, 3, load<i32>(at3));
		ends = i32x4.replace_lane(ends, 0, load<i32>(at0, 4));
		ends = i32x4.replace_lane(ends, 1, load<i32>(at1, 4));
		ends = i32x4.replace_lane(ends, 2, load<i32>(at2, 4));
		ends = i32x4.replace_lane(ends, 3, load<i32>(at3, 4));
		loadState(midstates);
		absorb(i32x4.add(starts, i32x4.splat(<i32>messages)), i32x4.sub(ends, starts));
		finish(midstates + 32);
		storeTags(tags + (<usize>index << 5));
	}
}

function storeTags(tags: usize): void {
	for (let half: usize = 0; half < 2; half++) {
		const from = STATE + (half << 6);
		transpose(v128.load(from, 0), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48), SCHEDULE);
		for (let lane: usize = 0; lane < 4; lane++) {
			v128.store(tags + (lane << 5) + (half << 4), swapBytes(v128.load(SCHEDULE + (lane << 4))));
		}
	}
}

/** Overwrites the working area and the caller's data up to `end`. */
export function wipe(end: usize): void {
	memory.fill(SCHEDULE, 0, 16 * 16);
	memory.fill(STATE, 0, 8 * 16);
	memory.fill(arena(), 0, end - arena());
}
