/**
 * ipcrypt decryption (draft-denis-ipcrypt-12), apart from encryption so that a bundle which only encrypts does not contain it.
 *
 * Nothing is authenticated: a wrong key gives another address, not an error.
 */
import { unsafe } from "@noble/ciphers/aes.js";
import { type Bytes, checkBytes } from "@veilkit/core";
import { createAesBlocks } from "../aes/blocks.ts";
import { keyDisposed } from "../internal/disposed.ts";
import { ADDRESS_BYTES, checkKeyPair, createPrefixTree } from "./prefix-tree.ts";
import { decryptTweaked, KIASU_TWEAK_BYTES } from "./tweaked-aes.ts";

/** Decrypts addresses that are addresses. */
export interface IpDecryptor {
	/** Decrypts an address of 16 bytes in place. */
	decryptAddress(address: Uint8Array): void;
	/** Overwrites the keys; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
}

/** Decrypts tweak ‖ ciphertext. */
export interface IpOpener {
	/** The address of 16 bytes. */
	open(sealed: Uint8Array): Bytes;
	/** Overwrites the keys; further use throws `ERR_KEY_DISPOSED`. */
	dispose(): void;
}

const NO_TWEAK = /* @__PURE__ */ new Uint8Array(KIASU_TWEAK_BYTES);

/**
 * Decryption of the deterministic mode: the inverse of AES-128.
 *
 * @param key - 16 bytes
 *
 * @example
 * ```ts
 * import { createIpDeterministicDecryptor } from "@veilkit/kernels";
 * createIpDeterministicDecryptor(key).decryptAddress(address);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_KEY_DISPOSED` from the result once disposed
 */
export function createIpDeterministicDecryptor(key: Uint8Array): IpDecryptor {
	const schedule = unsafe.expandKeyDecLE(checkBytes(key, "createIpDeterministicDecryptor(key)", 16));
	let disposed = false;
	return {
		decryptAddress(address) {
			if (disposed) throw keyDisposed("ipcrypt-deterministic");
			decryptTweaked(schedule, checkBytes(address, "decryptAddress(address)", ADDRESS_BYTES), NO_TWEAK);
		},
		dispose() {
			disposed = true;
			schedule.fill(0);
		},
	};
}

/**
 * Decryption of ipcrypt-pfx.
 *
 * @param key - 32 bytes whose halves differ
 *
 * @example
 * ```ts
 * import { createIpPrefixDecryptor } from "@veilkit/kernels";
 * createIpPrefixDecryptor(key).decryptAddress(address);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_KEY_DISPOSED` from the result once disposed
 */
export function createIpPrefixDecryptor(key: Uint8Array): IpDecryptor {
	const tree = createPrefixTree(key, "createIpPrefixDecryptor(key)");
	return {
		decryptAddress: (address) => tree.transform(checkBytes(address, "decryptAddress(address)", ADDRESS_BYTES), "after"),
		dispose: () => tree.dispose(),
	};
}

/**
 * Opens ipcrypt-nd.
 *
 * @param key - 16 bytes
 *
 * @example
 * ```ts
 * import { createIpNdOpener } from "@veilkit/kernels";
 * createIpNdOpener(key).open(sealed); // 16 bytes
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_KEY_DISPOSED` from the result once disposed
 */
export function createIpNdOpener(key: Uint8Array): IpOpener {
	const schedule = unsafe.expandKeyDecLE(checkBytes(key, "createIpNdOpener(key)", 16));
	let disposed = false;
	return {
		open(sealed) {
			if (disposed) throw keyDisposed("ipcrypt-nd");
			checkBytes(sealed, "open(sealed)", KIASU_TWEAK_BYTES + ADDRESS_BYTES);
			const address = new Uint8Array(sealed.subarray(KIASU_TWEAK_BYTES));
			decryptTweaked(schedule, address, sealed.subarray(0, KIASU_TWEAK_BYTES));
			return address;
		},
		dispose() {
			disposed = true;
			schedule.fill(0);
		},
	};
}

/**
 * Opens ipcrypt-ndx.
 *
 * @param key - 32 bytes whose halves differ
 *
 * @example
 * ```ts
 * import { createIpNdxOpener } from "@veilkit/kernels";
 * createIpNdxOpener(key).open(sealed); // 16 bytes
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; `ERR_KEY_DISPOSED` from the result once disposed
 */
export function createIpNdxOpener(key: Uint8Array): IpOpener {
	checkKeyPair(key, "createIpNdxOpener(key)");
	const inverse = createIpDeterministicDecryptor(key.subarray(0, 16));
	const masks = createAesBlocks(key.subarray(16));
	return {
		open(sealed) {
			checkBytes(sealed, "open(sealed)", 2 * ADDRESS_BYTES);
			const mask = sealed.slice(0, ADDRESS_BYTES);
			masks.encryptBlocks(mask);
			const block = new Uint8Array(sealed.subarray(ADDRESS_BYTES)).map((byte, at) => byte ^ (mask[at] as number));
			inverse.decryptAddress(block);
			return block.map((byte, at) => byte ^ (mask[at] as number));
		},
		dispose() {
			inverse.dispose();
			masks.dispose();
		},
	};
}
