/**
 * Key updates: move stored element-valued pseudonyms to another key, without the identifiers and without either key.
 *
 * The pseudonymiser, who holds both keys, hands out u = k' / k; the holder of pseudonyms multiplies. u·K = K' ties the update to the two
 * public keys. A construction of ours, in the manner of updatable oblivious PRFs.
 *
 * The update is a secret: with it, whoever has old pseudonyms links them to new ones, and whoever has one key computes the other. Destroy it
 * when the work is done; it does not help to hide that the same people are in the old and the new table from who did the work.
 */
import {
	type Bytes,
	checkArray,
	checkBytes,
	decodeCbor,
	encodeCbor,
	invalidArgument,
	isVeilkitError,
	type KeyId,
	malformed,
	type RandomOptions,
	type RandomSource,
	randomBytes,
	systemRandom,
	toHex,
	VeilkitError,
} from "@veilkit/core";
import { decodeElement, decodeScalar, divideScalars, type Element, encodeScalar, weightedSum } from "./element-group.ts";
import { type ElementKey, elementKeyId } from "./element-key.ts";
import { type ElementPseudonym, formatElement, parseElement } from "./element-pseudonym.ts";

/** An opened update. */
export interface KeyUpdate {
	/** The key that pseudonyms come from. */
	readonly from: KeyId;
	/** The key that they move to. */
	readonly to: KeyId;
	/** Domain and canonical form. */
	readonly context: string;
	/**
	 * Pseudonyms under the new key, in order. Those that are under it already stay as they are, so that doing it twice does nothing.
	 *
	 * @throws {VeilkitError} `ERR_FORMAT`; `ERR_KEY_NOT_FOUND` for a pseudonym of a third key
	 */
	apply<Domain extends string>(pseudonyms: readonly ElementPseudonym<Domain>[]): readonly ElementPseudonym<Domain>[];
	/**
	 * Whether `after` is `before` under the new key, each in its place: one random linear combination, wrong with probability 2^-128, three
	 * times faster than doing it again. Needs no identifier and no key.
	 */
	verify(before: readonly string[], after: readonly string[], options?: RandomOptions): boolean;
}

const WHAT = "key update";

/** 1 to 2^128. */
function randomWeight(random: RandomSource): bigint {
	return BigInt(`0x${toHex(randomBytes(16, random))}`) + 1n;
}

/** The elements of pseudonyms; undefined if one is malformed or under another key. */
function elementsUnder(key: KeyId, pseudonyms: readonly string[]): readonly Element[] | undefined {
	const elements: Element[] = [];
	try {
		for (const pseudonym of pseudonyms) {
			const { keyId, element } = parseElement(pseudonym, "verify(pseudonyms)");
			if (keyId !== key) return undefined;
			elements.push(element);
		}
	} catch (error) {
		if (isVeilkitError(error, "ERR_FORMAT")) return undefined;
		throw error;
	}
	return elements;
}

/**
 * The update from one key to another, by the pseudonymiser. 100 to 1,200 bytes, to be sent over a confidential, authenticated channel.
 *
 * @example
 * ```ts
 * import { createKeyUpdate, deriveElementKey } from "@veilkit/pseudonymize/oprf";
 * const [to, from] = keys.keys.map((key) => deriveElementKey(key, { domain: "research" }));
 * const update = createKeyUpdate({ from, to });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` for keys of two domains, or twice the same; `ERR_KEY_DISPOSED`
 */
export function createKeyUpdate(keys: { readonly from: ElementKey; readonly to: ElementKey }): Bytes {
	const { from, to } = keys;
	if (from.context !== to.context) throw invalidArgument("createKeyUpdate(keys)", "two keys of one domain and canonical form");
	if (from.id === to.id) throw invalidArgument("createKeyUpdate(keys)", "two different keys");
	const ratio = from.use((old) => to.use((fresh) => divideScalars(fresh, old)));
	return encodeCbor([1, from.context, from.publicKey, to.publicKey, encodeScalar(ratio)]);
}

/**
 * Opens an update and checks it against the two public keys that it names.
 *
 * @example
 * ```ts
 * import { openKeyUpdate } from "@veilkit/pseudonymize/oprf";
 * const update = openKeyUpdate(bytes);
 * const moved = update.apply(stored);
 * update.verify(stored, moved); // true
 * ```
 * @throws {VeilkitError} `ERR_FORMAT` for what is no update, and for a ratio that does not lead from the one public key to the other
 */
export function openKeyUpdate(update: Uint8Array): KeyUpdate {
	const fields = decodeCbor(checkBytes(update, "openKeyUpdate(update)"), { maxDepth: 1, maxItems: 8 });
	if (!Array.isArray(fields) || fields.length !== 5 || fields[0] !== 1) throw malformed(WHAT, "not an array of five, version 1");
	const [, context, fromPublic, toPublic, scalar] = fields as readonly unknown[];
	const isBytes = (value: unknown): value is Bytes => value instanceof Uint8Array;
	if (typeof context !== "string" || !isBytes(fromPublic) || !isBytes(toPublic) || !isBytes(scalar))
		throw malformed(WHAT, "field of another type");
	const ratio = decodeScalar(scalar, WHAT);
	const old = decodeElement(fromPublic, WHAT);
	if (!old.multiply(ratio).equals(decodeElement(toPublic, WHAT)))
		throw malformed(WHAT, "does not lead from the one public key to the other");
	const from = elementKeyId(fromPublic);
	const to = elementKeyId(toPublic);

	return {
		from,
		to,
		context,
		apply: <Domain extends string>(pseudonyms: readonly ElementPseudonym<Domain>[]) =>
			(checkArray(pseudonyms, "apply(pseudonyms)") as typeof pseudonyms).map((pseudonym, index) => {
				const { keyId, element } = parseElement(pseudonym, `apply(pseudonyms[${index}])`);
				if (keyId === to) return pseudonym;
				if (keyId === from) return formatElement<Domain>(to, element.multiply(ratio));
				throw new VeilkitError(
					"ERR_KEY_NOT_FOUND",
					`apply(pseudonyms[${index}]): under key ${keyId}; this update leads from ${from} to ${to}`,
					{
						details: { index, keyId, from, to },
					},
				);
			}),
		verify(before, after, { random = systemRandom } = {}) {
			const olds = elementsUnder(from, before);
			const news = elementsUnder(to, after);
			if (olds === undefined || news === undefined || olds.length !== news.length) return false;
			const weights = olds.map(() => randomWeight(random));
			return olds.length === 0 || weightedSum(olds, weights).multiply(ratio).equals(weightedSum(news, weights));
		},
	};
}
