import { createBatch, type Value } from "@veilkit/core";
import { bindPolicy, generalize, policyFromJson } from "@veilkit/pseudonymize";
import { createHierarchy } from "@veilkit/pseudonymize/anonymize";
import { describe, expect, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

function treat(treatment: object, values: readonly Value[]): readonly Value[] {
	const policy = policyFromJson({ version: 1, columns: { v: treatment } });
	return bindPolicy(policy, { keys: fixedRing(1) }).batch(createBatch({ v: values })).columns["v"] as readonly Value[];
}

describe("generalize.hierarchy", () => {
	const places = createHierarchy([
		["Oslo", "Norway", "*"],
		["Bergen", "Norway", "*"],
		["Lund", "Sweden", "*"],
	]);

	it("gives the label at a level, in a policy that JSON can hold", () => {
		const treatment = generalize.hierarchy(places, 1);
		expect(treat(treatment, ["Oslo", "Lund", null])).toEqual(["Norway", "Sweden", null]);
		expect(treat(JSON.parse(JSON.stringify(treatment)) as object, ["Bergen"])).toEqual(["Norway"]);
		expect(treat(generalize.hierarchy(places, 2), ["Oslo", "Lund"])).toEqual(["*", "*"]);
	});

	it("never passes a value that the hierarchy lacks", () => {
		for (const value of ["Paris", "constructor", "__proto__"])
			expect(() => treat(generalize.hierarchy(places, 1), ["Oslo", value])).toThrow('column "v", row 2: expected a value of the hierarchy');
	});
});
