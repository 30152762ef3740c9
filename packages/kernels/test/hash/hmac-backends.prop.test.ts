import { equalBytes, randomBytes, randomInteger } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import { createHmacSha256, kernelBackend } from "@veilkit/kernels";
import { describe, expect, it } from "vitest";

const random = seededRandom(4);

interface Messages {
	readonly bytes: Uint8Array;
	readonly offsets: Uint32Array;
}

/** Random messages of up to `longest` bytes, which do not start where their buffer does. */
function randomMessages(count: number, longest: number): Messages {
	const offsets = new Uint32Array(count + 1);
	offsets[0] = 7;
	for (let index = 0; index < count; index++) {
		offsets[index + 1] = (offsets[index] as number) + randomInteger(longest + 1, random);
	}
	return { bytes: randomBytes((offsets[count] as number) + 5, random), offsets };
}

function tagsBy(backend: "wasm" | "typescript", key: Uint8Array, { bytes, offsets }: Messages): Uint8Array {
	const hmac = createHmacSha256(key, { backend });
	const tags = hmac.tagAll(bytes, offsets);
	hmac.dispose();
	return tags;
}

describe("both backends of HMAC-SHA-256", () => {
	it("are to be had here", () => {
		expect(kernelBackend("hmac-sha256")).toBe("wasm");
	});

	it.each([
		["short messages, one block each", 55],
		["messages of unequal block counts", 200],
		["anything up to a kibibyte", 1024],
	])("give the same for 4,000 messages under 40 keys: %s", (_, longest) => {
		for (let round = 0; round < 40; round++) {
			const key = randomBytes(randomInteger(65, random), random);
			const messages = randomMessages(96 + (round % 9), longest);
			expect(equalBytes(tagsBy("wasm", key, messages), tagsBy("typescript", key, messages))).toBe(true);
		}
	});

	it("give the same for more messages, and for longer ones, than fit into one call", () => {
		const key = randomBytes(32, random);
		for (const messages of [randomMessages(5000, 30), randomMessages(6, 150_000), randomMessages(300, 1000)]) {
			expect(equalBytes(tagsBy("wasm", key, messages), tagsBy("typescript", key, messages))).toBe(true);
		}
	});

	it("keep the order when long and short messages alternate", () => {
		const lengths = [0, 500, 1, 55, 56, 64, 119, 120, 0, 1000, 3];
		const offsets = new Uint32Array(lengths.length + 1);
		for (const [index, length] of lengths.entries()) offsets[index + 1] = (offsets[index] as number) + length;
		const bytes = randomBytes(offsets.at(-1) as number, random);
		const batch = tagsBy("wasm", bytes.subarray(0, 32), { bytes, offsets });
		for (let index = 0; index < lengths.length; index++) {
			const alone = tagsBy("wasm", bytes.subarray(0, 32), { bytes, offsets: offsets.subarray(index, index + 2) });
			expect(batch.subarray(32 * index, 32 * index + 32)).toEqual(alone);
		}
	});
});
