import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rowsOf } from "@veilkit/core";
import { manualClock, seededRandom } from "@veilkit/core/testing";
import { policyFromJson, policyToJson } from "@veilkit/pseudonymize";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runDemo } from "../src/demo.ts";
import type { Findings } from "../src/findings.ts";
import { releasePolicy } from "../src/steps/policy.ts";
import { readShop } from "../src/steps/read.ts";
import { verifyReceipts } from "../src/steps/receipts.ts";

let out: string;
let findings: Findings;
const told: string[] = [];

beforeAll(async () => {
	out = await mkdtemp(join(tmpdir(), "veilkit-shop-"));
	findings = await runDemo({ out, tell: (text) => told.push(text), random: seededRandom(7), clock: manualClock("2026-11-24T12:00:00Z") });
}, 60_000);

afterAll(() => rm(out, { recursive: true, force: true }));

const output = (name: string): Promise<string> => readFile(join(out, name), "utf8");

/** Name, address and phone number of every customer, without those that are missing. */
async function identifiersOfAll(): Promise<readonly string[]> {
	const { customers } = await readShop();
	const rows = customers.flatMap((batch) => [...rowsOf(batch)]);
	return rows.flatMap(({ name, email, phone }) => [name, email, phone].map((value) => String(value ?? "").trim())).filter(Boolean);
}

describe("the demo", () => {
	it("writes the safe table, the log with its checkpoint, and the report", async () => {
		expect((await readdir(out)).sort()).toEqual(["checkpoint.txt", "customers.safe.csv", "receipts.ledger", "report.html"]);
	});

	it("releases every customer", async () => {
		const lines = (await output("customers.safe.csv")).trimEnd().split("\n");
		expect(lines[0]).toBe("id,email,birth_date,postcode,country,signup_date,marketing_opt_in");
		expect(lines).toHaveLength(5_001);
	});

	it("releases no name, address or phone number of any of them", async () => {
		// Each identifier holds one of three characters that the safe table does not have at all, so none can be part of it.
		const telltale = /[ @+]/;
		const identifiers = await identifiersOfAll();
		expect(identifiers.length).toBeGreaterThan(14_000);
		expect(identifiers.filter((identifier) => !telltale.test(identifier))).toEqual([]);
		expect(telltale.exec(await output("customers.safe.csv"))).toBeNull();
	});

	it("recognises second accounts by their tokens, whatever the letter case", () => {
		const { before, after } = findings.release.sample;
		const email = findings.release.sample.columns.findIndex(({ name }) => name === "email");
		expect(before[2]?.[email]).not.toBe(before[3]?.[email]);
		expect(after[2]?.[email]).toBe(after[3]?.[email]);
		expect(after[1]?.[email]).not.toBe(after[3]?.[email]);
	});

	it("makes most customers look like others", () => {
		expect(findings.before.alone).toBeGreaterThan(4_500);
		expect(findings.after.alone).toBeLessThan(100);
	});

	it("charges three questions and refuses the fourth", () => {
		expect(findings.answers.map(({ epsilon }) => epsilon)).toEqual(["1.5", "0.8", "0.4"]);
		expect(findings.budget).toMatchObject({ total: "3", spent: "2.7", remaining: "0.3" });
		expect(findings.budget.refusal.code).toBe("ERR_DP_BUDGET_EXCEEDED");
		expect(findings.receipts.entries).toBe(4);
	});

	it("says the same in policy.json as in the typed policy", async () => {
		const file: unknown = JSON.parse(await readFile(new URL("../policy.json", import.meta.url), "utf8"));
		expect(policyToJson(policyFromJson(file))).toEqual(policyToJson(releasePolicy));
	});

	it("tells each step as it goes, within 100 columns", () => {
		expect(told).toHaveLength(5);
		const widest = Math.max(...told.flatMap((text) => text.split("\n").map((line) => [...line].length)));
		expect(widest).toBeLessThanOrEqual(100);
	});
});

describe("the log of the demo", () => {
	/** A copy of the log with one bit of one byte flipped. */
	async function withFlippedByte(share: number): Promise<string> {
		const folder = join(out, `flipped-${share}`);
		await mkdir(folder, { recursive: true });
		const bytes = await readFile(join(out, "receipts.ledger"));
		const at = Math.floor(share * (bytes.length - 1));
		bytes[at] = (bytes[at] ?? 0) ^ 1;
		await writeFile(join(folder, "receipts.ledger"), bytes);
		return folder;
	}

	it("verifies", async () => {
		const folder = join(out, "copy");
		await mkdir(folder);
		await copyFile(join(out, "receipts.ledger"), join(folder, "receipts.ledger"));
		const { checkpoint } = await verifyReceipts(folder, findings.receipts.verifierKey);
		expect(checkpoint).toBe(await output("checkpoint.txt"));
	});

	it.each([0, 0.1, 0.3, 0.5, 0.7, 0.9, 1])("does not verify with a byte flipped at %d of its length", async (share) => {
		await expect(verifyReceipts(await withFlippedByte(share), findings.receipts.verifierKey)).rejects.toThrow();
	});
});

describe("the report of the demo", () => {
	const external = /https?:|\b(?:src|href)=|url\(|@import|<(?:script|link|iframe|img)\b/i;

	it("loads nothing", async () => {
		expect(external.test('<script src="https://example.org/x.js"></script>')).toBe(true);
		expect(external.exec(await output("report.html"))).toBeNull();
	});

	it("describes each chart in words and in a table", async () => {
		const page = await output("report.html");
		const count = (pattern: RegExp): number => page.match(pattern)?.length ?? 0;
		expect(count(/<svg /g)).toBe(6);
		expect(count(/role="img" aria-label="[^"]{20,}"/g)).toBe(6);
		expect(count(/<details><summary>Numbers<\/summary><table>/g)).toBe(6);
	});

	it("follows light and dark, and prints", async () => {
		const page = await output("report.html");
		expect(page).toContain("prefers-color-scheme: dark");
		expect(page).toContain("@media print");
	});
});
