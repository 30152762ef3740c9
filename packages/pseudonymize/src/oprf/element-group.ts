/**
 * ristretto255 (RFC 9496) as element-valued pseudonyms use it: a group of prime order, so that every decoded element is a good one.
 *
 * Scalars that are secret go through noble's constant-time `multiply`; sums over public weights do not.
 */
import { pippenger } from "@noble/curves/abstract/curve.js";
import { ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import { type Bytes, malformed, type RandomSource, randomBytes, toUtf8 } from "@veilkit/core";

const { Point } = ristretto255;
const { Fn } = Point;

/** An element of the group, as far as it is used here. */
export interface Element {
	add(other: Element): Element;
	subtract(other: Element): Element;
	/** Times a scalar that may be secret, 1 to order - 1. */
	multiply(scalar: bigint): Element;
	equals(other: Element): boolean;
	toBytes(): Uint8Array;
}

/** Bytes of an encoded element, and of an encoded scalar. */
export const ELEMENT_BYTES = 32;

/** The generator. */
export const GENERATOR: Element = Point.BASE;

/**
 * @throws {VeilkitError} `ERR_FORMAT` for what is no element, and for the identity
 */
export function decodeElement(bytes: Uint8Array, what: string): Element {
	let element: Element;
	try {
		element = Point.fromBytes(bytes);
	} catch {
		throw malformed(what, "not an element of ristretto255");
	}
	if (element.equals(Point.ZERO)) throw malformed(what, "the identity element");
	return element;
}

export function encodeElement(element: Element): Bytes {
	return element.toBytes() as Bytes;
}

/** The element that a text stands for (RFC 9380, hash_to_ristretto255): nobody knows its logarithm. */
export function hashToElement(text: string, label: string): Element {
	return ristretto255_hasher.hashToCurve(toUtf8(text), { DST: toUtf8(label) });
}

/** A scalar from uniform bytes, with a bias below 2^-250. Zero has probability 2^-252. */
export function hashToScalar(uniform: Uint8Array, label: string): bigint {
	return ristretto255_hasher.hashToScalar(uniform, { DST: toUtf8(label) });
}

/** A fresh scalar. */
export function randomScalar(random: RandomSource): bigint {
	const seed = randomBytes(64, random);
	const scalar = hashToScalar(seed, "veilkit/v1/pseudonymize/element/random");
	seed.fill(0);
	return scalar;
}

/** `numerator / denominator`. */
export function divideScalars(numerator: bigint, denominator: bigint): bigint {
	return Fn.div(numerator, denominator);
}

export function encodeScalar(scalar: bigint): Bytes {
	return Fn.toBytes(scalar) as Bytes;
}

/**
 * @throws {VeilkitError} `ERR_FORMAT` for what is no scalar, and for zero
 */
export function decodeScalar(bytes: Uint8Array, what: string): bigint {
	let scalar: bigint;
	try {
		scalar = Fn.fromBytes(bytes);
	} catch {
		throw malformed(what, "not a scalar of ristretto255");
	}
	if (Fn.is0(scalar)) throw malformed(what, "the scalar zero");
	return scalar;
}

/** The sum of weighted elements; weights and elements are public. */
export function weightedSum(elements: readonly Element[], weights: readonly bigint[]): Element {
	return pippenger(Point, [...elements] as InstanceType<typeof Point>[], [...weights]);
}
