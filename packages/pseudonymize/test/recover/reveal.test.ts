import { createBatch, isVeilkitError, type VeilkitError } from "@veilkit/core";
import { bindPolicy, policyFromJson } from "@veilkit/pseudonymize";
import { reveal } from "@veilkit/pseudonymize/recover";
import { describe, expect, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

const policy = policyFromJson({
	version: 1,
	columns: {
		id: { treatment: "token.hmac", domain: "crm" },
		email: { treatment: "token.siv", domain: "crm", canonical: "email" },
		phone: { treatment: "token.siv", domain: "support" },
		land: { treatment: "keep" },
	},
});
const keys = fixedRing(1);
const safe = bindPolicy(policy, { keys }).batch(
	createBatch({ id: ["1", "2"], email: ["Ada@Example.org", null], phone: ["555", "556"], land: ["NO", "SE"] }),
);
const token = (column: string): string => safe.columns[column]?.[0] as string;

function errorOf(act: () => unknown): VeilkitError {
	try {
		act();
	} catch (error) {
		if (isVeilkitError(error)) return error;
	}
	throw new Error("expected a VeilkitError");
}

describe("reveal", () => {
	it("opens the named columns and passes the others on", () => {
		const opened = reveal(policy, { keys }).batch(safe, ["email"]);
		expect(opened.columns).toEqual({ ...safe.columns, email: ["ada@example.org", null] });
	});

	it("opens a source batch by batch and counts rows through it", async () => {
		const recovery = reveal(policy, { keys });
		const rows: unknown[] = [];
		for await (const batch of recovery.batches([safe, safe], ["phone"])) rows.push(...(batch.columns["phone"] ?? []));
		expect(rows).toEqual(["555", "556", "555", "556"]);
		const broken = createBatch({ ...safe.columns, phone: [token("phone"), "x"] });
		const drain = async (): Promise<void> => {
			for await (const _ of recovery.batches([safe, broken], ["phone"]));
		};
		await expect(drain()).rejects.toMatchObject({ code: "ERR_AUTHENTICATION", details: { column: "phone", row: 4 } });
	});

	it("opens a token under its own key, domain, form and kind only", () => {
		const recovery = reveal(policy, { keys });
		expect(recovery.value("email", token("email"))).toBe("ada@example.org");
		const altered = `${token("email").slice(0, -1)}${token("email").endsWith("A") ? "E" : "A"}`;
		for (const wrong of [altered, token("phone"), token("id"), token("email").slice(0, 20), "", "not a token!", `${token("email")}AAAA`]) {
			expect(errorOf(() => recovery.value("email", wrong))).toMatchObject({
				code: "ERR_AUTHENTICATION",
				message: "authentication failed: wrong key, wrong context, or altered data",
			});
		}
	});

	it("tells a key apart that the ring does not hold", () => {
		const error = errorOf(() => reveal(policy, { keys: fixedRing(2) }).batch(safe, ["email"]));
		expect(error).toMatchObject({ code: "ERR_KEY_NOT_FOUND", details: { column: "email", row: 1, keyId: keys.primary.id } });
	});

	it("names column and row of what does not open", () => {
		const broken = createBatch({ ...safe.columns, phone: [token("phone"), token("email")] });
		expect(reveal(policy, { keys }).batch(broken, ["email"]).columns["email"]).toEqual(["ada@example.org", null]);
		expect(errorOf(() => reveal(policy, { keys }).batch(broken, ["phone"]))).toMatchObject({
			code: "ERR_AUTHENTICATION",
			details: { column: "phone", row: 2 },
		});
	});

	it("opens nothing after disposal", () => {
		const recovery = reveal(policy, { keys });
		expect(recovery.value("email", token("email"))).toBe("ada@example.org");
		recovery.dispose();
		expect(() => recovery.value("email", token("email"))).toThrow("used after it was disposed");
		expect(() => recovery.batch(safe, ["phone"])).toThrow("used after it was disposed");
	});

	it("refuses columns that hold no reversible tokens or are absent", () => {
		const recovery = reveal(policy, { keys });
		expect(() => recovery.value("id", token("id"))).toThrow('"id" is none');
		expect(() => recovery.batch(safe, ["nobody"])).toThrow('"nobody" is none');
		expect(() => recovery.batches([], ["land"])).toThrow('"land" is none');
		expect(() => recovery.batch(createBatch({ id: ["1"] }), ["email"])).toThrow('column "email"');
	});
});
