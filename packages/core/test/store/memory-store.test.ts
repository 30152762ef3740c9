import { memoryStore } from "@veilkit/core";
import { storeConformance } from "@veilkit/core/testing";
import { describe, expect, test } from "vitest";
import { sharing } from "../support/stores.ts";

describe("the memory store does what every store must do", () => {
	for (const { name, run } of storeConformance) test(name, () => run(sharing(memoryStore())));
});

test("two memory stores share nothing", async () => {
	const [left, right] = [memoryStore(), memoryStore()];
	await left.write([{ key: "k", value: Uint8Array.of(1) }]);
	expect(await right.get("k")).toBeUndefined();
});
