/**
 * Key rings: one primary key that makes new outputs, and older keys that still open what they made.
 *
 * Rings are immutable values; rotation returns a new one. Every output carries its key's id, so a ring finds the right key at once.
 */
import { invalidArgument, VeilkitError } from "../error/veilkit-error.ts";
import { checkOptions } from "../options/check.ts";
import { type RandomOptions, randomBytes } from "../random/random-source.ts";
import { type ClockOptions, systemClock } from "../time/clock.ts";
import { importKey, KEY_BYTES, type KeyId, type SecretKey } from "./secret-key.ts";

/** Keys of one purpose. */
export interface KeyRing<Purpose extends string = string> {
	readonly purpose: Purpose;
	/** Makes new outputs. */
	readonly primary: SecretKey<Purpose>;
	/** All keys, the primary first, then the older ones from new to old. */
	readonly keys: readonly SecretKey<Purpose>[];
	/**
	 * The key of an id.
	 *
	 * @throws {VeilkitError} `ERR_KEY_NOT_FOUND`
	 */
	get(id: KeyId): SecretKey<Purpose>;
}

/**
 * A ring of keys.
 *
 * @example
 * ```ts
 * import { generateKey, keyRing } from "@veilkit/core";
 * const keys = keyRing({ primary: generateKey({ purpose: "pseudonymize" }) });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` if two keys share an id or the purposes differ
 */
export function keyRing<Purpose extends string>(options: {
	readonly primary: SecretKey<Purpose>;
	readonly older?: readonly SecretKey<Purpose>[];
}): KeyRing<Purpose> {
	const { primary, older = [] } = checkOptions(options, "keyRing(options)", ["primary", "older"]);
	const keys = [primary, ...older];
	const byId = new Map<KeyId, SecretKey<Purpose>>();
	for (const [index, key] of keys.entries()) {
		const path = index === 0 ? "keyRing(options.primary)" : `keyRing(options.older[${index - 1}])`;
		if (key.purpose !== primary.purpose) throw invalidArgument(path, `a key for "${primary.purpose}" like the primary`);
		if (byId.has(key.id)) throw invalidArgument(path, "a key whose id no other key of the ring has");
		byId.set(key.id, key);
	}
	return {
		purpose: primary.purpose,
		primary,
		keys,
		get(id) {
			const key = byId.get(id);
			if (key) return key;
			throw new VeilkitError("ERR_KEY_NOT_FOUND", `key ring "${primary.purpose}": no key ${id}; add the key that made this output`, {
				details: { keyId: id, purpose: primary.purpose },
			});
		},
	};
}

/**
 * A ring with a fresh primary key; the former primary becomes the newest of the older keys.
 *
 * @example
 * ```ts
 * import { rotateKeyRing } from "@veilkit/core";
 * const next = rotateKeyRing(keys);
 * next.keys[1] === keys.primary; // true
 * ```
 */
export function rotateKeyRing<Purpose extends string>(
	ring: KeyRing<Purpose>,
	options: RandomOptions & ClockOptions = {},
): KeyRing<Purpose> {
	checkOptions(options, "rotateKeyRing(options)", ["random", "clock"]);
	const material = randomBytes(KEY_BYTES, options.random);
	const primary = importKey(material, {
		purpose: ring.purpose,
		version: ring.primary.version + 1,
		createdAt: (options.clock ?? systemClock).now(),
	});
	material.fill(0);
	return keyRing({ primary, older: ring.keys });
}
