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
		["name", "  Ｍaría\t del  CARMEN\u00a0Núñez ", "maría del carmen núñez"],
		["name", "STRASSE Straße ẞ", "strasse strasse ss"],
		["name", "Οδυσσεύς", "οδυσσεύσ".replace(/σ$/, "ς")],
		["name", "ﬁ Ⅷ", "fi viii"],
		["e164", "+47 22 86-44.00", "+4722864400"],
		["e164", "+1 (415) 555/2671", "+14155552671"],
		["iban", "gb82 west 1234 5698 7654 32", "GB82WEST12345698765432"],
		["iban", "NO9386011117947", "NO9386011117947"],
		["ip", " 2001:DB8::0:1 ", "2001:db8::1"],
		["ip", "::ffff:c000:0201", "192.0.2.1"],
	])("%s makes of case %# what it should", (form, text, expected) => {
		expect(canonicalBy(form)(text)).toBe(expected);
	});

	it.each<[CanonicalForm, string[]]>([
		[
			"e164",
			[
				"22864400",
				"004722864400",
				"+0722864400",
				"+1234567",
				"+1234567890123456",
				"+47 22 86 44 00 x1",
				"+44 (0)20 7946 0958",
				"+44 ( 0 )20 7946 0958",
				"+47２2864400",
			],
		],
		[
			"iban",
			[
				"DE99500105175407324911",
				"GB82WEST12345698765433",
				"GB28WEST12345698765432",
				"GB82",
				"8200WEST12345698765432",
				"GB82-WEST-1234-5698-7654-32",
				"",
			],
		],
		["ip", ["192.0.2", "2001:db8::/32", "host", ""]],
	])("%s refuses what is none, without showing it", (form, texts) => {
		const canonical = canonicalBy(form);
		for (const text of texts) {
			expect(() => canonical(text)).toThrow('column "v", row 1: expected');
			if (text !== "") expect(() => canonical(text)).not.toThrow(text);
		}
	});

	it.each<CanonicalForm>(["exact", "nfc", "lower", "email", "name"])("%s changes nothing the second time", (form) => {
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
