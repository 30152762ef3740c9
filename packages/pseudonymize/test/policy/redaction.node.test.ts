import { inspect } from "node:util";
import { createBatch, isVeilkitError, type Value } from "@veilkit/core";
import { bindPolicy, definePolicy, policyFromJson, token } from "@veilkit/pseudonymize";
import { reveal } from "@veilkit/pseudonymize/recover";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { fixedKey, fixedRing } from "../support/keys.ts";

/** A text that no message of ours contains by chance. */
const SECRET = "Zq7Xj";
const secretText = fc
	.tuple(fc.string({ unit: "binary", maxLength: 8 }), fc.string({ unit: "binary", maxLength: 8 }))
	.map((ends) => ends.join(SECRET));
const secretNumber = 8_317_462_951_047;

const TREATMENTS = [
	{ treatment: "token.hmac", domain: "d" },
	{ treatment: "token.siv", domain: "d", canonical: "email" },
	{ treatment: "shiftDate", by: "id", maxDays: 9, domain: "visits" },
	{ treatment: "generalize.bucket", width: 5 },
	{ treatment: "generalize.prefix", length: 2 },
	{ treatment: "generalize.year" },
	{ treatment: "generalize.month" },
	{ treatment: "generalize.age", width: 10 },
	{ treatment: "generalize.birthYear", asOf: 2026 },
	{ treatment: "generalize.zip3", populations: { "021": 30_000 } },
	{ treatment: "generalize.topBottom", top: 10 },
	{ treatment: "generalize.hierarchy", labels: { a: "b" } },
	{ treatment: "mask", first: 1, last: 1 },
];

/** Everything a log could print of an error. */
function traces(error: unknown): string {
	return [
		String(error),
		inspect(error, { depth: 10, showHidden: true }),
		JSON.stringify(error),
		error instanceof Error ? error.stack : "",
	].join("\n");
}

/** Whether the act failed, after a look at what its error shows. */
function failsWithout(secrets: readonly string[], act: () => unknown): boolean {
	try {
		act();
		return false;
	} catch (error) {
		expect(isVeilkitError(error)).toBe(true);
		for (const secret of secrets) expect(traces(error)).not.toContain(secret);
		return true;
	}
}

describe("no error shows a value", () => {
	it("of a cell that a treatment refuses", () => {
		let failures = 0;
		const value: fc.Arbitrary<Value> = fc.oneof(
			secretText,
			secretText.map((text) => `${text}\ud800`),
			fc.constantFrom(secretNumber, secretNumber + 0.25, Number.NaN, new Date(Number.NaN), new Date(secretNumber * 10)),
		);
		fc.assert(
			fc.property(fc.constantFrom(...TREATMENTS), value, value, (treatment, cell, id) => {
				const policy = policyFromJson({ version: 1, columns: { id: { treatment: "drop" }, cell: treatment } });
				const release = bindPolicy(policy, { keys: fixedRing(1) });
				const year = new Date(secretNumber * 10).getUTCFullYear().toString();
				if (failsWithout([SECRET, String(secretNumber), year], () => release.batch(createBatch({ id: [id], cell: [cell] })))) failures++;
			}),
			{ numRuns: 2000 },
		);
		expect(failures).toBeGreaterThan(500);
	});

	it("of a row that the schema refuses", () => {
		const Row = v.object({ email: v.pipe(v.string(), v.email()), land: v.picklist(["NO"]) });
		const release = bindPolicy(definePolicy(Row, { email: token.hmac({ domain: "d" }), land: token.hmac({ domain: "d" }) }), {
			keys: fixedRing(1),
		});
		fc.assert(
			fc.property(secretText, secretText, (email, land) => {
				expect(failsWithout([SECRET], () => release.row({ email, land: land as "NO" }))).toBe(true);
			}),
		);
	});

	it("or the token that does not open, or a key", () => {
		const policy = policyFromJson({ version: 1, columns: { email: { treatment: "token.siv", domain: "d" } } });
		const keyBytes = new Uint8Array(32).fill(1);
		const keyTexts = [inspect(keyBytes).slice(16, 60), Buffer.from(keyBytes).toString("hex"), Buffer.from(keyBytes).toString("base64url")];
		const recovery = reveal(policy, { keys: fixedRing(1) });
		fc.assert(
			fc.property(secretText, fc.nat({ max: 60 }), (value, position) => {
				const made = bindPolicy(policy, { keys: fixedRing(1) }).row({ email: value })["email"] as string;
				const altered = `${made.slice(0, position)}${made[position] === "A" ? "B" : "A"}${made.slice(position + 1)}`;
				const secrets = [SECRET, altered, made, ...keyTexts];
				expect(failsWithout(secrets, () => recovery.batch(createBatch({ email: [altered] }), ["email"]))).toBe(true);
				expect(failsWithout(secrets, () => recovery.value("email", value))).toBe(true);
			}),
		);
	});

	it("and neither does a look at a bound policy", () => {
		const policy = policyFromJson({ version: 1, columns: { email: { treatment: "token.siv", domain: "d" } } });
		const release = bindPolicy(policy, { keys: fixedRing(1) });
		const derived: string[] = [];
		fixedKey(1).use((material) => derived.push(inspect(material).slice(16, 60), Buffer.from(material).toString("hex")));
		for (const text of derived) {
			expect(inspect(release, { depth: 10, showHidden: true })).not.toContain(text);
			expect(JSON.stringify(release)).not.toContain(text);
		}
	});
});
