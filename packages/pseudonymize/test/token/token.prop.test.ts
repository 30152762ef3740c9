import { createBatch, toBase64Url } from "@veilkit/core";
import { bindPolicy, type CanonicalForm, policyFromJson } from "@veilkit/pseudonymize";
import { reveal } from "@veilkit/pseudonymize/recover";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeTokens } from "../../src/token/token.ts";
import { fixedRing } from "../support/keys.ts";

const text = fc.string({ unit: "binary", maxLength: 150 });
const KINDS = ["token.hmac", "token.siv"] as const;

function policyOf(treatment: (typeof KINDS)[number], domain = "crm", canonical: CanonicalForm = "exact") {
	return policyFromJson({ version: 1, columns: { v: { treatment, domain, canonical } } });
}

function tokensOf(
	values: readonly (string | number | bigint | boolean | Date | null)[],
	policy = policyOf("token.siv"),
	keys = fixedRing(1),
) {
	return bindPolicy(policy, { keys }).batch(createBatch({ v: values })).columns["v"] as readonly string[];
}

describe("tokens", () => {
	it.each(KINDS)("%s: equal exactly where values are", (treatment) => {
		fc.assert(
			fc.property(text, text, (a, b) => {
				const [first, second, again] = tokensOf([a, b, a], policyOf(treatment));
				expect(again).toBe(first);
				expect(second === first).toBe(a === b);
			}),
		);
	});

	it.each(KINDS)("%s: unlinkable across domains, forms and keys", (treatment) => {
		fc.assert(
			fc.property(text, (value) => {
				const body = (tokens: readonly string[]): string | undefined => tokens[0]?.slice(7);
				const bodies = [
					body(tokensOf([value], policyOf(treatment))),
					body(tokensOf([value], policyOf(treatment, "crm2"))),
					body(tokensOf([value], policyOf(treatment, "crm", "nfc"))),
					body(tokensOf([value], policyOf(treatment), fixedRing(2))),
				];
				expect(new Set(bodies).size).toBe(bodies.length);
			}),
		);
	});

	it("token.siv: give the value back", () => {
		fc.assert(
			fc.property(fc.array(fc.option(text), { maxLength: 12 }), (values) => {
				const tokens = tokensOf(values);
				const back = reveal(policyOf("token.siv"), { keys: fixedRing(1) }).batch(createBatch({ v: tokens }), ["v"]);
				expect(back.columns["v"]).toEqual(values);
			}),
		);
	});

	it("token.siv: show a length class, token.hmac not even that", () => {
		fc.assert(
			fc.property(text, (value) => {
				const bytes = new TextEncoder().encode(value).length;
				const padded = Math.max(32, 2 ** Math.ceil(Math.log2(bytes + 1)));
				expect(tokensOf([value])[0]).toHaveLength(Math.ceil(((5 + 16 + padded) * 4) / 3));
				expect(tokensOf([value], policyOf("token.hmac"))[0]).toHaveLength(28);
			}),
		);
	});

	it("are made of the text of a value", () => {
		const date = new Date("2024-02-29T10:00:00Z");
		expect(tokensOf([17, 17n, true, date])).toEqual(tokensOf(["17", "17", "true", "2024-02-29T10:00:00.000Z"]));
	});

	it("keep missing values missing", () => {
		expect(tokensOf([null, "x", null]).map((token) => token === null)).toEqual([true, false, true]);
		expect(tokensOf([])).toEqual([]);
	});

	it.each(["\ud800", Number.NaN, Number.POSITIVE_INFINITY, new Date(Number.NaN)])("refuse what has no text: case %#", (value) => {
		expect(() => tokensOf(["fine", value])).toThrow('column "v", row 2: expected');
	});

	it("are base64url as core writes it", () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ minLength: 5, maxLength: 5 }),
				fc.integer({ min: 1, max: 12 }),
				fc.array(fc.uint8Array({ minLength: 13, maxLength: 13 }), { maxLength: 5 }),
				(header, bodyBytes, bodies) => {
					const laidOut = Uint8Array.from(bodies.flatMap((body) => [...body]));
					expect(encodeTokens(header, laidOut, { count: bodies.length, stride: 13, bodyBytes })).toEqual(
						bodies.map((body) => toBase64Url(Uint8Array.of(...header, ...body.subarray(0, bodyBytes)))),
					);
				},
			),
		);
	});
});

describe("during a rotation", () => {
	it.each(KINDS)("%s: lookups give the token of every key, the current first", (treatment) => {
		const policy = policyOf(treatment);
		const rotated = bindPolicy(policy, { keys: fixedRing(2, 1) });
		expect(rotated.lookupTokens("v", "ada")).toEqual([
			tokensOf(["ada"], policy, fixedRing(2))[0],
			tokensOf(["ada"], policy, fixedRing(1))[0],
		]);
		expect(rotated.row({ v: "ada" })["v"]).toBe(rotated.lookupTokens("v", "ada")[0]);
	});

	it("older tokens still open", () => {
		const old = tokensOf(["ada"], policyOf("token.siv"), fixedRing(1))[0] as string;
		expect(reveal(policyOf("token.siv"), { keys: fixedRing(2, 1) }).value("v", old)).toBe("ada");
	});
});

describe("a disposed policy", () => {
	it.each(KINDS)("%s: makes no tokens any more", (treatment) => {
		const release = bindPolicy(policyOf(treatment), { keys: fixedRing(1) });
		expect(release.row({ v: "ada" })).toHaveProperty("v");
		release.dispose();
		expect(() => release.row({ v: "ada" })).toThrow("used after it was disposed");
		expect(() => release.lookupTokens("v", "ada")).toThrow("used after it was disposed");
	});
});
