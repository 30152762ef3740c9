import {
	checkInteger,
	generateKey,
	keyRing,
	randomBytes,
	randomInteger,
	rotateKeyRing,
	sealKeyFile,
	systemRandom,
	toHex,
} from "@veilkit/core";
import { queuedRandom, seededRandom } from "@veilkit/core/testing";
import { afterEach, describe, expect, test, vi } from "vitest";
import { thrownBy } from "../support/errors.ts";

afterEach(() => vi.restoreAllMocks());

describe("systemRandom", () => {
	test("fills targets of any size, beyond the platform's limit of 64 KiB a call", () => {
		for (const length of [1, 8192, 8193, 65_536, 200_000]) {
			const bytes = randomBytes(length);
			expect(bytes.length).toBe(length);
			if (length > 1000) expect(bytes.subarray(-32).some((byte) => byte !== 0)).toBe(true);
		}
	});

	test("never hands out the same block twice", () => {
		const draws = Array.from({ length: 30_000 }, () => toHex(randomBytes(16)));
		expect(new Set(draws).size).toBe(draws.length);
	});

	test("asks the platform once for thousands of small draws", () => {
		const platform = vi.spyOn(crypto, "getRandomValues");
		for (let draw = 0; draw < 10_000; draw++) randomBytes(8);
		expect(platform.mock.calls.length).toBeGreaterThanOrEqual(1);
		expect(platform.mock.calls.length).toBeLessThanOrEqual(2);
	});

	test("keeps no copy of what it handed out", () => {
		let block: Uint8Array | undefined;
		vi.spyOn(crypto, "getRandomValues").mockImplementation((target) => {
			block = target as Uint8Array;
			block.fill(7);
			return target;
		});
		for (let draw = 0; draw < 64; draw++) systemRandom.fill(new Uint8Array(8192));
		expect(block?.length).toBe(65_536);
		const used = (block as Uint8Array).filter((byte) => byte === 0).length;
		expect(used).toBeGreaterThanOrEqual(8192);
		expect(used % 8192).toBe(0);
	});

	test("writes only into its target", () => {
		const memory = new Uint8Array(48);
		systemRandom.fill(memory.subarray(16, 32));
		expect(memory.subarray(0, 16).every((byte) => byte === 0) && memory.subarray(32).every((byte) => byte === 0)).toBe(true);
		expect(memory.subarray(16, 32).some((byte) => byte !== 0)).toBe(true);
	});
});

test("an injected source is the only source", async () => {
	vi.spyOn(crypto, "getRandomValues").mockImplementation(() => {
		throw new Error("the platform's source was used");
	});
	const run = async (): Promise<string> => {
		const random = seededRandom(7);
		const clock = { now: () => 0 };
		const ring = rotateKeyRing(keyRing({ primary: generateKey({ purpose: "pseudonymize", random, clock }) }), { random, clock });
		const file = await sealKeyFile([ring], { passphrase: "p", cost: { memoryKib: 8, passes: 1, lanes: 1 }, random });
		return file + toHex(randomBytes(9000, random)) + randomInteger(1000, random);
	};
	expect(await run()).toBe(await run());
});

describe("randomInteger", () => {
	test("draws six bytes, and again where the last incomplete range would bias it", () => {
		const top = new Uint8Array(6).fill(255);
		const random = queuedRandom(top, Uint8Array.of(0, 0, 0, 0, 1, 1));
		// 2^48 mod 10 is 6, so the six greatest words are drawn again.
		expect(randomInteger(10, random)).toBe(257 % 10);
		expect(random.remaining()).toBe(0);
	});

	test("accepts bounds from 1 to 2^48", () => {
		expect(randomInteger(1)).toBe(0);
		expect(checkInteger(randomInteger(2 ** 48), "n", { min: 0, max: 2 ** 48 - 1 })).toBeGreaterThanOrEqual(0);
		for (const bad of [0, -1, 1.5, 2 ** 48 + 1, Number.NaN]) thrownBy(() => randomInteger(bad), "ERR_INVALID_ARGUMENT");
	});
});

describe("sources for tests", () => {
	test("seededRandom repeats for a seed and differs between seeds", () => {
		expect(randomBytes(64, seededRandom(1))).toEqual(randomBytes(64, seededRandom(1)));
		expect(randomBytes(64, seededRandom(1))).not.toEqual(randomBytes(64, seededRandom(2)));
		expect(randomBytes(64, seededRandom(new Uint8Array(32)))).toEqual(randomBytes(64, seededRandom(0)));
	});

	test("queuedRandom gives what was queued and refuses to give more", () => {
		const random = queuedRandom(Uint8Array.of(1, 2), Uint8Array.of(3));
		expect(randomBytes(3, random)).toEqual(Uint8Array.of(1, 2, 3));
		expect(thrownBy(() => randomBytes(1, random), "ERR_RANDOM_EXHAUSTED").details).toEqual({ drawn: 1, left: 0 });
	});
});
