import { fromHex, toHex } from "@veilkit/core";
import { expect, it } from "vitest";
import { keystream } from "../../src/aes/siv.ts";

it("AES-SIV counts on from the greatest start that RFC 5297 §2.5 allows: two bits cleared, and no carry beyond the last word", () => {
	const blocks: string[] = [];
	const recorder = {
		encryptBlocks: (bytes: Uint8Array) => void blocks.push(...(toHex(bytes).match(/.{32}/g) ?? [])),
		dispose: () => undefined,
	};
	keystream(recorder, fromHex(`${"f".repeat(32)}${"0".repeat(32)}`), 33);
	expect(blocks).toEqual([
		"ffffffffffffffff7fffffff7fffffff",
		"ffffffffffffffff7fffffff80000000",
		"ffffffffffffffff7fffffff80000001",
		"00000000000000000000000000000000",
		"00000000000000000000000000000001",
		"00000000000000000000000000000002",
	]);
});
