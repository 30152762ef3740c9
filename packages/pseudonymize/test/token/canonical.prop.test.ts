import { bindPolicy, type CanonicalForm, policyFromJson } from "@veilkit/pseudonymize";
import { reveal } from "@veilkit/pseudonymize/recover";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

const keys = fixedRing(1);

/** What a form makes of a text, seen through a reversible token. */
function canonicalBy(form: CanonicalForm): (text: string) => string {
	const policy = policyFromJson({ version: 1, columns: { v: { treatment: "token.siv", domain: "d", canonical: form } } });
	const release = bindPolicy(policy, { keys });
	const recovery = reveal(policy, { keys });
	return (text) => recovery.value("v", release.row({ v: text })["v"] as string);
}

describe("canonical forms", () => {
	it.each<[CanonicalForm, string, string]>([
		["exact", " Ada@Example.org", " Ada@Example.org"],
		["nfc", "Cafe\u0301", "Caf\u00e9"],
		["lower", "Cafe\u0301 ÅSE", "caf\u00e9 åse"],
		["lower", "İ", "i\u0307"],
		["email", "\t Ada.L+shop@Example.ORG\u00a0", "ada.l+shop@example.org"],
		["email", "not an address", "not an address"],
	])("%s makes of case %# what it should", (form, text, expected) => {
		expect(canonicalBy(form)(text)).toBe(expected);
	});

	it.each<CanonicalForm>(["exact", "nfc", "lower", "email"])("%s changes nothing the second time", (form) => {
		const canonical = canonicalBy(form);
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
				const once = canonical(text);
				expect(canonical(once)).toBe(once);
			}),
			{ numRuns: 300 },
		);
	});
});
