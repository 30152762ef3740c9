/** What the command line writes: never over a file that the same command reads, and no more readable than it should be. */
import { chmodSync, linkSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CUSTOMERS, cli, POLICY, workspace } from "./support/cli.ts";

async function prepared() {
	const at = workspace({ "policy.json": POLICY, "customers.csv": CUSTOMERS, map: "{}" });
	await cli(["keys", "new", "--out", at("keys.json")]);
	const shared = ["--policy", at("policy.json"), "--keys", at("keys.json")];
	const protect = (out: string) => cli(["protect", at("customers.csv"), ...shared, "--out", at(out)]);
	const reveal = (out: string) => cli(["reveal", at("safe.csv"), ...shared, "--columns", "email", "--out", at(out)]);
	return { at, protect, reveal };
}

/** Runs a command that must not touch a file. */
async function refused(path: string, run: () => ReturnType<typeof cli>): Promise<string> {
	const before = readFileSync(path);
	const { code, stderr } = await run();
	expect([code, stderr.includes("they are the same file (ERR_CLI_USAGE)")]).toEqual([2, true]);
	expect(readFileSync(path).equals(before)).toBe(true);
	return stderr;
}

describe("an output that the command also reads", () => {
	it("is refused by protect and reveal, under any name of the file", async () => {
		const { at, protect, reveal } = await prepared();
		expect((await protect("safe.csv")).code).toBe(0);
		symlinkSync(at("keys.json"), at("symbolic"));
		linkSync(at("keys.json"), at("hard"));
		for (const name of ["keys.json", "symbolic", "hard"]) {
			const stderr = await refused(at("keys.json"), () => protect(name));
			expect(stderr).toContain(`--out ${at(name)} would replace --keys ${at("keys.json")}`);
			await refused(at("keys.json"), () => reveal(name));
		}
		await refused(at("policy.json"), () => protect("policy.json"));
		await refused(at("customers.csv"), () => protect("customers.csv"));
		await refused(at("safe.csv"), () => reveal("safe.csv"));
		expect((await reveal("clear.csv")).code).toBe(0);
	});

	it("is refused by anonymize and risk, and so are two outputs in one file", async () => {
		const at = workspace({ "t.csv": "age\n1\n1\n", "t.json": '{"age":"1"}\n{"age":"1"}\n' });
		const anonymize = (...more: string[]) => cli(["anonymize", at("t.csv"), "--k", "2", "--qi", "age", ...more]);
		expect((await anonymize("--out", at("safe.csv"), "--sheet", at("sheet.json"))).code).toBe(0);
		await refused(at("t.csv"), () => anonymize("--out", at("t.csv")));
		await refused(at("t.csv"), () => anonymize("--out", at("both.json"), "--sheet", at("./both.json")));
		await refused(at("t.json"), () => cli(["risk", at("t.json"), "--format", "ndjson", "--qi", "age", "--out", at("t.json")]));
	});

	it("is refused by ledger verify, for the ledger and its key; an earlier checkpoint may be carried on", async () => {
		const at = workspace();
		await cli(["ledger", "budget", at("l"), "--dataset", "t", "--epsilon", "1", "--delta", "0.1"]);
		const verify = (name: string, ...more: string[]) => cli(["ledger", "verify", at("l"), "--checkpoint", at(name), ...more]);
		expect((await verify("checkpoint")).code).toBe(0);
		expect((await verify("checkpoint", "--since", at("checkpoint"))).code).toBe(0);
		await refused(at("l"), () => verify("l"));
		await refused(at("l.key"), () => verify("l.key"));
	});
});

describe("permissions", () => {
	it("are the owner's alone for revealed values, and else stay as they are where a file is replaced", async () => {
		const { at, protect, reveal } = await prepared();
		const mode = (name: string): number => statSync(at(name)).mode & 0o777;
		await protect("safe.csv");
		expect(mode("safe.csv")).toBe(0o666 & ~process.umask());
		await reveal("clear.csv");
		expect(mode("clear.csv")).toBe(0o600);
		for (const bits of [0o600, 0o662]) {
			for (const [name, again, most] of [
				["safe.csv", protect, 0o777],
				["clear.csv", reveal, 0o600],
			] as const) {
				chmodSync(at(name), bits);
				const before = statSync(at(name)).ino;
				expect((await again(name)).code).toBe(0);
				expect([mode(name), statSync(at(name)).ino === before]).toEqual([bits & most, false]);
			}
		}
	});
});
