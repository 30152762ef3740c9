/**
 * The Adult census table, which nobody here made (`../shared/data/adult.csv` beside the repository; skipped where it is absent).
 *
 * Statistics: intervals at confidence 1 - 1e-6 for 7 groups, so a right implementation fails with α ≤ 7e-6 (n = 30,162); the seed is fixed.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { seededRandom } from "@veilkit/core/testing";
import { describe, expect, it } from "vitest";
import { streamOf, tableOf } from "./support/bytes.ts";
import { cli, workspace } from "./support/cli.ts";

const ADULT = fileURLToPath(new URL("../../../../shared/data/adult.csv", import.meta.url));

describe.skipIf(!existsSync(ADULT))("adult.csv (skipped unless ../shared/data is there)", () => {
	it("counts by workclass agree with the exact ones within their intervals", async () => {
		const at = workspace();
		const { rows } = await tableOf(streamOf(readFileSync(ADULT)));
		const exact = new Map<unknown, number>();
		for (const row of rows) exact.set(row[6], (exact.get(row[6]) ?? 0) + 1);
		const keys = [...exact.keys()].join(",");
		const query = ["query", ADULT, "--row-is-unit", "--group-by", "workclass", "--keys-list", `workclass=${keys}`, "--count"];
		const spend = ["--epsilon", "1", "--delta", "0", "--confidence", "0.999999", "--ledger", at("l"), "--json"];
		const { code, stdout } = await cli([...query, ...spend], { random: seededRandom(20_261_124) });
		expect(code).toBe(0);
		const answer = JSON.parse(stdout) as { rows: { workclass: string; count: { value: number; interval: [number, number] } }[] };
		expect(answer.rows).toHaveLength(7);
		for (const { workclass, count } of answer.rows) {
			expect(exact.get(workclass)).toBeGreaterThanOrEqual(count.interval[0]);
			expect(exact.get(workclass)).toBeLessThanOrEqual(count.interval[1]);
			expect(count.interval[1] - count.interval[0]).toBeLessThan(60);
		}
		expect(answer.rows.some(({ workclass, count }) => count.value !== exact.get(workclass))).toBe(true);
	});

	it("passes protect: the columns of the policy only, row by row", async () => {
		const columns = {
			age: { treatment: "generalize.bucket", width: 10 },
			workclass: { treatment: "keep" },
			occupation: { treatment: "token.hmac", domain: "demo" },
		};
		const at = workspace({ "policy.json": JSON.stringify({ version: 1, columns }) });
		await cli(["keys", "new", "--out", at("keys.json")]);
		const { code } = await cli(["protect", ADULT, "--policy", at("policy.json"), "--keys", at("keys.json"), "--out", at("safe.csv")]);
		expect(code).toBe(0);
		const raw = await tableOf(streamOf(readFileSync(ADULT)));
		const safe = await tableOf(streamOf(readFileSync(at("safe.csv"))));
		expect(safe.columns).toEqual(["age", "workclass", "occupation"]);
		expect(safe.rows.map((row) => row[1])).toEqual(raw.rows.map((row) => row[6]));
		expect(new Set(safe.rows.map((row) => row[2])).size).toBe(new Set(raw.rows.map((row) => row[7])).size);
	});
});
