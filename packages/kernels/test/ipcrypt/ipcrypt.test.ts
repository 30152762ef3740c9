import { ecb } from "@noble/ciphers/aes.js";
import {
	createAesBlocks,
	createIpDeterministicDecryptor,
	createIpNdOpener,
	createIpNdSealer,
	createIpNdxOpener,
	createIpNdxSealer,
	createIpPrefixDecryptor,
	createIpPrefixEncryptor,
} from "@veilkit/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const key = Uint8Array.from({ length: 32 }, (_, index) => index * 7 + 1);
const addresses = fc.oneof(
	fc.uint8Array({ minLength: 16, maxLength: 16 }),
	fc.uint8Array({ minLength: 4, maxLength: 4 }).map((tail) => Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...tail)),
);

/** ipcrypt-pfx as the draft writes it: BigInt prefixes, a fresh ECB call for every bit. */
function prefixByTheDraft(address: Uint8Array): number[] {
	const bits = [...address].flatMap((byte) => [...byte.toString(2).padStart(8, "0")]);
	const isIpv4 = bits.slice(0, 96).join("") === "0".repeat(80) + "1".repeat(16);
	const out = [...bits];
	for (let position = isIpv4 ? 96 : 0; position < 128; position++) {
		const padded = BigInt(`0b1${bits.slice(0, position).join("")}`)
			.toString(16)
			.padStart(32, "0");
		const block = Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(padded.slice(2 * at, 2 * at + 2), 16));
		const lastByte = (half: Uint8Array): number => ecb(half, { disablePadding: true }).encrypt(block)[15] as number;
		const keystream = (lastByte(key.subarray(0, 16)) ^ lastByte(key.subarray(16))) & 1;
		out[position] = String(Number(bits[position]) ^ keystream);
	}
	return Array.from({ length: 16 }, (_, at) => Number.parseInt(out.slice(8 * at, 8 * at + 8).join(""), 2));
}

describe("ipcrypt-pfx", () => {
	it("equals the draft's algorithm written out, with prefixes met before and without", () => {
		const encryptor = createIpPrefixEncryptor(key);
		const decryptor = createIpPrefixDecryptor(key);
		fc.assert(
			fc.property(addresses, (address) => {
				for (const _ of [1, 2]) {
					const block = address.slice();
					encryptor.encryptAddress(block);
					expect([...block]).toEqual(prefixByTheDraft(address));
					decryptor.decryptAddress(block);
					expect([...block]).toEqual([...address]);
				}
			}),
			{ numRuns: 40 },
		);
	});

	it("starts anew when it knows too many prefixes, with the same results", () => {
		const encryptor = createIpPrefixEncryptor(key);
		const block = new Uint8Array(16);
		const encrypt = (index: number): string => {
			new DataView(block.buffer).setUint32(0, Math.imul(index, 0x9e3779b1));
			block.fill(index & 255, 4);
			encryptor.encryptAddress(block);
			return block.join();
		};
		const first = encrypt(1);
		for (let index = 2; index < 10_000; index++) encrypt(index);
		expect(encrypt(1)).toBe(first);
	});
});

describe("ipcrypt", () => {
	it("opens what it sealed, in all modes", () => {
		const tweaks = fc.uint8Array({ minLength: 16, maxLength: 16 });
		fc.assert(
			fc.property(addresses, tweaks, (address, tweak) => {
				const short = tweak.subarray(0, 8);
				expect([...createIpNdOpener(key.subarray(16)).open(createIpNdSealer(key.subarray(16)).seal(address, short))]).toEqual([...address]);
				expect([...createIpNdxOpener(key).open(createIpNdxSealer(key).seal(address, tweak))]).toEqual([...address]);
				const block = address.slice();
				createAesBlocks(key.subarray(16)).encryptBlocks(block);
				createIpDeterministicDecryptor(key.subarray(16)).decryptAddress(block);
				expect([...block]).toEqual([...address]);
			}),
			{ numRuns: 60 },
		);
	});

	it("nd with a tweak of zeros is AES", () => {
		const address = new Uint8Array(16).fill(9);
		const sealed = createIpNdSealer(key.subarray(16)).seal(address, new Uint8Array(8));
		createAesBlocks(key.subarray(16)).encryptBlocks(address);
		expect(sealed.slice(8)).toEqual(address);
	});

	it("refuses equal halves, wrong sizes, and work after disposal", () => {
		const equal = new Uint8Array(32).fill(1);
		for (const create of [createIpPrefixEncryptor, createIpPrefixDecryptor, createIpNdxSealer, createIpNdxOpener]) {
			expect(() => create(equal)).toThrow("halves differ");
			expect(() => create(key.subarray(1))).toThrow("32 bytes");
			create(key);
		}
		expect(() => createIpNdSealer(key)).toThrow("16 bytes");
		expect(() => createIpNdSealer(key.subarray(16)).seal(new Uint8Array(4), new Uint8Array(8))).toThrow("16 bytes");
		expect(() => createIpNdSealer(key.subarray(16)).seal(new Uint8Array(16), new Uint8Array(16))).toThrow("8 bytes");
		expect(() => createIpPrefixEncryptor(key).encryptAddress(new Uint8Array(4))).toThrow("16 bytes");
		const encryptor = createIpPrefixEncryptor(key);
		encryptor.dispose();
		expect(() => encryptor.encryptAddress(new Uint8Array(16))).toThrow("used after it was disposed");
	});
});
