/**
 * The keystream of ipcrypt-pfx (draft-denis-ipcrypt-12 §6): one bit for every prefix of an address, under two AES-128 keys.
 *
 * The bit of a prefix is the last bit of AES_K1(p) ⊕ AES_K2(p), where p is the prefix behind a single 1, padded with zeros in front. Bits
 * that were computed are kept in a binary tree of prefixes, so that addresses which share a prefix share the work. The tree grows to
 * 2^20 prefixes and then starts anew; it tells which addresses were seen, and is overwritten on disposal.
 */
import { checkBytes, equalBytes, invalidArgument } from "@veilkit/core";
import { type AesBlocks, createAesBlocks } from "../aes/blocks.ts";
import { keyDisposed } from "../internal/disposed.ts";

/** Bytes of an address; IPv4 addresses are mapped into IPv6 (::ffff:0:0/96). */
export const ADDRESS_BYTES = 16;

const MAX_NODES = 2 ** 20;
const ROOT_IPV4 = 1;
const ROOT_IPV6 = 2;
const IPV4_PREFIX_BITS = 96;
const UNKNOWN = 2;

/** Whether an address is an IPv4 address, mapped. */
export function isIpv4(address: Uint8Array): boolean {
	for (let at = 0; at < 10; at++) if (address[at] !== 0) return false;
	return address[10] === 0xff && address[11] === 0xff;
}

/** Turns addresses into addresses, bit by bit. */
export interface PrefixTree {
	/**
	 * Transforms an address in place.
	 *
	 * @param clear - whether the plain bit of a position is the one before or after the keystream bit is added
	 */
	transform(address: Uint8Array, clear: "before" | "after"): void;
	dispose(): void;
}

/** Checks a key of 32 bytes whose halves must differ, as the draft demands: equal ones would cancel out. */
export function checkKeyPair(key: Uint8Array, path: string): Uint8Array {
	if (checkBytes(key, path).length !== 32) throw invalidArgument(path, "32 bytes");
	if (equalBytes(key.subarray(0, 16), key.subarray(16))) throw invalidArgument(path, "a key whose halves differ");
	return key;
}

/** The first `bits` bits of an address behind a 1, at the end of a block of zeros. */
function paddedPrefix(address: Uint8Array, bits: number, block: Uint8Array): void {
	const bytes = bits >>> 3;
	const spare = bits & 7;
	block.fill(0);
	// Byte `at` of the prefix straddles two bytes of the block, unless the prefix is a whole number of bytes.
	for (let at = 0; at <= bytes; at++) {
		const to = ADDRESS_BYTES - 1 - bytes + at;
		const above = at === 0 ? 1 : (address[at - 1] as number);
		block[to] = (above << spare) | ((address[at] as number) >>> (8 - spare));
	}
}

/** A tree of prefixes under a pair of keys. */
export function createPrefixTree(key: Uint8Array, path: string): PrefixTree {
	checkKeyPair(key, path);
	const first: AesBlocks = createAesBlocks(key.subarray(0, 16));
	const second: AesBlocks = createAesBlocks(key.subarray(16));
	const blocks = [new Uint8Array(ADDRESS_BYTES), new Uint8Array(ADDRESS_BYTES)] as const;
	let children = new Int32Array(2048);
	let bits = new Uint8Array(1024).fill(UNKNOWN);
	let count = 3; // 0 stands for no node, 1 and 2 are the roots
	let disposed = false;

	function computeBit(address: Uint8Array, length: number): number {
		const [one, two] = blocks;
		paddedPrefix(address, length, one);
		two.set(one);
		first.encryptBlocks(one);
		second.encryptBlocks(two);
		return ((one[15] as number) ^ (two[15] as number)) & 1;
	}

	/** Room for the nodes of one more address. */
	function reserve(): void {
		if (count + 128 <= bits.length) return;
		if (bits.length >= MAX_NODES) {
			children.fill(0);
			bits.fill(UNKNOWN);
			count = 3;
			return;
		}
		const more = new Int32Array(2 * children.length);
		more.set(children);
		children.fill(0);
		children = more;
		const moreBits = new Uint8Array(2 * bits.length).fill(UNKNOWN);
		moreBits.set(bits);
		bits.fill(0);
		bits = moreBits;
	}

	return {
		transform(address, clear) {
			if (disposed) throw keyDisposed("ipcrypt-pfx");
			reserve();
			const v4 = isIpv4(address);
			let node = v4 ? ROOT_IPV4 : ROOT_IPV6;
			const plain = address.slice();
			for (let position = v4 ? IPV4_PREFIX_BITS : 0; position < 128; position++) {
				const at = position >>> 3;
				const mask = 0x80 >>> (position & 7);
				let bit = bits[node] as number;
				if (bit === UNKNOWN) {
					bit = computeBit(plain, position);
					bits[node] = bit;
				}
				const before = (address[at] as number) & mask ? 1 : 0;
				const after = before ^ bit;
				const open = clear === "before" ? before : after;
				if (bit === 1) address[at] = (address[at] as number) ^ mask;
				if (clear === "after" && bit === 1) plain[at] = (plain[at] as number) ^ mask;
				const slot = 2 * node + open;
				let child = children[slot] as number;
				if (child === 0) {
					child = count++;
					children[slot] = child;
				}
				node = child;
			}
			plain.fill(0);
		},
		dispose() {
			disposed = true;
			first.dispose();
			second.dispose();
			for (const secret of [children, bits, ...blocks]) secret.fill(0);
		},
	};
}
