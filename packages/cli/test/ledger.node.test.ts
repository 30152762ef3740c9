/** `veilkit ledger`: what was recorded verifies, and anything that was changed since does not. */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { brokenPipe, cli, workspace } from "./support/cli.ts";

async function spent(
	queries: number,
): Promise<{ at: (name: string) => string; query: () => ReturnType<typeof cli>; verify: (...more: string[]) => ReturnType<typeof cli> }> {
	const at = workspace({ "t.csv": `g\n${"a\n".repeat(200)}` });
	const args = [
		"query",
		at("t.csv"),
		"--row-is-unit",
		"--group-by",
		"g",
		"--count",
		"--epsilon",
		"1",
		"--delta",
		"1e-6",
		"--ledger",
		at("l"),
	];
	await cli(["ledger", "budget", at("l"), "--dataset", "t", "--epsilon", "100", "--delta", "0.1"]);
	const query = () => cli(args);
	for (let count = 0; count < queries; count++) expect((await query()).code).toBe(0);
	return { at, query, verify: (...more) => cli(["ledger", "verify", at("l"), ...more]) };
}

describe("ledger verify", () => {
	it("accepts what was recorded, by its own key, a pinned key, and since a checkpoint", async () => {
		const { at, query, verify } = await spent(1);
		const { code, stdout } = await verify("--json", "--checkpoint", at("earlier"));
		expect(code).toBe(0);
		const { verifierKey, size, key } = JSON.parse(stdout) as { verifierKey: string; size: number; key: string };
		expect([size, key]).toEqual([2, "self-asserted"]);
		await query();
		const pinned = await verify("--key", verifierKey, "--since", at("earlier"));
		expect([pinned.code, pinned.stdout.split(",")[0]]).toEqual([0, "ok: 3 entries"]);
	});

	it("refuses a flipped byte anywhere, and nothing can be spent on it", async () => {
		const { at, query, verify } = await spent(1);
		expect((await verify()).code).toBe(0);
		const good = readFileSync(at("l"));
		for (let offset = 0; offset < good.length - 1; offset += Math.ceil(good.length / 40)) {
			const bad = Buffer.from(good);
			bad[offset] = (bad[offset] as number) ^ 1;
			writeFileSync(at("l"), bad);
			const { code, stderr } = await verify();
			expect([offset, code === 3 || /ERR_FORMAT|ERR_UNSUPPORTED/.test(stderr)]).toEqual([offset, true]);
			expect([offset, (await query()).code === 0]).toEqual([offset, false]);
		}
	});

	it("is 3 for a fault even if nobody reads the verdict", async () => {
		const { at } = await spent(0);
		const unread = () => cli(["ledger", "verify", at("l"), "--json"], { stdout: brokenPipe() });
		expect((await unread()).code).toBe(0);
		const bytes = readFileSync(at("l"));
		bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
		writeFileSync(at("l"), bytes);
		expect((await unread()).code).toBe(3);
	});

	it("refuses a ledger that went back, another key, and a checkpoint of another ledger", async () => {
		const { at, query, verify } = await spent(1);
		copyFileSync(at("l"), at("old"));
		await query();
		await verify("--checkpoint", at("later"));
		copyFileSync(at("old"), at("l"));
		expect((await verify()).code).toBe(0);
		const back = await verify("--since", at("later"));
		expect([back.code, back.stderr.includes("rollback")]).toEqual([3, true]);

		const other = await spent(1);
		const key = (JSON.parse((await other.verify("--json")).stdout) as { verifierKey: string }).verifierKey;
		expect((await verify("--key", key)).code).toBe(3);
		await other.verify("--checkpoint", other.at("theirs"));
		const foreign = await verify("--since", other.at("theirs"), "--json");
		expect([foreign.code, JSON.parse(foreign.stdout)]).toEqual([3, { ok: false, reason: "foreign-checkpoint" }]);
	});

	it("does not create what is missing", async () => {
		const at = workspace();
		for (const command of ["verify", "show"]) {
			const { code, stderr } = await cli(["ledger", command, at("none")]);
			expect([code, stderr.includes("none: no such file")]).toEqual([1, true]);
		}
		expect(readdirSync(at("."))).toEqual([]);
	});
});

describe("ledger show and budget", () => {
	it("lists what was granted and spent, without the key", async () => {
		const { at } = await spent(1);
		const { code, stdout } = await cli(["ledger", "show", at("l")]);
		expect(code).toBe(0);
		expect(stdout).toMatch(/0 +\d{4}-\S+Z +t +total +100 +0\.1\n +1 +\S+ +t +spend +1 +0\.000001\n/);
	});

	it("grants on first use, raises, and never lowers", async () => {
		const { at } = await spent(0);
		const budget = (epsilon: string) => cli(["ledger", "budget", at("l"), "--dataset", "t", "--epsilon", epsilon, "--delta", "0.1"]);
		expect((await budget("200")).stdout).toContain("left ε 200");
		const lower = await budget("1");
		expect([lower.code, lower.stderr.includes("can only be raised")]).toEqual([1, true]);
	});
});
