/**
 * AES blocks by the platform's cipher: Node's `node:crypto`, found through `process.getBuiltinModule`, so that nothing is imported and other
 * runtimes do without. It uses the processor's AES instructions, whose time does not depend on data.
 *
 * A call costs as much as dozens of blocks: for long runs only.
 */
import type { BlockCipher } from "./block-cipher.ts";

/** The little of `node:crypto` that is used. */
interface NativeCipher {
	update(data: Uint8Array): Uint8Array;
	final(): Uint8Array;
	setAutoPadding(on: false): NativeCipher;
}

interface NativeCrypto {
	createCipheriv(name: string, key: Uint8Array, iv: null): NativeCipher;
}

interface Platform {
	readonly process?: { readonly getBuiltinModule?: (id: "node:crypto") => NativeCrypto | undefined };
}

/** Bytes of one call: longer runs only leave the cache. */
const CALL_BYTES = 65_536;

function nativeCrypto(): NativeCrypto | undefined {
	return (globalThis as Platform).process?.getBuiltinModule?.("node:crypto");
}

/** Whether the platform has the cipher. */
export function hasNativeAes(): boolean {
	return nativeCrypto() !== undefined;
}

/** The cipher under a key, or undefined where the platform has none. Its context is made on first use. */
export function nativeBlocks(key: Uint8Array): BlockCipher | undefined {
	const crypto = nativeCrypto();
	if (!crypto) return undefined;
	const secret = key.slice();
	let cipher: NativeCipher | undefined;
	return {
		encryptBlocks(blocks) {
			cipher ??= crypto.createCipheriv(`aes-${8 * secret.length}-ecb`, secret, null).setAutoPadding(false);
			for (let at = 0; at < blocks.length; at += CALL_BYTES) blocks.set(cipher.update(blocks.subarray(at, at + CALL_BYTES)), at);
		},
		dispose() {
			secret.fill(0);
			cipher?.final(); // frees the context, which OpenSSL overwrites
		},
	};
}
