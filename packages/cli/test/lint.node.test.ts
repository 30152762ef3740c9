/** `veilkit lint` and `veilkit protect --profile`: mistakes are told before a table is read, and a violated profile releases nothing. */
import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { brokenPipe, CUSTOMERS, cli, POLICY, workspace } from "./support/cli.ts";

const SAFE_HARBOR = JSON.stringify({
	version: 1,
	columns: { country: { treatment: "keep" }, birthDate: { treatment: "generalize.birthYear", asOf: 2026 }, notes: { treatment: "drop" } },
});
const KEPT = JSON.stringify({ version: 1, columns: { email: { treatment: "keep" }, gender: { treatment: "keep" } } });
const MAP = JSON.stringify({ country: "Country" });

function prepared(): (name: string) => string {
	return workspace({ "policy.json": POLICY, "harbor.json": SAFE_HARBOR, "kept.json": KEPT, "map.json": MAP, "customers.csv": CUSTOMERS });
}

describe("lint", () => {
	it("is silent and 0 for a sound policy", async () => {
		const at = prepared();
		const { code, stdout, stderr } = await cli(["lint", at("policy.json")]);
		expect([code, stdout]).toEqual([0, ""]);
		expect(stderr).toContain("policy.json: no findings");
	});

	it("tells what is wrong and what to do, and is 1 if anything is an error", async () => {
		const at = prepared();
		const { code, stdout, stderr } = await cli(["lint", at("kept.json")]);
		expect(code).toBe(1);
		expect(stdout).toContain('error: column "email" holds EmailAddress');
		expect(stdout).toContain("drop it, or put a token in its place [untouched-identifier]");
		expect(stdout).toContain('warning: column "gender"');
		expect(stderr).toContain("kept.json: 1 of 2 findings is an error (ERR_CLI_FINDINGS)");
	});

	it("is 1 for an error even if nobody reads the findings, and a dry run too", async () => {
		const at = prepared();
		const unread = (...args: string[]) => cli(args, { stdout: brokenPipe() });
		expect((await unread("lint", at("policy.json"), "--json")).code).toBe(0);
		for (const more of [[], ["--json"]]) {
			const { code, stderr } = await unread("lint", at("kept.json"), ...more);
			expect([code, stderr.includes("ERR_CLI_FINDINGS")]).toEqual([1, true]);
		}
		const dryRun = (policy: string, ...more: string[]) =>
			unread("protect", at("customers.csv"), "--policy", at(policy), "--dry-run", ...more);
		expect((await dryRun("policy.json")).code).toBe(0);
		expect((await dryRun("policy.json", "--profile", "hipaa-safe-harbor")).code).toBe(1);
		expect((await dryRun("policy.json", "--keys", at("map.json"))).code).toBe(1);
	});

	it("takes the audience and a profile, and reports for machines", async () => {
		const at = prepared();
		expect((await cli(["lint", at("policy.json"), "--public"])).stdout).toContain("[reversible-token-in-public]");
		const harbor = await cli(["lint", at("harbor.json"), "--profile", "hipaa-safe-harbor", "--columns-map", at("map.json"), "--json"]);
		expect(harbor.code).toBe(0);
		expect(JSON.parse(harbor.stdout)).toMatchObject({ profile: "hipaa-safe-harbor", findings: [] });
		const violated = await cli(["lint", at("policy.json"), "--profile", "hipaa-safe-harbor", "--columns-map", at("map.json"), "--json"]);
		expect(violated.code).toBe(1);
		const { findings } = JSON.parse(violated.stdout) as {
			readonly findings: readonly { readonly column: string; readonly source: string }[];
		};
		expect(findings.map(({ column }) => column)).toEqual(["id", "email", "birthDate"]);
		expect(findings[1]?.source).toBe("45 CFR 164.514(b)(2)(i)(F)");
	});

	it("refuses unknown profiles, categories and columns by name", async () => {
		const at = workspace({ "policy.json": POLICY, "typo.json": '{"contry":"Country"}', "odd.json": '{"country":"Land"}' });
		const unknown = await cli(["lint", at("policy.json"), "--profile", "hipaa"]);
		expect([unknown.code, unknown.stderr.includes("Allowed choices are hipaa-safe-harbor")]).toEqual([2, true]);
		const typo = await cli(["lint", at("policy.json"), "--columns-map", at("typo.json")]);
		expect([typo.code, typo.stderr.includes('the policy has no column "contry" (did you mean "country"?)')]).toEqual([1, true]);
		expect((await cli(["lint", at("policy.json"), "--columns-map", at("odd.json")])).stderr).toContain("odd.json: categories.country");
	});
});

describe("protect --profile", () => {
	const profile = ["--profile", "hipaa-safe-harbor"];

	it("releases under a policy that satisfies the profile", async () => {
		const at = prepared();
		await cli(["keys", "new", "--out", at("keys.json")]);
		const args = [
			"protect",
			at("customers.csv"),
			"--policy",
			at("harbor.json"),
			"--keys",
			at("keys.json"),
			"--columns-map",
			at("map.json"),
		];
		const { code, stdout } = await cli([...args, ...profile, "--out", "-"]);
		expect([code, stdout]).toEqual([0, "country,birthDate\nNO,1990\nSE,1985\nNO,\n"]);
		expect((await cli([...args, "--out", at("safe.csv")])).stderr).toContain("--columns-map needs --profile");
	});

	it("releases nothing under one that violates it, and says why", async () => {
		const at = prepared();
		await cli(["keys", "new", "--out", at("keys.json")]);
		const args = ["protect", at("customers.csv"), "--policy", at("policy.json"), "--keys", at("keys.json"), "--out", at("safe.csv")];
		const { code, stderr } = await cli([...args, ...profile]);
		expect([code, existsSync(at("safe.csv"))]).toEqual([1, false]);
		expect(stderr).toContain('error: column "email" holds electronic mail addresses');
		expect(stderr).toContain('column "country" leaves, and nothing says what it holds');
		expect(stderr).not.toContain("SECRET");
		expect((await cli(args)).code).toBe(0);
	});

	it("shows treatments and findings with --dry-run", async () => {
		const at = prepared();
		const args = ["protect", at("customers.csv"), "--policy", at("policy.json"), ...profile, "--dry-run"];
		const { code, stdout, stderr } = await cli(args);
		expect([code, stderr.includes("policy.json: 4 of 4 findings are errors")]).toEqual([1, true]);
		expect(stdout).toMatch(/email +token\.siv/);
		expect((JSON.parse((await cli([...args, "--json"])).stdout) as { readonly findings: unknown[] }).findings).toHaveLength(4);
		expect(readdirSync(at("."))).not.toContain("safe.csv");
	});
});
