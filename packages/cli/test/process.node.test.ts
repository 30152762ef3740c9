/** The command line as a real process: interrupts, readers that leave, disks that are full. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { CUSTOMERS, cli, POLICY, workspace } from "./support/cli.ts";
import { ended, start } from "./support/process.ts";

const ROWS = `${CUSTOMERS.split("\n").slice(1, -1).join("\n")}\n`.repeat(100);

async function prepared(): Promise<{ at: (name: string) => string; protect: (input: string, out: string) => readonly string[] }> {
	const at = workspace({ "policy.json": POLICY, "customers.csv": CUSTOMERS });
	await cli(["keys", "new", "--out", at("keys.json")]);
	return { at, protect: (input, out) => ["protect", input, "--policy", at("policy.json"), "--keys", at("keys.json"), "--out", out] };
}

async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await delay(20);
}

describe("an interrupt in the middle", () => {
	it.each([
		["SIGINT", 130],
		["SIGTERM", 143],
	] as const)(
		"%s leaves no output and ends with code %i",
		async (signal, code) => {
			const { at, protect } = await prepared();
			const child = start(protect("-", at("safe.csv")));
			const end = ended(child);
			child.stdin.write(CUSTOMERS);
			const feeding = setInterval(() => child.stdin.write(ROWS), 5);
			onTestFinished(() => clearInterval(feeding));
			child.stdin.on("error", () => undefined);
			await until(() => readdirSync(at(".")).some((name) => name.endsWith(".part")));
			child.kill(signal);
			expect(await end).toMatchObject({ code });
			expect(readdirSync(at(".")).sort()).toEqual(["customers.csv", "keys.json", "policy.json"]);
		},
		60_000,
	);
});

describe("standard output", () => {
	it("ends quietly when its reader leaves", async () => {
		const { protect } = await prepared();
		const child = start(protect("-", "-"));
		const end = ended(child);
		child.stdin.on("error", () => undefined);
		child.stdin.write(CUSTOMERS);
		const feeding = setInterval(() => child.stdin.write(ROWS), 5);
		onTestFinished(() => clearInterval(feeding));
		await once(child.stdout, "data");
		child.stdout.destroy();
		const { code, stderr } = await end;
		expect(code).toBe(0);
		expect(stderr.split("\n").filter((line) => line !== "" && !line.startsWith("not in the policy"))).toEqual([]);
	});

	it("reads no faster than its reader takes", async () => {
		const { protect } = await prepared();
		const child = start(protect("-", "-"));
		child.stdin.on("error", () => undefined);
		child.stdin.write(CUSTOMERS);
		let written = 0;
		while (child.stdin.write(ROWS) || (await Promise.race([once(child.stdin, "drain").then(() => true), delay(2000).then(() => false)]))) {
			written += ROWS.length;
			if (written > 64 << 20) break;
		}
		child.kill("SIGKILL");
		expect(written).toBeLessThan(32 << 20);
	});
});

describe("a full disk", () => {
	it("is reported by the name of the output, and leaves nothing", async (context) => {
		const { at, protect } = await prepared();
		const disk = at("disk");
		mkdirSync(disk);
		try {
			execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], { stdio: "ignore" });
		} catch {
			context.skip("needs the right to mount a small file system");
		}
		onTestFinished(() => void execFileSync("umount", [disk]));
		writeFileSync(at("big.csv"), CUSTOMERS + ROWS.repeat(20));
		const { code, stderr } = await cli(protect(at("big.csv"), `${disk}/safe.csv`));
		expect(code).toBe(1);
		expect(stderr).toContain(`${disk}/safe.csv: disk full`);
		expect(readdirSync(disk)).toEqual([]);
		expect(existsSync(`${disk}/safe.csv`)).toBe(false);
	});
});
