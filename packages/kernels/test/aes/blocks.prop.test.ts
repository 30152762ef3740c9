import { equalBytes, randomBytes, toHex } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { createAesBlocks, createAesSivOpener, createAesSivSealer, type KernelBackend, kernelBackend } from "@veilkit/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const BACKENDS: readonly KernelBackend[] = kernelBackend("aes") === "native" ? ["native", "wasm", "typescript"] : ["wasm", "typescript"];

const random = seededRandom(3);

const counted = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index);

describe.each(BACKENDS)("AES blocks, %s", (backend) => {
	it.each([
		[16, "69c4e0d86a7b0430d8cdb78070b4c55a"],
		[24, "dda97ca4864cdfe06eaf70a0ec0d7191"],
		[32, "8ea2b7ca516745bfeafc49904b496089"],
	])("answers as FIPS 197 appendix C says for a key of %i bytes", (keyBytes, expected) => {
		const blocks = counted(16).map((index) => index * 0x11);
		createAesBlocks(counted(keyBytes), { backend }).encryptBlocks(blocks);
		expect(toHex(blocks)).toBe(expected);
	});

	it("refuses wrong sizes and works no more once disposed", () => {
		const aes = createAesBlocks(counted(16), { backend });
		aes.encryptBlocks(new Uint8Array(32));
		expect(() => aes.encryptBlocks(new Uint8Array(17))).toThrow("multiple of 16");
		aes.dispose();
		aes.dispose();
		expect(() => aes.encryptBlocks(new Uint8Array(16))).toThrow("used after it was disposed");
	});

	it("gives AES-SIV the same bytes as the others, and opens them", () => {
		const key = counted(64);
		const messages = counted(200);
		const sealed = createAesSivSealer(key, [counted(9)], { backend }).sealAll(messages, 4);
		expect(sealed).toEqual(createAesSivSealer(key, [counted(9)], { backend: "typescript" }).sealAll(messages, 4));
		expect(createAesSivOpener(key, [counted(9)], { backend }).open(sealed.subarray(0, 66))).toEqual(counted(50));
	});
});

describe("all backends of AES", () => {
	it("give the same for 60,000 random blocks under 1,500 random keys", () => {
		for (const keyBytes of [16, 24, 32]) {
			for (let round = 0; round < 500; round++) {
				const key = randomBytes(keyBytes, random);
				const plain = randomBytes(16 * (1 + (round % 79)), random);
				const outputs = BACKENDS.map((backend) => {
					const blocks = plain.slice();
					const aes = createAesBlocks(key, { backend });
					aes.encryptBlocks(blocks);
					aes.dispose();
					return toHex(blocks);
				});
				expect(new Set(outputs).size, outputs.join("\n")).toBe(1);
			}
		}
	});

	it("give the same as the default for runs longer than one call takes, wherever in a buffer they lie", () => {
		fc.assert(
			fc.property(fc.integer({ min: 4000, max: 9000 }), fc.nat({ max: 40 }), (count, offset) => {
				const buffer = counted(16 * count + offset);
				const expected = buffer.slice();
				createAesBlocks(counted(32)).encryptBlocks(expected.subarray(offset));
				for (const backend of BACKENDS) {
					const blocks = buffer.slice();
					createAesBlocks(counted(32), { backend }).encryptBlocks(blocks.subarray(offset));
					expect(equalBytes(blocks, expected)).toBe(true);
				}
			}),
			{ numRuns: 5 },
		);
	});
});
