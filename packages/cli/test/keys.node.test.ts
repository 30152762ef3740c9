/** `veilkit keys`: files that are never replaced by accident, readable by their owner only, honest about their protection. */
import { readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { generateKey, inspectKeyFile, keyRing, openKeyFile, sealKeyFile } from "@veilkit/core";
import { describe, expect, it } from "vitest";
import { cli, workspace } from "./support/cli.ts";

describe("keys new", () => {
	it("makes a ring for tokens and one for signatures, and says that nothing protects them", async () => {
		const at = workspace();
		const { code, stdout, stderr } = await cli(["keys", "new", "--out", at("keys.json")]);
		expect([code, stdout]).toEqual([0, ""]);
		expect(stderr).toContain("NOT protected by a passphrase");
		expect(statSync(at("keys.json")).mode & 0o777).toBe(0o600);
		const keys = await openKeyFile(readFileSync(at("keys.json"), "utf8"), { unprotected: true });
		expect(keys.rings.map((ring) => ring.purpose)).toEqual(["pseudonymize", "sign"]);
		expect(readdirSync(at("."))).toEqual(["keys.json"]);
	});

	it("never replaces a file", async () => {
		const at = workspace({ "keys.json": "mine" });
		const { code, stderr } = await cli(["keys", "new", "--out", at("keys.json")]);
		expect(code).toBe(1);
		expect(stderr).toContain("exists already");
		expect(readFileSync(at("keys.json"), "utf8")).toBe("mine");
		expect(readdirSync(at("."))).toEqual(["keys.json"]);
	});

	it("takes a passphrase from a file or the environment, and never prints it", async () => {
		const at = workspace({ pass: "correct horse SECRET\r\n" });
		const fromFile = await cli(["keys", "new", "--out", at("a.json"), "--passphrase-file", at("pass")]);
		expect(fromFile.code).toBe(0);
		expect(fromFile.stderr).toContain("protected by a passphrase");
		expect(inspectKeyFile(readFileSync(at("a.json"), "utf8")).protection.method).toBe("passphrase");
		await expect(openKeyFile(readFileSync(at("a.json"), "utf8"), { passphrase: "correct horse SECRET" })).resolves.toBeDefined();

		const rotate = ["keys", "rotate", at("a.json"), "--purpose", "pseudonymize", "--passphrase-env", "PASS"];
		const wrong = await cli(rotate, { env: { PASS: "wrong SECRET" } });
		expect(wrong.code).toBe(3);
		const right = await cli(rotate, { env: { PASS: "correct horse SECRET" } });
		expect(right.code).toBe(0);
		for (const { stdout, stderr } of [fromFile, wrong, right]) expect(stdout + stderr).not.toContain("SECRET");
	});

	it("refuses a passphrase that is not UTF-8, which would open with any other of its length", async () => {
		const at = workspace({ utf8: "пароль", cp1251: Uint8Array.of(0xef, 0xe0, 0xf0, 0xee, 0xeb, 0xfc) });
		expect((await cli(["keys", "new", "--out", at("a.json"), "--passphrase-file", at("utf8")])).code).toBe(0);
		const file = await cli(["keys", "new", "--out", at("b.json"), "--passphrase-file", at("cp1251")]);
		expect([file.code, file.stderr.includes("cp1251: not UTF-8")]).toEqual([1, true]);
		const env = await cli(["keys", "new", "--out", at("b.json"), "--passphrase-env", "PASS"], { env: { PASS: "a\ufffd" } });
		expect([env.code, env.stderr.includes("--passphrase-env PASS: not UTF-8")]).toEqual([2, true]);
		expect(readdirSync(at(".")).sort()).toEqual(["a.json", "cp1251", "utf8"]);
	});

	it("asks for a passphrase where one is needed and nobody can be prompted", async () => {
		const at = workspace({ pass: "p" });
		await cli(["keys", "new", "--out", at("a.json"), "--passphrase-file", at("pass")]);
		const { code, stderr } = await cli(["keys", "rotate", at("a.json"), "--purpose", "sign"]);
		expect(code).toBe(2);
		expect(stderr).toContain("--passphrase-file or --passphrase-env");
	});
});

describe("keys rotate and show", () => {
	it("puts a new primary key before the old one and lists both by id", async () => {
		const at = workspace();
		await cli(["keys", "new", "--out", at("keys.json")]);
		const before = inspectKeyFile(readFileSync(at("keys.json"), "utf8"));
		expect((await cli(["keys", "rotate", at("keys.json"), "--purpose", "pseudonymize"])).code).toBe(0);
		const { code, stdout } = await cli(["keys", "show", at("keys.json"), "--json"]);
		expect(code).toBe(0);
		const shown = JSON.parse(stdout) as { rings: { purpose: string; keys: { id: string; status: string; version: number }[] }[] };
		expect(shown.rings[0]?.keys.map(({ status, version }) => [status, version])).toEqual([
			["primary", 2],
			["older", 1],
		]);
		expect(shown.rings[0]?.keys[1]?.id).toBe(before.rings[0]?.keys[0]?.id);
		expect(shown.rings[1]?.keys).toHaveLength(1);
		expect((await cli(["keys", "show", at("keys.json")])).stdout).toContain("primary");
		expect(statSync(at("keys.json")).mode & 0o777).toBe(0o600);
	});

	it("loses no rotation to another at the same time: one that cannot be kept fails and says so", async () => {
		const at = workspace();
		await cli(["keys", "new", "--out", at("keys.json")]);
		symlinkSync(at("keys.json"), at("other-name"));
		const rotate = (name = "keys.json") => cli(["keys", "rotate", at(name), "--purpose", "sign"]);
		const versions = (): number => inspectKeyFile(readFileSync(at("keys.json"), "utf8")).rings[1]?.keys.length ?? 0;
		const runs = await Promise.all([rotate(), rotate("other-name"), rotate(), rotate()]);
		const kept = runs.filter(({ code }) => code === 0).length;
		expect([kept > 0, versions()]).toEqual([true, 1 + kept]);
		for (const { code, stderr } of runs) if (code !== 0) expect([code, stderr.includes("being rotated")]).toEqual([1, true]);
		expect(readdirSync(at(".")).sort()).toEqual(["keys.json", "other-name"]);

		writeFileSync(at("keys.json.lock"), "");
		const locked = await rotate("other-name");
		expect([locked.code, locked.stderr.includes(`remove ${at("keys.json.lock")}`), versions()]).toEqual([1, true, 1 + kept]);
		rmSync(at("keys.json.lock"));
		expect([(await rotate()).code, versions()]).toEqual([0, 2 + kept]);
	});

	it("keeps the cost of guessing the passphrase that the file was made with", async () => {
		const cost = { memoryKib: 64, passes: 2, lanes: 3 };
		const ring = keyRing({ primary: generateKey({ purpose: "sign" }) });
		const at = workspace({ "keys.json": await sealKeyFile([ring], { passphrase: "p", cost }) });
		expect((await cli(["keys", "rotate", at("keys.json"), "--purpose", "sign", "--passphrase-env", "P"], { env: { P: "p" } })).code).toBe(
			0,
		);
		const { protection, rings } = inspectKeyFile(readFileSync(at("keys.json"), "utf8"));
		expect([rings[0]?.keys.length, protection]).toMatchObject([2, cost]);
	});

	it("refuses what is no key file without quoting it", async () => {
		const at = workspace({ "keys.json": "SECRET" });
		const { code, stderr } = await cli(["keys", "show", at("keys.json")]);
		expect(code).toBe(1);
		expect(stderr).toContain("ERR_FORMAT");
		expect(stderr).not.toContain("SECRET");
	});
});

describe("the command line", () => {
	it.each([
		[["protec"], "(Did you mean protect?)"],
		[["protect", "x.csv", "--polcy", "p.json"], "(Did you mean --policy?)"],
		[["protect", "x.csv"], "missing --policy"],
		[["keys", "new", "--out", "k", "--passphrase", "hunter2"], "unknown option '--passphrase'"],
		[["keys", "rotate", "k", "--purpose", "pseudonymise"], "Allowed choices are pseudonymize, sign"],
	])("%j is a usage error with a hint", async (args, hint) => {
		const { code, stdout, stderr } = await cli(args);
		expect([code, stdout]).toEqual([2, ""]);
		expect(stderr).toContain(hint);
		expect(stderr).not.toContain("hunter2");
	});

	it("has help and a version", async () => {
		const help = await cli(["--help"]);
		expect([help.code, help.stderr]).toEqual([0, ""]);
		expect(help.stdout).toContain("Exit codes: 0 ok, 1 failure, 2 usage, 3 verification failed, 4 privacy budget exceeded.");
		expect((await cli(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
	});
});
