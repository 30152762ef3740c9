import { createBatch, isVeilkitError } from "@veilkit/core";
import { bindPolicy, definePolicy, keep, type Policy, policyFromJson, policyHash, policyToJson, type Token } from "@veilkit/pseudonymize";
import { fpe, fpeTreatments } from "@veilkit/pseudonymize/fpe";
import { reveal } from "@veilkit/pseudonymize/recover";
import { fpeOpener } from "@veilkit/pseudonymize/recover/fpe";
import * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

const keys = fixedRing(1);
const digits = "0123456789";
const Payment = v.object({ card: v.nullable(v.string()), land: v.string() });
const policy = definePolicy(Payment, { card: fpe({ domain: "billing", alphabet: digits, passThrough: " -", keepLast: 4 }), land: keep });
const release = bindPolicy(policy, { keys });
const open = (of: Policy, ring = keys): ((token: string) => string) => {
	const recovery = reveal(of, { keys: ring, openers: [fpeOpener()] });
	return (token) => recovery.value("card", token);
};

/** A policy for one column of a format. */
function cardPolicy(format: object): Policy {
	const columns = { card: { treatment: "token.fpe", domain: "d", alphabet: digits, ...format } };
	return policyFromJson({ version: 1, columns }, { treatments: [fpeTreatments] });
}

describe("fpe", () => {
	it("encrypts the alphabet's characters and leaves separators, the last characters and missing values", () => {
		const { columns } = release.batch(
			createBatch({ card: ["4111 1111 1111 1111", null, "5500-0000-0000-0004"], land: ["NO", "NO", "SE"] }),
		);
		const [first, missing, third] = columns["card"] as (string | null)[];
		expect(first).toMatch(/^\d{4} \d{4} \d{4} 1111$/);
		expect(third).toMatch(/^\d{4}-\d{4}-\d{4}-0004$/);
		expect(missing).toBeNull();
		expect(first?.slice(0, 14)).not.toBe("4111 1111 1111");
		expect(open(policy)(first as string)).toBe("4111 1111 1111 1111");
		expect(open(policy)(third as string)).toBe("5500-0000-0000-0004");
	});

	it("is branded by domain in the type of a row", () => {
		const row = release.row({ card: "4111 1111 1111 1111", land: "NO" });
		expectTypeOf(row.card).toEqualTypeOf<Token<"billing"> | null>();
	});

	it("gives the same tokens row by row, in batches of mixed lengths, and as lookups", () => {
		const cards = ["4111 1111 1111 1111", "3782 822463 10005", "4111111111111111", "123456-7890"];
		const batch = release.batch(createBatch({ card: cards, land: cards.map(() => "NO") })).columns["card"];
		expect(cards.map((card) => release.row({ card, land: "NO" }).card)).toEqual(batch);
		expect(cards.map((card) => release.lookupTokens("card", card)[0])).toEqual(batch);
	});

	it("takes alphabets of any script, and canonical forms", () => {
		for (const [format, value] of [
			[{ alphabet: "αβγδεζηθικλμνξοπρστυφχψω" }, "αβγδεζ"],
			[{ alphabet: "01" }, "01100110011001100110"],
			[{ alphabet: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", canonical: "iban" }, "GB82WEST12345698765432"],
		] as const) {
			const of = cardPolicy(format);
			const token = bindPolicy(of, { keys }).row({ card: value })["card"] as string;
			expect(token).not.toBe(value);
			expect([...token].every((character) => format.alphabet.includes(character))).toBe(true);
			expect(open(of)(token)).toBe(value);
		}
	});

	it("keeps domains apart, and keys", () => {
		const value = { card: "4111111111111111" };
		const tokens = [
			bindPolicy(cardPolicy({}), { keys }).row(value),
			bindPolicy(cardPolicy({ domain: "e" }), { keys }).row(value),
			bindPolicy(cardPolicy({}), { keys: fixedRing(2) }).row(value),
		];
		expect(new Set(tokens.map((row) => row["card"]))).toHaveLength(3);
		const token = tokens[0]?.["card"] as string;
		expect(open(cardPolicy({}))(token)).toBe(value.card);
		expect(open(cardPolicy({}), fixedRing(2))(token)).toMatch(/^\d{16}$/);
		expect(open(cardPolicy({}), fixedRing(2))(token)).not.toBe(value.card);
		expect(open(cardPolicy({}), fixedRing(1, 2))(token)).toBe(value.card);
	});

	it("has a JSON form that needs the subpath to be read, and a hash", () => {
		const json = JSON.parse(JSON.stringify(policyToJson(policy)));
		expect(json.columns.card).toEqual({
			treatment: "token.fpe",
			domain: "billing",
			canonical: "exact",
			alphabet: digits,
			passThrough: " -",
			keepLast: 4,
		});
		expect(policyHash(policyFromJson(json, { treatments: [fpeTreatments] }))).toBe(policyHash(policy));
		expect(() => policyFromJson(json)).toThrow("card.treatment");
	});
});

describe("fpe refuses", () => {
	it("values with too few or with foreign characters, naming column and row only", () => {
		for (const value of ["123456789", "83174629x51047001", "", "４１１１１１１１１１１１１１１１"]) {
			try {
				release.batch(createBatch({ card: ["4111111111111111", value], land: ["NO", "NO"] }));
				expect.unreachable();
			} catch (error) {
				expect(error).toMatchObject({ code: "ERR_PSEUDONYMIZE_VALUE", details: { column: "card", row: 2 } });
				if (value !== "") expect(String(error)).not.toContain(value);
			}
		}
	});

	it("formats that are not clear", () => {
		for (const [format, path] of [
			[{ alphabet: "0" }, "alphabet"],
			[{ alphabet: "0120" }, "alphabet"],
			[{ alphabet: "01😀" }, "alphabet"],
			[{ passThrough: "1" }, "passThrough"],
			[{ keepLast: -1 }, "keepLast"],
			[{ keepFirst: 6 }, "keepFirst"],
			[{ domain: "A/B" }, "domain"],
		] as const) {
			expect(() => cardPolicy(format)).toThrow(path);
		}
	});

	it("to open what is no token of the format, and small domains unless asked", () => {
		for (const wrong of ["12345", "1234567890123x", ""]) {
			expect(() => open(cardPolicy({}))(wrong)).toThrow("authentication failed");
		}
		const legacy = reveal(cardPolicy({}), { keys, openers: [fpeOpener({ allowSmallDomain: "legacy-decrypt" })] });
		expect(legacy.value("card", "12345")).toMatch(/^\d{5}$/);
		expect(() => reveal(policy, { keys }).value("card", "4111111111111111")).toThrow("openers");
		expect(() => fpeOpener({ allowSmallDomain: "always" as "legacy-decrypt" })).toThrow("legacy-decrypt");
	});

	it("to work after disposal", () => {
		const bound = bindPolicy(cardPolicy({}), { keys });
		bound.row({ card: "4111111111111111" });
		bound.dispose();
		try {
			bound.row({ card: "4111111111111111" });
			expect.unreachable();
		} catch (error) {
			expect(isVeilkitError(error, "ERR_KEY_DISPOSED")).toBe(true);
		}
	});
});
