/** `veilkit query` and `veilkit ledger`: the cost is known before, recorded before the data is read, and never exceeded. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { manualClock, seededRandom } from "@veilkit/core/testing";
import { describe, expect, it } from "vitest";
import { cli, workspace } from "./support/cli.ts";

/** 300 customers with two orders each, in two countries; the personal values hold the canary. */
const ORDERS = `customer,country,total\n${Array.from({ length: 600 }, (_, row) => `SECRET-${row % 300},${row % 3 === 0 ? "SE" : "NO"},${(row % 50) + 0.25}`).join("\n")}\n`;
const QUERY = ["--unit", "customer", "--group-by", "country", "--count", "--sum", "total:0:100", "--max-groups", "2"];

function shop(files: Readonly<Record<string, string>> = {}): {
	at: (name: string) => string;
	query: (...more: string[]) => ReturnType<typeof cli>;
} {
	const at = workspace({ "orders.csv": ORDERS, ...files });
	const query = (...more: string[]) =>
		cli(["query", at("orders.csv"), ...QUERY, "--ledger", at("budget.ledger"), "--epsilon", "1", "--delta", "1e-6", ...more], {
			random: seededRandom(7),
			clock: manualClock("2026-11-24T12:00:00Z"),
		});
	return { at, query };
}

async function entries(ledger: string): Promise<readonly { kind: string; dataset: string; time: string; amount: { epsilon: string } }[]> {
	return JSON.parse((await cli(["ledger", "show", ledger, "--json"])).stdout) as never;
}

describe("query", () => {
	it("prints a table, its terms and the budget, and starts a signed ledger", async () => {
		const { at, query } = shop();
		const { code, stdout, stderr } = await query();
		expect(code).toBe(0);
		expect(stdout).toMatch(/^country +count +total\n/);
		expect(stdout).toMatch(/\nNO +[\d,]+ +± \d+ +[\d,.]+ +± [\d,.]+\n/);
		expect(stdout).toContain('each "customer" counts in at most 2 groups, with at most 1 row(s) in each');
		expect(stdout).toContain('budget of "orders": spent ε 1, δ 0.000001 of ε 1, δ 0.000001; left ε 0, δ 0');
		expect(stderr).toContain("its cost is the whole budget");
		expect(stderr).toMatch(/keep its verifier key elsewhere: veilkit\.local\//);
		expect(stdout + stderr + readFileSync(at("budget.ledger"), "latin1")).not.toContain("SECRET");
		expect(readdirSync(at(".")).sort()).toEqual(["budget.ledger", "budget.ledger.key", "orders.csv"]);
		const { code: verified } = await cli(["ledger", "verify", at("budget.ledger")]);
		expect(verified).toBe(0);
	});

	it("shows half widths with the places of the step however it is written, and never rounded down", async () => {
		const { at } = shop();
		const ask = (step: string): ReturnType<typeof cli> =>
			cli([
				...["query", at("orders.csv"), "--row-is-unit", "--group-by", "country", "--sum", `total:0:1:${step}`, "--epsilon", "20"],
				...["--delta", "1e-6", "--ledger", at(`${step.replace("/", "-")}.ledger`)],
			]);
		expect((await ask("1e-1")).stdout).toMatch(/NO +[\d.]+ +± 0\.[1-9]\n/);
		expect((await ask("1/3")).stdout).toMatch(/NO +[\d.]+ +± \d\.(3334|6667|0000)\n/);
	});

	it("spends within the budget and not beyond: exit code 4, nothing recorded", async () => {
		const { at, query } = shop();
		expect((await query("--budget-epsilon", "2", "--budget-delta", "1e-5")).code).toBe(0);
		const second = await query("--json");
		expect(JSON.parse(second.stdout)).toMatchObject({ dataset: "orders", budget: { remaining: { epsilon: "0", delta: "0.000008" } } });
		const third = await query();
		expect([third.code, third.stdout]).toEqual([4, ""]);
		expect((await entries(at("budget.ledger"))).map(({ kind, amount }) => [kind, amount.epsilon])).toEqual([
			["total", "2"],
			["spend", "1"],
			["spend", "1"],
		]);
		const raised = await cli(["ledger", "budget", at("budget.ledger"), "--dataset", "orders", "--epsilon", "3", "--delta", "1e-5"]);
		expect(raised.stdout).toContain("left ε 1");
		expect((await query()).code).toBe(0);
	});

	it("shows cost and error with --dry-run, and touches nothing", async () => {
		const { at, query } = shop();
		const { code, stdout } = await query("--dry-run");
		expect(code).toBe(0);
		expect(stdout).toContain('Query on "orders", costs ε 1, δ 0.000001');
		expect(stdout).toContain("standard deviation");
		expect(stdout).toContain('no budget of "orders" is recorded yet');
		expect(readdirSync(at("."))).toEqual(["orders.csv"]);
		expect(JSON.parse((await query("--dry-run", "--json")).stdout)).toMatchObject({ dryRun: true, cost: { epsilon: "1" } });
		await query();
		expect((await query("--dry-run")).stdout).toContain("left ε 0");
	});

	it("takes public keys without delta, and rows as units", async () => {
		const { at } = shop();
		const args = ["query", at("orders.csv"), "--row-is-unit", "--group-by", "country", "--keys-list", "country=NO,SE,DK", "--count"];
		const { code, stdout } = await cli([...args, "--epsilon", "1", "--delta", "0", "--ledger", at("l"), "--json"], {
			random: seededRandom(1),
		});
		expect(code).toBe(0);
		const { rows } = JSON.parse(stdout) as { rows: { country: string }[] };
		expect(rows.map((row) => row.country)).toEqual(["NO", "SE", "DK"]);
	});

	it("is signed by the ring sign of a key file that is given", async () => {
		const { at, query } = shop();
		await cli(["keys", "new", "--out", at("keys.json")]);
		expect((await query("--keys", at("keys.json"), "--budget-epsilon", "9", "--budget-delta", "1e-3")).code).toBe(0);
		expect(existsSync(at("budget.ledger.key"))).toBe(false);
		const without = await query();
		expect([without.code, without.stderr.includes("name the key file that signs with --keys")]).toEqual([3, true]);
		await cli(["keys", "new", "--out", at("other.json")]);
		expect((await query("--keys", at("other.json"))).code).toBe(3);
		expect((await query("--keys", at("keys.json"))).code).toBe(0);
	});

	it("is handed over to the new key when the ring is rotated, and stays verifiable by the old one", async () => {
		const { at, query } = shop();
		await cli(["keys", "new", "--out", at("keys.json")]);
		const first = await query("--keys", at("keys.json"), "--json", "--budget-epsilon", "9", "--budget-delta", "1e-3");
		const { verifierKey } = JSON.parse(first.stdout) as { verifierKey: string };
		await cli(["keys", "rotate", at("keys.json"), "--purpose", "sign"]);
		const second = await query("--keys", at("keys.json"));
		expect([second.code, second.stderr.includes("signed by the new key from now on")]).toEqual([0, true]);
		expect((await query("--keys", at("keys.json"))).stderr).not.toContain("signed by the new key");
		expect((await cli(["ledger", "verify", at("budget.ledger"), "--key", verifierKey])).code).toBe(0);
	});

	it.each([
		[["--epsilon", "abc"], "expected a decimal"],
		[["--unit", "custmer"], 'no column "custmer" (did you mean "customer"?)'],
		[["--row-is-unit"], "say whose privacy is protected"],
		[["--max-groups", "0"], "positive whole number"],
		[["--sum", "total"], "column:min:max"],
		[["--sum", "total:5:1"], "a bound that is not below min"],
		[["--keys-list", "city=a"], "not one of the --group-by columns"],
		[["--budget-epsilon", "1"], "belong together"],
		[["--max-gruops", "3"], "Did you mean --max-groups?"],
	])("%j is refused before anything is read or spent", async (flags, message) => {
		const { at, query } = shop();
		const { code, stderr } = await query(...flags);
		expect([1, 2]).toContain(code);
		expect(stderr).toContain(message);
		expect(readdirSync(at("."))).toEqual(["orders.csv"]);
	});
});

describe("a faulty table", () => {
	it.each([
		["a number that is none", ORDERS.replace("SECRET-1,NO,1.25", "SECRET-1,NO,NaN"), 'orders.csv, row 2, column "total": not a number'],
		["a ragged row", `${ORDERS}SECRET\n`, "row 601, line 602: 1 fields"],
	])("%s costs nothing: the file is checked before the debit", async (_name, content, message) => {
		const { at, query } = shop({ "orders.csv": content });
		const { code, stdout, stderr } = await query();
		expect([code, stdout]).toEqual([1, ""]);
		expect(stderr).toContain(message);
		expect(stderr).not.toContain("SECRET");
		expect(readdirSync(at("."))).toEqual(["orders.csv"]);
	});

	it("on standard input is found after the debit, which is recorded and said", async () => {
		const { at } = shop();
		const args = ["query", "-", "--dataset", "stream", ...QUERY, "--ledger", at("l"), "--epsilon", "1", "--delta", "1e-6"];
		const { code, stderr } = await cli(args, { stdin: `${ORDERS}SECRET\n` });
		expect(code).toBe(1);
		expect(stderr).toContain("stays spent");
		expect(stderr).not.toContain("SECRET");
		expect((await entries(at("l"))).map(({ kind }) => kind)).toEqual(["total", "spend"]);
		expect((await cli(args.filter((arg) => arg !== "--dataset" && arg !== "stream"))).code).toBe(2);
	});

	it("and an interrupt after the debit leaves it recorded", async () => {
		const { at } = shop();
		const stdin = new Readable({ read: () => undefined });
		stdin.push(ORDERS);
		const interrupt = new AbortController();
		const args = ["query", "-", "--dataset", "stream", ...QUERY, "--ledger", at("l"), "--epsilon", "1", "--delta", "1e-6"];
		const running = cli(args, { stdin, signal: interrupt.signal });
		while (!existsSync(at("l")) || !readFileSync(at("l"), "latin1").includes("veilkit.dp/debit@1")) await delay(10);
		interrupt.abort("SIGINT");
		const { code, stdout, stderr } = await running;
		expect([code, stdout]).toEqual([130, ""]);
		expect(stderr).toContain("stays spent");
		expect((await entries(at("l"))).map(({ kind }) => kind)).toEqual(["total", "spend"]);
	});
});
