/**
 * AES (FIPS 197) without table look-ups in memory: constant-time by vector permutes. AssemblyScript: `npm run build:wasm`.
 *
 * Method: M. Hamburg, "Accelerating AES with Vector Permute Instructions" (CHES 2009). Inversion in GF(2^8) is done over GF(2^4), where a table
 * has 16 entries and fits into one vector register; `swizzle` looks up sixteen nibbles at once in the same time whatever they are. Derivation
 * and tables are our own: GF(2^8) = GF(2^4)·α + GF(2^4)·β with β = 1/α and α·β = 1, and for x = iα + jβ, k = i + j, a = (α + β)²,
 * N = i² + j² + aij, the norm of x:
 *
 *     1/(1/i + a/k) + j = N/(k + ai)      1/(1/j + a/k) + i = N/(k + aj)      1/x = (i/N)β + (j/N)α
 *
 * so i/N and j/N are linear in the reciprocals of the first two. ∞ is 0x80: a swizzle with any index above 15 gives 0 = 1/∞, as it should.
 * Between rounds a byte stands as (i, k) in two nibbles; round keys stand there too and carry the constant 0x63 of the S-box.
 */

const SCALARS: usize = memory.data(256 * 4, 16);
const ELEMENT: usize = memory.data(16, 16);
const INVERSE: usize = memory.data(16, 16);
const INVERSE_A: usize = memory.data(16, 16);
const ENTER_LOW: usize = memory.data(16, 16);
const ENTER_HIGH: usize = memory.data(16, 16);
const ONCE_I: usize = memory.data(16, 16);
const ONCE_J: usize = memory.data(16, 16);
const TWICE_I: usize = memory.data(16, 16);
const TWICE_J: usize = memory.data(16, 16);
const LEAVE_I: usize = memory.data(16, 16);
const LEAVE_J: usize = memory.data(16, 16);
const INFINITY_NIBBLE: u32 = 0x80;

// Which byte of a state goes where: ShiftRows (§5.1.2), and each column turned by one byte and by three.
const SHIFT_ROWS: usize = memory.data<u8>([0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11], 16);
const TURN_ONE: usize = memory.data<u8>([1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12], 16);
const TURN_THREE: usize = memory.data<u8>([3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14], 16);

/** The product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1 (§4.2). */
function multiply(x: u32, y: u32): u32 {
	let product: u32 = 0;
	for (let bit = 0; bit < 8; bit++) {
		product ^= x * ((y >> bit) & 1);
		x = (x << 1) ^ ((x >> 7) * 0x11b);
	}
	return product;
}

function power(x: u32, exponent: u32): u32 {
	let result: u32 = 1;
	for (let count: u32 = 0; count < exponent; count++) result = multiply(result, x);
	return result;
}

/** The linear part of the S-box behind the inversion (§5.1.1). */
function affine(x: u32): u32 {
	const twice = x | (x << 8);
	return (x ^ (twice >> 7) ^ (twice >> 6) ^ (twice >> 5) ^ (twice >> 4)) & 0xff;
}

/** The nibble of an element of GF(2^4). */
function nibbleOf(element: u32): u32 {
	let nibble: u32 = 0;
	while (load<u8>(ELEMENT + nibble) != element) nibble++;
	return nibble;
}

/** The tables, from the field alone; nothing here is secret. */
function buildTables(): void {
	const alpha = power(3, 15); // 3 generates the group of order 255, so α^17 = 1
	const beta = power(alpha, 16);
	const gamma = power(3, 17); // generates GF(2^4)
	const a = multiply(alpha ^ beta, alpha ^ beta);
	for (let nibble: u32 = 0; nibble < 16; nibble++) {
		let element: u32 = 0;
		for (let bit = 0; bit < 4; bit++) element ^= ((nibble >> bit) & 1) * power(gamma, bit);
		store<u8>(ELEMENT + nibble, element);
	}
	// From (i, k) to the byte, and back: entering is the inverse of leaving without the S-box.
	for (let pair: u32 = 0; pair < 256; pair++) {
		const i = load<u8>(ELEMENT + (pair >> 4));
		const k = load<u8>(ELEMENT + (pair & 15));
		store<u8>(SCALARS + (multiply(i, alpha) ^ multiply(i ^ k, beta)), pair);
	}
	const scale = power(multiply(a, a), 254); // 1/a²
	for (let nibble: u32 = 0; nibble < 16; nibble++) {
		store<u8>(ENTER_LOW + nibble, load<u8>(SCALARS + nibble));
		store<u8>(ENTER_HIGH + nibble, load<u8>(SCALARS + (nibble << 4)));
		const reciprocal = power(load<u8>(ELEMENT + nibble), 254);
		store<u8>(INVERSE + nibble, nibble == 0 ? INFINITY_NIBBLE : nibbleOf(reciprocal));
		store<u8>(INVERSE_A + nibble, nibble == 0 ? INFINITY_NIBBLE : nibbleOf(multiply(a, reciprocal)));
		const near = multiply(scale, reciprocal);
		const far = multiply(near, 1 ^ a);
		storeSubstitution(nibble, affine(multiply(far, beta) ^ multiply(near, alpha)), ONCE_I, TWICE_I, LEAVE_I);
		storeSubstitution(nibble, affine(multiply(near, beta) ^ multiply(far, alpha)), ONCE_J, TWICE_J, LEAVE_J);
	}
}

/** A share of the S-box's output: itself and its double as (i, k), and itself as a byte. */
function storeSubstitution(nibble: u32, byte: u32, once: usize, twice: usize, leave: usize): void {
	store<u8>(once + nibble, load<u8>(SCALARS + byte));
	store<u8>(twice + nibble, load<u8>(SCALARS + multiply(byte, 2)));
	store<u8>(leave + nibble, byte);
}

buildTables();

// @ts-ignore: decorator
@inline
function lookUp(table: usize, indices: v128): v128 {
	return i8x16.swizzle(v128.load(table), indices);
}

// @ts-ignore: decorator
@inline
function permute(x: v128, order: usize): v128 {
	return i8x16.swizzle(x, v128.load(order));
}

// @ts-ignore: decorator
@inline
function low(x: v128): v128 {
	return v128.and(x, i8x16.splat(15));
}

// @ts-ignore: decorator
@inline
function high(x: v128): v128 {
	return v128.and(i16x8.shr_u(x, 4), i8x16.splat(15));
}

// @ts-ignore: decorator
@inline
function enter(x: v128): v128 {
	return v128.xor(lookUp(ENTER_LOW, low(x)), lookUp(ENTER_HIGH, high(x)));
}

/** N/(k + ai) of each byte (i, k). */
// @ts-ignore: decorator
@inline
function shareI(i: v128, j: v128, ak: v128): v128 {
	return v128.xor(lookUp(INVERSE, v128.xor(lookUp(INVERSE, i), ak)), j);
}

/** One of the rounds but the last (§5.1): ShiftRows, SubBytes, MixColumns, AddRoundKey. */
// @ts-ignore: decorator
@inline
function round(state: v128, key: v128): v128 {
	const shifted = permute(state, SHIFT_ROWS);
	const i = high(shifted);
	const k = low(shifted);
	const j = v128.xor(i, k);
	const ak = lookUp(INVERSE_A, k);
	const u = shareI(i, j, ak);
	const v = shareI(j, i, ak);
	const once = v128.xor(lookUp(ONCE_I, u), lookUp(ONCE_J, v));
	const twice = v128.xor(lookUp(TWICE_I, u), lookUp(TWICE_J, v));
	// 2A + B, then 2B + C of the column (A, B, C, D); with D the sum is 2A + 3B + C + D
	const sum = v128.xor(twice, permute(once, TURN_ONE));
	return v128.xor(v128.xor(v128.xor(sum, key), permute(once, TURN_THREE)), permute(sum, TURN_ONE));
}

/** The S-box without its constant, leaving the representation. */
// @ts-ignore: decorator
@inline
function substitute(state: v128): v128 {
	const i = high(state);
	const k = low(state);
	const j = v128.xor(i, k);
	const ak = lookUp(INVERSE_A, k);
	return v128.xor(lookUp(LEAVE_I, shareI(i, j, ak)), lookUp(LEAVE_J, shareI(j, i, ak)));
}

// @ts-ignore: decorator
@inline
function last(state: v128, key: v128): v128 {
	return v128.xor(substitute(permute(state, SHIFT_ROWS)), key);
}

/** SubWord (§5.2). */
function substituteWord(word: u32): u32 {
	return i32x4.extract_lane(substitute(enter(i32x4.splat(word))), 0) ^ 0x63636363;
}

/** Where the caller's data may start. */
export function arena(): usize {
	return (__heap_base + 15) & ~15;
}

/**
 * The round keys (§5.2) in the representation above, 16 · (rounds + 1) bytes, in place of the key.
 *
 * @param words - 4, 6 or 8
 */
export function expandKey(schedule: usize, words: u32): void {
	const rounds = words + 6;
	let constant: u32 = 1;
	for (let at = words; at < 4 * (rounds + 1); at++) {
		let word = load<u32>(schedule + ((at - 1) << 2));
		if (at % words == 0) {
			word = substituteWord(rotr(word, 8)) ^ constant;
			constant = multiply(constant, 2);
		} else if (words > 6 && at % words == 4) {
			word = substituteWord(word);
		}
		store<u32>(schedule + (at << 2), word ^ load<u32>(schedule + ((at - words) << 2)));
	}
	const constants = i8x16.splat(0x63);
	v128.store(schedule, enter(v128.load(schedule)));
	for (let index: u32 = 1; index < rounds; index++) {
		const at = schedule + (index << 4);
		v128.store(at, enter(v128.xor(v128.load(at), constants)));
	}
	const final = schedule + (rounds << 4);
	v128.store(final, v128.xor(v128.load(final), constants));
}

/** Encrypts blocks in place: four at a time, since their rounds run side by side in the processor, then one by one. */
export function encryptBlocks(schedule: usize, rounds: u32, blocks: usize, count: u32): void {
	const end = blocks + (count << 4);
	const finalKey = v128.load(schedule + (rounds << 4));
	const lastRound = schedule + (rounds << 4);
	let at = blocks;
	for (; at + 64 <= end; at += 64) {
		const first = v128.load(schedule);
		let a = v128.xor(enter(v128.load(at, 0)), first);
		let b = v128.xor(enter(v128.load(at, 16)), first);
		let c = v128.xor(enter(v128.load(at, 32)), first);
		let d = v128.xor(enter(v128.load(at, 48)), first);
		for (let from = schedule + 16; from < lastRound; from += 16) {
			const key = v128.load(from);
			a = round(a, key);
			b = round(b, key);
			c = round(c, key);
			d = round(d, key);
		}
		v128.store(at, last(a, finalKey), 0);
		v128.store(at, last(b, finalKey), 16);
		v128.store(at, last(c, finalKey), 32);
		v128.store(at, last(d, finalKey), 48);
	}
	for (; at < end; at += 16) {
		let state = v128.xor(enter(v128.load(at)), v128.load(schedule));
		for (let from = schedule + 16; from < lastRound; from += 16) state = round(state, v128.load(from));
		v128.store(at, last(state, finalKey));
	}
}

/** Overwrites the caller's data up to `end`. */
export function wipe(end: usize): void {
	memory.fill(arena(), 0, end - arena());
}
