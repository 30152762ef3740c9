/**
 * ipcrypt, encryption of IP addresses (draft-denis-ipcrypt-12), the three modes that AES alone is not:
 *
 *     pfx  address -> address of the same family; addresses that share n bits of prefix share n bits after
 *     nd   address and 8 random bytes  -> 24 bytes, tweak ‖ ciphertext (KIASU-BC)
 *     ndx  address and 16 random bytes -> 32 bytes, tweak ‖ ciphertext (AES-XTS, one block)
 *
 * The deterministic mode is AES-128 over the 16 bytes: `createAesBlocks`. None authenticates anything. A tweak that repeats shows equal
 * addresses: expected after 2^32 of 8 bytes under one key, and never in practice of 16. Each mode needs a key of its own.
 */
import { unsafe } from "@noble/ciphers/aes.js";
import { type Bytes, checkBytes, concatBytes } from "@veilkit/core";
import { createAesBlocks } from "../aes/blocks.ts";
import { keyDisposed } from "../internal/disposed.ts";
import { ADDRESS_BYTES, checkKeyPair, createPrefixTree } from "./prefix-tree.ts";
import { encryptTweaked, KIASU_TWEAK_BYTES } from "./tweaked-aes.ts";

/** Encrypts addresses into addresses. */
export interface IpPrefixEncryptor {
	/** Encrypts an address of 16 bytes in place; IPv4 is mapped (::ffff:0:0/96) and stays IPv4. */
	encryptAddress(address: Uint8Array): void;
	/** Overwrites keys and known prefixes; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
}

/** Encrypts addresses under fresh tweaks. */
export interface IpSealer {
	/** Bytes of a tweak: 8 or 16. */
	readonly tweakBytes: number;
	/** tweak ‖ ciphertext of an address of 16 bytes. */
	seal(address: Uint8Array, tweak: Uint8Array): Bytes;
	/** Overwrites the keys; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
}

/**
 * ipcrypt-pfx under one key; prefixes that were met before cost no AES.
 *
 * @param key - 32 bytes whose halves differ
 *
 * @example
 * ```ts
 * import { createIpPrefixEncryptor } from "@veilkit/kernels";
 * createIpPrefixEncryptor(key).encryptAddress(address); // 16 bytes
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_KEY_DISPOSED` from the result once disposed
 */
export function createIpPrefixEncryptor(key: Uint8Array): IpPrefixEncryptor {
	const tree = createPrefixTree(key, "createIpPrefixEncryptor(key)");
	return {
		encryptAddress: (address) => tree.transform(checkBytes(address, "encryptAddress(address)", ADDRESS_BYTES), "before"),
		dispose: () => tree.dispose(),
	};
}

/**
 * ipcrypt-nd under one key.
 *
 * @param key - 16 bytes
 *
 * @example
 * ```ts
 * import { createIpNdSealer } from "@veilkit/kernels";
 * createIpNdSealer(key).seal(address, randomBytes(8)); // 24 bytes
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_KEY_DISPOSED` from the result once disposed
 */
export function createIpNdSealer(key: Uint8Array): IpSealer {
	const schedule = unsafe.expandKeyLE(checkBytes(key, "createIpNdSealer(key)", 16));
	let disposed = false;
	return {
		tweakBytes: KIASU_TWEAK_BYTES,
		seal(address, tweak) {
			if (disposed) throw keyDisposed("ipcrypt-nd");
			const block = checkBytes(address, "seal(address)", ADDRESS_BYTES).slice();
			encryptTweaked(schedule, block, checkBytes(tweak, "seal(tweak)", KIASU_TWEAK_BYTES));
			return concatBytes(tweak, block);
		},
		dispose() {
			disposed = true;
			schedule.fill(0);
		},
	};
}

/**
 * ipcrypt-ndx under one key.
 *
 * @param key - 32 bytes whose halves differ
 *
 * @example
 * ```ts
 * import { createIpNdxSealer } from "@veilkit/kernels";
 * createIpNdxSealer(key).seal(address, randomBytes(16)); // 32 bytes
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_KEY_DISPOSED` from the result once disposed
 */
export function createIpNdxSealer(key: Uint8Array): IpSealer {
	checkKeyPair(key, "createIpNdxSealer(key)");
	const cipher = createAesBlocks(key.subarray(0, 16));
	const masks = createAesBlocks(key.subarray(16));
	return {
		tweakBytes: ADDRESS_BYTES,
		seal(address, tweak) {
			const mask = checkBytes(tweak, "seal(tweak)", ADDRESS_BYTES).slice();
			masks.encryptBlocks(mask);
			const block = checkBytes(address, "seal(address)", ADDRESS_BYTES).map((byte, at) => byte ^ (mask[at] as number));
			cipher.encryptBlocks(block);
			return concatBytes(
				tweak,
				block.map((byte, at) => byte ^ (mask[at] as number)),
			);
		},
		dispose() {
			cipher.dispose();
			masks.dispose();
		},
	};
}
