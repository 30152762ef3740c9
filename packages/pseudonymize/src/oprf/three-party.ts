/**
 * Three-party pseudonyms: the sender knows the identifier, the receiver gets a stable pseudonym, the pseudonymiser in between sees neither.
 * A construction of ours, over ristretto255, in the manner of polymorphic pseudonyms (Verheul and Jacobs, 2017).
 *
 *     receiver        secret y, public Y = y·G, which sender and pseudonymiser pin
 *     sender          H = hash_to_ristretto255(canonical identifier), random r        sends (r·G, H + r·Y)     ElGamal under Y
 *     pseudonymiser   key k of the domain, random s      (A, B) becomes (k·A + s·G, k·B + s·Y)                sends it on
 *     receiver        B − y·A = k·H, the pseudonym
 *
 * | role | sees | does not learn |
 * |---|---|---|
 * | sender | identifiers; what it sends; even the converted message, if it is routed through it | pseudonyms |
 * | pseudonymiser | who asks, when, how many; two elements that are uniform to it | identifiers, pseudonyms, which two requests are about one person |
 * | receiver | pseudonyms, their order and number | identifiers: testing a guess takes the key k |
 *
 * Assumes decisional Diffie-Hellman in ristretto255, an honest-but-curious pseudonymiser (nothing proves that it used k), and authenticated,
 * confidential channels. Of the three, two that collude undo the third's protection: receiver and pseudonymiser can test guesses of identifiers,
 * sender and either other can link identifier and pseudonym. A receiver that reads what the sender sent decrypts H and can test guesses: that
 * channel must end at the pseudonymiser. Whoever may send as sender and read as receiver can test guesses too: rate-limit senders.
 * Why not blinding (send r·H, hand r⁻¹ to the receiver): an answer that passes through the sender would show it the pseudonym, and every
 * request would need a second, secret message. The pseudonymiser's fresh s keeps a sender that crafts (A, B) from reading k·H out of the answer.
 */
import {
	type Bytes,
	checkArray,
	checkBytes,
	checkInteger,
	checkOptions,
	checkPurpose,
	decodeCbor,
	encodeCbor,
	fromHex,
	invalidArgument,
	type KeyId,
	malformed,
	type RandomSource,
	type SecretKey,
	systemRandom,
	toHex,
	VeilkitError,
} from "@veilkit/core";
import { canonicalizer } from "../canonical/canonical.ts";
import type { Place } from "../error/errors.ts";
import { textOf } from "../token/text-column.ts";
import { decodeElement, ELEMENT_BYTES, type Element, encodeElement, GENERATOR, hashToElement, randomScalar } from "./element-group.ts";
import { deriveScalar, ElementKey, elementContext, elementKeyId } from "./element-key.ts";
import { type ElementPseudonym, formatElement } from "./element-pseudonym.ts";
import type { OprfErrorCode } from "./error.ts";
import type { OprfDomain } from "./pseudonym-client.ts";

/** An ElGamal ciphertext. */
interface Sealed {
	readonly a: Element;
	readonly b: Element;
}

/** A message, either leg: `[1, context, receiver's key id, pseudonymiser's key id or null, A ‖ B ‖ A ‖ B …]`. */
interface Message {
	readonly context: string;
	readonly receiver: KeyId;
	/** null from sender to pseudonymiser. */
	readonly key: KeyId | null;
	readonly sealed: readonly Sealed[];
}

const PAIR_BYTES = 2 * ELEMENT_BYTES;
const WHAT = "three-party message";

function encodeMessage({ context, receiver, key, sealed }: Message): Bytes {
	const body = new Uint8Array(sealed.length * PAIR_BYTES);
	for (const [index, { a, b }] of sealed.entries()) {
		body.set(encodeElement(a), index * PAIR_BYTES);
		body.set(encodeElement(b), index * PAIR_BYTES + ELEMENT_BYTES);
	}
	return encodeCbor([1, context, fromHex(receiver), key === null ? null : fromHex(key), body]);
}

function decodeMessage(message: Uint8Array, maxElements: number): Message {
	const fields = decodeCbor(checkBytes(message, WHAT), { maxDepth: 1, maxItems: 8 });
	if (!Array.isArray(fields) || fields.length !== 5 || fields[0] !== 1) throw malformed(WHAT, "not an array of five, version 1");
	const [, context, receiver, key, body] = fields as readonly unknown[];
	const isId = (value: unknown): value is Bytes => value instanceof Uint8Array && value.length === 4;
	if (typeof context !== "string" || !isId(receiver) || !(key === null || isId(key)) || !(body instanceof Uint8Array)) {
		throw malformed(WHAT, "field of another type");
	}
	if (body.length === 0 || body.length % PAIR_BYTES !== 0 || body.length > maxElements * PAIR_BYTES) {
		throw malformed(WHAT, `not 1 to ${maxElements} pairs of elements`);
	}
	const sealed: Sealed[] = [];
	for (let start = 0; start < body.length; start += PAIR_BYTES) {
		const middle = start + ELEMENT_BYTES;
		const what = `${WHAT}, pair ${sealed.length}`;
		sealed.push({
			a: decodeElement(body.subarray(start, middle), what),
			b: decodeElement(body.subarray(middle, start + PAIR_BYTES), what),
		});
	}
	return { context, receiver: toHex(receiver) as KeyId, key: key === null ? null : (toHex(key) as KeyId), sealed };
}

/** The error for a message that was made for others. */
function otherParty(problem: string): VeilkitError<OprfErrorCode> {
	return new VeilkitError("ERR_PSEUDONYMIZE_OPRF_KEY", `${WHAT}: ${problem}`, { details: { problem } });
}

/** Knows identifiers. */
export interface ElementSender {
	/**
	 * The message for the pseudonymiser, which only the receiver could read; order is kept.
	 *
	 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_VALUE`, `ERR_INVALID_ARGUMENT`
	 */
	seal(values: readonly (string | number | bigint)[]): Bytes;
}

/** Sits in between. */
export interface ElementPseudonymizer {
	/**
	 * A sender's message as the message for the receiver.
	 *
	 * @throws {VeilkitError} `ERR_FORMAT`; `ERR_PSEUDONYMIZE_OPRF_KEY` for another domain, canonical form or receiver
	 */
	convert(message: Uint8Array): Bytes;
}

/** Gets pseudonyms. */
export interface ElementReceiver<Domain extends string> {
	/** 32 bytes, for sender and pseudonymiser to pin. */
	readonly publicKey: Bytes;
	/**
	 * The pseudonyms of a converted message, in the sender's order.
	 *
	 * @throws {VeilkitError} `ERR_FORMAT`; `ERR_PSEUDONYMIZE_OPRF_KEY` for another domain or receiver, or a message that was not converted
	 */
	open(message: Uint8Array): readonly ElementPseudonym<Domain>[];
}

const MAX_PAIRS = 65_536;

function seal(element: Element, receiver: Element, random: RandomSource): Sealed {
	const r = randomScalar(random);
	return { a: GENERATOR.multiply(r), b: element.add(receiver.multiply(r)) };
}

/**
 * The sender's side.
 *
 * @param options - domain and canonical form, and `receiver`: the receiver's public key
 *
 * @example
 * ```ts
 * import { createElementSender } from "@veilkit/pseudonymize/oprf";
 * const sender = createElementSender({ domain: "research", canonical: "email", receiver: receiverPublicKey });
 * await post(pseudonymizerUrl, sender.seal(["ada@example.org", "bob@example.org"]));
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_FORMAT`
 */
export function createElementSender(
	options: OprfDomain & { readonly receiver: Uint8Array; readonly random?: RandomSource },
): ElementSender {
	checkOptions(options, "createElementSender(options)", ["domain", "canonical", "receiver", "random"]);
	const { domain, canonical = "exact", random = systemRandom } = options;
	const context = elementContext({ domain, canonical }, "createElementSender(options)");
	const receiver = decodeElement(options.receiver, "createElementSender(options.receiver)");
	const receiverId = elementKeyId(options.receiver);
	const canonicalize: (text: string, place: Place) => string = canonicalizer(canonical);
	return {
		seal(values) {
			checkArray(values, "seal(values)", { min: 1, max: MAX_PAIRS });
			const sealed = values.map((value, index) => {
				const place = { column: domain, row: index + 1 };
				const text = canonicalize(textOf(value, place), place);
				return seal(hashToElement(text, `veilkit/v1/pseudonymize/element/${context}`), receiver, random);
			});
			return encodeMessage({ context, receiver: receiverId, key: null, sealed });
		},
	};
}

/**
 * The pseudonymiser's side, for one domain and one receiver.
 *
 * @param options - `key`: of the domain; `receiver`: its public key; `maxElements`: most identifiers of a message, 1024 unless given
 * (some 5 ms of one core each)
 *
 * @example
 * ```ts
 * import { createElementPseudonymizer } from "@veilkit/pseudonymize/oprf";
 * const pseudonymizer = createElementPseudonymizer({ key, receiver: receiverPublicKey });
 * await post(receiverUrl, pseudonymizer.convert(message));
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_FORMAT`
 */
export function createElementPseudonymizer(options: {
	readonly key: ElementKey;
	readonly receiver: Uint8Array;
	readonly maxElements?: number;
	readonly random?: RandomSource;
}): ElementPseudonymizer {
	checkOptions(options, "createElementPseudonymizer(options)", ["key", "receiver", "maxElements", "random"]);
	const { key, random = systemRandom } = options;
	if (!(key instanceof ElementKey)) throw invalidArgument("createElementPseudonymizer(options.key)", "an ElementKey");
	const maxElements = checkInteger(options.maxElements ?? 1024, "createElementPseudonymizer(options.maxElements)", {
		min: 1,
		max: MAX_PAIRS,
	});
	const receiver = decodeElement(options.receiver, "createElementPseudonymizer(options.receiver)");
	const receiverId = elementKeyId(options.receiver);
	return {
		convert(bytes) {
			const message = decodeMessage(bytes, maxElements);
			if (message.context !== key.context) throw otherParty("for another domain or canonical form");
			if (message.receiver !== receiverId) throw otherParty("for another receiver");
			if (message.key !== null) throw otherParty("converted already");
			const sealed = key.use((k) =>
				message.sealed.map(({ a, b }) => {
					const s = randomScalar(random);
					return { a: a.multiply(k).add(GENERATOR.multiply(s)), b: b.multiply(k).add(receiver.multiply(s)) };
				}),
			);
			return encodeMessage({ ...message, key: key.id, sealed });
		},
	};
}

/**
 * The receiver's side, with a key of the receiver's own ring.
 *
 * @param options - domain and canonical form
 *
 * @example
 * ```ts
 * import { createElementReceiver } from "@veilkit/pseudonymize/oprf";
 * const receiver = createElementReceiver(receiverKeys.primary, { domain: "research", canonical: "email" });
 * receiver.open(message); // ElementPseudonym<"research">[]
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_KEY_PURPOSE`, `ERR_KEY_DISPOSED`
 */
export function createElementReceiver<const Domain extends string>(
	key: SecretKey<"pseudonymize">,
	options: OprfDomain<Domain>,
): ElementReceiver<Domain> {
	checkOptions(options, "createElementReceiver(options)", ["domain", "canonical"]);
	const context = elementContext(options, "createElementReceiver(options)");
	const secretOf = (): bigint => deriveScalar(checkPurpose(key, "pseudonymize"), { purpose: "element-receiver", context });
	const publicKey = encodeElement(GENERATOR.multiply(secretOf()));
	const receiverId = elementKeyId(publicKey);
	return {
		publicKey,
		open(bytes) {
			const message = decodeMessage(bytes, MAX_PAIRS);
			const keyId = message.key;
			if (message.context !== context) throw otherParty("for another domain or canonical form");
			if (message.receiver !== receiverId) throw otherParty("for another receiver");
			if (keyId === null) throw otherParty("not converted by a pseudonymiser");
			const secret = secretOf();
			return message.sealed.map(({ a, b }, index) => {
				// Encoded and decoded once more: a crafted pair may come to the identity, which is nobody's pseudonym.
				const element = decodeElement(encodeElement(b.subtract(a.multiply(secret))), `${WHAT}, pair ${index}`);
				return formatElement<Domain>(keyId, element);
			});
		},
	};
}
