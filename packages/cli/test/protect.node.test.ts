/** `veilkit protect` and `veilkit reveal`: closed by default, whole or not there, silent about values. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { streamOf, tableOf } from "./support/bytes.ts";
import { CUSTOMERS, cli, POLICY, workspace } from "./support/cli.ts";

async function prepared(
	files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<{ at: (name: string) => string; protect: (input: string, ...more: string[]) => ReturnType<typeof cli> }> {
	const at = workspace({ "policy.json": POLICY, "customers.csv": CUSTOMERS, ...files });
	await cli(["keys", "new", "--out", at("keys.json")]);
	return { at, protect: (input, ...more) => cli(["protect", input, "--policy", at("policy.json"), "--keys", at("keys.json"), ...more]) };
}

describe("protect", () => {
	it("releases what the policy names, leaves out the rest and says so", async () => {
		const { at, protect } = await prepared();
		const { code, stdout, stderr } = await protect(at("customers.csv"), "--out", at("safe.csv"));
		expect([code, stdout]).toEqual([0, ""]);
		expect(stderr).toContain("not in the policy, left out: loyalty");
		expect(stderr).toMatch(/protected 3 rows, 4 columns/);
		const safe = readFileSync(at("safe.csv"), "utf8");
		expect(safe + stderr).not.toContain("SECRET");
		const { columns, rows } = await tableOf(streamOf(safe));
		expect(columns).toEqual(["id", "email", "country", "birthDate"]);
		expect(rows.map((row) => row[2])).toEqual(["NO", "SE", "NO"]);
		expect(rows[2]?.slice(1)).toEqual([null, "NO", null]);
	});

	it("comes back by reveal, for the columns that are named, with the right key only", async () => {
		const { at, protect } = await prepared();
		await protect(at("customers.csv"), "--out", at("safe.csv"));
		const reveal = (keys: string, ...more: string[]) =>
			cli(["reveal", at("safe.csv"), "--policy", at("policy.json"), "--keys", keys, "--columns", "email", ...more]);
		const { code, stdout } = await reveal(at("keys.json"));
		expect(code).toBe(0);
		expect((await tableOf(streamOf(stdout))).rows.map((row) => row[1])).toEqual(["ada.secret@example.org", "åse.secret@example.org", null]);

		expect((await cli(["keys", "rotate", at("keys.json"), "--purpose", "pseudonymize"])).code).toBe(0);
		expect((await reveal(at("keys.json"))).stdout).toBe(stdout);

		await cli(["keys", "new", "--out", at("other.json")]);
		const wrong = await reveal(at("other.json"), "--out", at("clear.csv"));
		expect(wrong.code).toBe(3);
		expect(wrong.stderr).toContain('safe.csv, column "email", row 1');
		expect(existsSync(at("clear.csv"))).toBe(false);
	});

	it("knows the opt-in treatments too: digits stay digits, addresses stay addresses, and both come back", async () => {
		const columns = {
			card: { treatment: "token.fpe", domain: "cards", canonical: "exact", alphabet: "0123456789", passThrough: "-", keepLast: 0 },
			address: { treatment: "ip.prefix", domain: "logs" },
		};
		const { at, protect } = await prepared({
			"policy.json": JSON.stringify({ version: 1, columns }),
			"log.csv": "card,address\n4111-1111-1111-1111,192.0.2.7\n5500-0000-0000-0004,192.0.2.9\n",
		});
		expect((await protect(at("log.csv"), "--out", at("safe.csv"))).code).toBe(0);
		const safe = (await tableOf(streamOf(readFileSync(at("safe.csv"), "utf8")))).rows;
		for (const [card, address] of safe) {
			expect(card).toMatch(/^(\d{4}-){3}\d{4}$/);
			expect(address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
		}
		const args = ["reveal", at("safe.csv"), "--policy", at("policy.json"), "--keys", at("keys.json"), "--columns", "card,address"];
		const { code, stdout } = await cli(args);
		expect(code).toBe(0);
		expect((await tableOf(streamOf(stdout))).rows).toEqual([
			["4111-1111-1111-1111", "192.0.2.7"],
			["5500-0000-0000-0004", "192.0.2.9"],
		]);
	});

	it("streams from standard input to standard output, CSV or NDJSON", async () => {
		const { at } = await prepared();
		const args = ["protect", "-", "--policy", at("policy.json"), "--keys", at("keys.json"), "--out", "-"];
		const csv = await cli(args, { stdin: CUSTOMERS.replaceAll(",", ";") });
		expect(csv.code).toBe(0);
		expect(csv.stdout.split("\n")[0]).toBe("id;email;country;birthDate");
		const row = { id: "c1-SECRET", email: "Ada.SECRET@example.org", country: "NO", birthDate: null, notes: "SECRET" };
		const json = await cli([...args, "--format", "ndjson"], { stdin: `${JSON.stringify(row)}\n` });
		expect(json.code).toBe(0);
		expect(Object.keys(JSON.parse(json.stdout) as object)).toEqual(["id", "email", "country", "birthDate"]);
		expect(json.stdout).not.toContain("SECRET");
	});

	it("shows what would happen with --dry-run, without keys, values or files", async () => {
		const { at } = await prepared();
		const args = ["protect", at("customers.csv"), "--policy", at("policy.json"), "--dry-run"];
		const { code, stdout, stderr } = await cli(args);
		expect(code).toBe(0);
		expect(stdout).toMatch(/email +token\.siv +domain=crm canonical=email/);
		expect(stdout).toMatch(/loyalty +drop +not in the policy/);
		expect(stdout + stderr).not.toContain("SECRET");
		expect(JSON.parse((await cli([...args, "--json"])).stdout)).toMatchObject({ dryRun: true });
		expect((await cli([...args, "--keys", at("keys.json")])).stderr).toContain("the first 3 rows pass");
		expect(readdirSync(at("."))).toEqual(["customers.csv", "keys.json", "policy.json"]);
	});

	it("reports for machines with --json", async () => {
		const { at, protect } = await prepared();
		const { stdout } = await protect(at("customers.csv"), "--out", at("safe.csv"), "--json");
		expect(JSON.parse(stdout)).toMatchObject({ rows: 3, columns: ["id", "email", "country", "birthDate"], dropped: ["loyalty"] });
	});
});

describe("bad input leaves a message with the place, no value, and no file", () => {
	const bad: readonly (readonly [string, string | Uint8Array, number, string])[] = [
		["a ragged row", `${CUSTOMERS}SECRET,x\n`, 1, "row 4, line 5: 2 fields where the header has 6"],
		["invalid UTF-8", Buffer.concat([Buffer.from(CUSTOMERS), Buffer.from([0xff])]), 1, "line 5: not UTF-8 at byte"],
		["a missing header", "SECRET1,a,b,c,d,e\n", 1, 'no column "id", "email", "country", "birthDate", "notes" among the 6'],
		["a mistyped header", CUSTOMERS.replace("birthDate", "birth_date"), 1, 'no column "birthDate" (did you mean "birth_date"?)'],
		["a date that is none", CUSTOMERS.replace("1985-12-01", "SECRET-12-01"), 1, 'bad.csv, column "birthDate", row 2'],
		["a huge field", CUSTOMERS.replace("quotes", "SECRET".repeat(400_000)), 1, 'row 1, column "notes": field longer than 1048576'],
		["an unclosed quote", `${CUSTOMERS}1,"SECRET`, 1, 'row 4, line 5, column "email": the file ends inside a quoted field'],
		["an empty file", "", 1, "bad.csv: empty"],
	];

	it.each(bad)("%s", async (_name, content, expectedCode, message) => {
		const { at, protect } = await prepared({ "bad.csv": content });
		const { code, stdout, stderr } = await protect(at("bad.csv"), "--out", at("safe.csv"));
		expect([code, stdout]).toEqual([expectedCode, ""]);
		expect(stderr).toContain(message);
		expect(stderr).toContain("bad.csv");
		expect(stderr).not.toContain("SECRET");
		expect(readdirSync(at(".")).sort()).toEqual(["bad.csv", "customers.csv", "keys.json", "policy.json"]);
	});

	it("keeps the file that was there before", async () => {
		const { at, protect } = await prepared({ "bad.csv": `${CUSTOMERS}x\n`, "safe.csv": "earlier" });
		expect((await protect(at("bad.csv"), "--out", at("safe.csv"))).code).toBe(1);
		expect(readFileSync(at("safe.csv"), "utf8")).toBe("earlier");
	});

	it("refuses to replace its input, wrong policies and missing files", async () => {
		const { at, protect } = await prepared({ "odd.json": '{"version":1,"columns":{"id":{"treatment":"tokn"}}}', "no.json": "SECRET" });
		expect((await protect(at("customers.csv"), "--out", at("customers.csv"))).stderr).toContain("would replace the input");
		expect((await protect(at("absent.csv"), "--out", at("safe.csv"))).stderr).toContain("absent.csv: no such file");
		expect((await protect(at("."), "--out", at("safe.csv"))).stderr).toContain("is a folder");
		const odd = await cli(["protect", at("customers.csv"), "--policy", at("odd.json"), "--dry-run"]);
		expect(odd.stderr).toContain("odd.json: policy(.columns).id.treatment: expected one of keep");
		const none = await cli(["protect", at("customers.csv"), "--policy", at("no.json"), "--dry-run"]);
		expect([none.code, none.stderr.includes("SECRET")]).toEqual([1, false]);
	});

	it("suggests the column to reveal", async () => {
		const { at, protect } = await prepared();
		await protect(at("customers.csv"), "--out", at("safe.csv"));
		const { code, stderr } = await cli([
			"reveal",
			at("safe.csv"),
			"--policy",
			at("policy.json"),
			"--keys",
			at("keys.json"),
			"--columns",
			"emial",
		]);
		expect([code, stderr.includes('did you mean "email"?')]).toEqual([2, true]);
	});

	it("an altered token is refused by place, and nothing is revealed", async () => {
		const { at, protect } = await prepared();
		const { stdout } = await protect(at("customers.csv"), "--out", "-");
		const altered = stdout.replace(
			/(,A)([A-Za-z0-9_-]{8})(.)/,
			(_all, start, head, flip: string) => `${start}${head}${flip === "A" ? "B" : "A"}`,
		);
		expect(altered).not.toBe(stdout);
		const args = ["reveal", "-", "--policy", at("policy.json"), "--keys", at("keys.json"), "--columns", "email", "--out", at("clear.csv")];
		expect((await cli(args, { stdin: stdout })).code).toBe(0);
		const { code, stderr } = await cli([...args.slice(0, -1), at("clear2.csv")], { stdin: altered });
		expect([code, existsSync(at("clear2.csv"))]).toEqual([3, false]);
		expect(stderr).toContain('standard input, column "email", row 1');
	});
});
