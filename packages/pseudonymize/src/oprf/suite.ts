/**
 * The ciphersuites and modes of RFC 9497, behind one shape.
 *
 * The group arithmetic and proofs are noble's. A mode differs from the next in who is convinced of what: `oprf` proves nothing, `voprf`
 * proves that the key behind a known public key was used, `poprf` proves the same and mixes a public text into the output.
 */
import type { OPRF } from "@noble/curves/abstract/oprf.js";
import { decaf448_oprf } from "@noble/curves/ed448.js";
import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { p256_oprf, p384_oprf, p521_oprf } from "@noble/curves/nist.js";
import { type Bytes, checkOneOf, type RandomSource, randomBytes, toUtf8 } from "@veilkit/core";

/** Names of the ciphersuites, as RFC 9497 §4 writes them. `ristretto255-SHA512` is the fastest here. */
export type OprfSuite = "ristretto255-SHA512" | "decaf448-SHAKE256" | "P256-SHA256" | "P384-SHA384" | "P521-SHA512";

/** Modes of RFC 9497 §3.1. */
export type OprfMode = "oprf" | "voprf" | "poprf";

const SUITES: Readonly<Record<OprfSuite, OPRF>> = {
	"ristretto255-SHA512": ristretto255_oprf,
	"decaf448-SHAKE256": decaf448_oprf,
	"P256-SHA256": p256_oprf,
	"P384-SHA384": p384_oprf,
	"P521-SHA512": p521_oprf,
};

/** The longest encoded element of any suite (P521), in bytes. */
export const MAX_ELEMENT_BYTES = 67;

/** A suite by name, from untyped data too. */
export function checkSuite(value: unknown, path: string): OprfSuite {
	return checkOneOf(value, path, Object.keys(SUITES) as OprfSuite[]);
}

/** A mode by name, from untyped data too. */
export function checkMode(value: unknown, path: string): OprfMode {
	return checkOneOf(value, path, ["oprf", "voprf", "poprf"]);
}

/** A key pair, encoded as the suite says. */
export interface OprfKeyPair {
	readonly secretKey: Bytes;
	readonly publicKey: Bytes;
}

/** RFC 9497 §3.2.1 DeriveKeyPair. */
export function deriveKeyPair(choice: { readonly suite: OprfSuite; readonly mode: OprfMode }, seed: Uint8Array, info: string): OprfKeyPair {
	const suite = SUITES[choice.suite];
	const mode = choice.mode === "poprf" ? suite.poprf(new Uint8Array(0)) : suite[choice.mode];
	return mode.deriveKeyPair(seed, toUtf8(info)) as OprfKeyPair;
}

/** What the client keeps of one input until the answer arrives. */
export interface BlindedInput {
	readonly input: Uint8Array;
	/** Secret scalar. */
	readonly blind: Bytes;
	/** The element that the server sees: uniform, independent of the input. */
	readonly blinded: Bytes;
	/** `poprf`: the key that the proof is about, of public key and text. */
	readonly tweakedKey?: Uint8Array;
}

/** What the server answers. */
export interface Evaluation {
	readonly evaluated: readonly Uint8Array[];
	/** One proof for all elements; null in mode `oprf`. */
	readonly proof: Uint8Array | null;
}

/** One suite and mode, bound to a public text. */
export interface OprfProtocol {
	/** Client. `publicKey` is not read in mode `oprf`. */
	blind(input: Uint8Array, publicKey: Uint8Array | undefined, random: RandomSource): BlindedInput;
	/** Server. Throws noble's errors for what is no element. */
	evaluate(keys: OprfKeyPair, blinded: readonly Uint8Array[], random: RandomSource): Evaluation;
	/** Client. Throws noble's errors for what is no element and for a proof that does not hold. */
	finalize(items: readonly BlindedInput[], answer: Evaluation, publicKey: Uint8Array | undefined): readonly Bytes[];
}

type Drawn = (length?: number) => Bytes;
const drawFrom =
	(random: RandomSource): Drawn =>
	(length = 32) =>
		randomBytes(length, random);

const NOTHING = new Uint8Array(0);

function withEvaluated(items: readonly BlindedInput[], { evaluated }: Evaluation): (BlindedInput & { readonly evaluated: Uint8Array })[] {
	return items.map((item, index) => ({ ...item, evaluated: evaluated[index] ?? NOTHING }));
}

/** The protocol of a suite and mode; `info` is the public input of `poprf` and not read elsewhere. */
export function protocolOf(choice: { readonly suite: OprfSuite; readonly mode: OprfMode; readonly info: string }): OprfProtocol {
	const suite = SUITES[choice.suite];
	if (choice.mode === "oprf") {
		const { oprf } = suite;
		return {
			blind: (input, _publicKey, random) => ({ input, ...oprf.blind(input, drawFrom(random)) }) as BlindedInput,
			evaluate: ({ secretKey }, blinded) => ({
				evaluated: blinded.map((element) => oprf.blindEvaluate(secretKey, element)),
				proof: null,
			}),
			finalize: (items, answer) =>
				withEvaluated(items, answer).map(({ input, blind, evaluated }) => oprf.finalize(input, blind, evaluated) as Bytes),
		};
	}
	if (choice.mode === "voprf") {
		const { voprf } = suite;
		return {
			blind: (input, _publicKey, random) => ({ input, ...voprf.blind(input, drawFrom(random)) }) as BlindedInput,
			evaluate: ({ secretKey, publicKey }, blinded, random) =>
				voprf.blindEvaluateBatch(secretKey, publicKey, [...blinded], drawFrom(random)),
			finalize: (items, answer, publicKey = NOTHING) =>
				voprf.finalizeBatch(withEvaluated(items, answer), publicKey, answer.proof ?? NOTHING) as Bytes[],
		};
	}
	const poprf = suite.poprf(toUtf8(choice.info));
	return {
		blind: (input, publicKey = NOTHING, random) => ({ input, ...poprf.blind(input, publicKey, drawFrom(random)) }) as BlindedInput,
		evaluate: ({ secretKey }, blinded, random) => poprf.blindEvaluateBatch(secretKey, [...blinded], drawFrom(random)),
		finalize: (items, answer) =>
			poprf.finalizeBatch(withEvaluated(items, answer), answer.proof ?? NOTHING, items[0]?.tweakedKey ?? NOTHING) as Bytes[],
	};
}
