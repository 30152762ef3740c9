import { createBatch, isVeilkitError } from "@veilkit/core";
import { bindPolicy, policyFromJson } from "@veilkit/pseudonymize";
import { fpeTreatments } from "@veilkit/pseudonymize/fpe";
import { ipTreatments } from "@veilkit/pseudonymize/ip";
import { reveal } from "@veilkit/pseudonymize/recover";
import { fpeOpener } from "@veilkit/pseudonymize/recover/fpe";
import { ipOpener } from "@veilkit/pseudonymize/recover/ip";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

/** Digits that no message of ours contains by chance. */
const SECRET = "8317462";
const values = fc
	.tuple(fc.string({ unit: "binary", maxLength: 8 }), fc.string({ unit: fc.constantFrom(..."0123456789 .:-x"), maxLength: 12 }))
	.map(([before, after]) => `${before}${SECRET}${after}`);

const TREATMENTS = [
	{ treatment: "token.fpe", domain: "d", alphabet: "0123456789", passThrough: " -", keepLast: 4 },
	{ treatment: "token.fpe", domain: "d", alphabet: "01" },
	{ treatment: "ip.prefix", domain: "d" },
	{ treatment: "ip.deterministic", domain: "d" },
	...["e164", "iban", "ip"].map((canonical) => ({ treatment: "token.siv", domain: "d", canonical })),
];
const BOUND = TREATMENTS.map((treatment) => {
	const policy = policyFromJson({ version: 1, columns: { cell: treatment } }, { treatments: [fpeTreatments, ipTreatments] });
	const keys = fixedRing(1);
	return { release: bindPolicy(policy, { keys }), recovery: reveal(policy, { keys, openers: [fpeOpener(), ipOpener] }) };
});

describe("no error shows a value", () => {
	it("that a format, an address or a checksum refuses, on the way in or out", () => {
		let refusals = 0;
		fc.assert(
			fc.property(fc.constantFrom(...BOUND), values, ({ release, recovery }, value) => {
				for (const act of [() => release.batch(createBatch({ cell: [value] })), () => recovery.value("cell", value)]) {
					try {
						act();
					} catch (error) {
						refusals++;
						expect(isVeilkitError(error)).toBe(true);
						expect(`${error} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toContain(SECRET);
					}
				}
			}),
			{ numRuns: 5000 },
		);
		expect(refusals).toBeGreaterThan(5000);
	});
});
