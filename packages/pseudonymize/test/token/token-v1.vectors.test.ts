import { createBatch, fromHex, importKey, keyRing } from "@veilkit/core";
import { bindPolicy, policyFromJson } from "@veilkit/pseudonymize";
import { reveal } from "@veilkit/pseudonymize/recover";
import { describe, expect, it } from "vitest";
import golden from "../../vectors/token-v1.json" with { type: "json" };

const key = importKey(fromHex(golden.material), { purpose: "pseudonymize", version: 1, createdAt: 0 });
const keys = keyRing({ primary: key });

describe("token format 1, frozen", () => {
	it("names the key by the id that the golden file has", () => {
		expect(key.id).toBe(golden.keyId);
	});

	it.each(golden.tokens)("domain $domain, form $canonical, value $#", ({ domain, canonical, value, hmac, siv }) => {
		const policy = policyFromJson({
			version: 1,
			columns: { oneWay: { treatment: "token.hmac", domain, canonical }, reversible: { treatment: "token.siv", domain, canonical } },
		});
		const released = bindPolicy(policy, { keys }).row({ oneWay: value, reversible: value });
		expect(released).toEqual({ oneWay: hmac, reversible: siv });
		expect(reveal(policy, { keys }).value("reversible", siv)).toBe(value);
	});

	it.each(golden.shifts)(
		"date shift of $date by up to $maxDays days in domain $domain, case $#",
		({ domain, maxDays, subject, date: day, shifted }) => {
			const id = domain === null ? { treatment: "drop" } : { treatment: "token.hmac", domain };
			const date = { treatment: "shiftDate", by: "id", maxDays, ...(domain === null ? { domain: "visits" } : {}) };
			const policy = policyFromJson({ version: 1, columns: { id, date } });
			const released = bindPolicy(policy, { keys }).batch(createBatch({ id: [subject], date: [day] }));
			expect(released.columns["date"]).toEqual([shifted]);
		},
	);
});
