/** `veilkit risk` and `veilkit anonymize`: the sheet of a table, and a release that meets its targets. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cli, workspace } from "./support/cli.ts";

const PATIENTS = `name,age,town,illness
Ada,31,Oslo,flu
Ben,34,Oslo,cold
Cem,52,Lund,flu
Dia,58,Lund,cough
`;
const TOWNS = "Oslo;Norway;*\nLund;Sweden;*\n";
const COLUMNS = ["--qi", "age,town", "--sensitive", "illness"];

describe("risk", () => {
	it("prints the sheet as Markdown or JSON, or writes it as a page", async () => {
		const at = workspace({ "patients.csv": PATIENTS });
		const markdown = await cli(["risk", at("patients.csv"), ...COLUMNS]);
		expect(markdown.code).toBe(0);
		expect(markdown.stdout).toContain("| k | 1 | size of the smallest class |");
		const json = await cli([
			"risk",
			at("patients.csv"),
			...COLUMNS,
			"--population-size",
			"40",
			"--epsilon",
			"1/2",
			"--delta",
			"0",
			"--json",
		]);
		expect(JSON.parse(json.stdout)).toMatchObject({
			k: 1,
			sensitive: [{ column: "illness", distinctL: 1 }],
			populationUniqueness: { estimator: "pitman" },
			privacySpent: { epsilon: "1/2", delta: "0" },
		});
		const page = await cli(["risk", at("patients.csv"), ...COLUMNS, "--out", at("risk.html")]);
		expect([page.code, page.stdout]).toEqual([0, ""]);
		expect(readFileSync(at("risk.html"), "utf8")).toMatch(/^<!doctype html>.*<svg/s);
	});

	it("refuses columns that are not there and files that are no sheet", async () => {
		const at = workspace({ "patients.csv": PATIENTS });
		const absent = await cli(["risk", at("patients.csv"), "--qi", "aeg"]);
		expect([absent.code, absent.stderr.includes('no column "aeg"')]).toEqual([1, true]);
		const strange = await cli(["risk", at("patients.csv"), ...COLUMNS, "--out", at("risk.pdf")]);
		expect([strange.code, existsSync(at("risk.pdf"))]).toEqual([2, false]);
		expect((await cli(["risk", at("patients.csv"), ...COLUMNS, "--epsilon", "1"])).stderr).toContain("belong together");
	});
});

describe("anonymize", () => {
	it("releases named columns only, generalised, with a sheet beside them", async () => {
		const at = workspace({ "patients.csv": PATIENTS });
		const args = [
			"anonymize",
			at("patients.csv"),
			"--k",
			"2",
			"--l",
			"2",
			...COLUMNS,
			"--out",
			at("safe.csv"),
			"--sheet",
			at("sheet.json"),
		];
		const { code, stdout, stderr } = await cli(args);
		expect([code, stdout]).toEqual([0, ""]);
		expect(stderr).toContain("not named, left out: name");
		expect(stderr).toContain("anonymized 4 rows, 0 left out: k 2, 2 classes");
		const safe = readFileSync(at("safe.csv"), "utf8");
		expect(safe).toBe('age,town,illness\n"[31,34]",Oslo,flu\n"[31,34]",Oslo,cold\n"[52,58]",Lund,flu\n"[52,58]",Lund,cough\n');
		expect(JSON.parse(readFileSync(at("sheet.json"), "utf8"))).toMatchObject({ k: 2, sensitive: [{ distinctL: 2 }] });
	});

	it("takes hierarchies for full-domain generalisation", async () => {
		const at = workspace({ "patients.csv": PATIENTS, "towns.csv": TOWNS });
		const base = ["anonymize", at("patients.csv"), "--k", "3", "--qi", "town", "--method", "full-domain", "--out", "-"];
		const { code, stdout } = await cli([...base, "--hierarchy", `town=${at("towns.csv")}`, "--suppression", "0"]);
		expect([code, stdout]).toEqual([0, "town\n*\n*\n*\n*\n"]);
		expect((await cli([...base, "--suppression", "0"])).stderr).toContain("--hierarchy column=file for: town");
		expect((await cli([...base, "--hierarchy", `town=${at("towns.csv")}`])).stderr).toContain("--suppression");
	});

	it("writes nothing where the targets cannot be met or the flags contradict each other", async () => {
		const at = workspace({ "patients.csv": PATIENTS });
		const run = (...more: string[]) => cli(["anonymize", at("patients.csv"), "--qi", "age", "--out", at("safe.csv"), ...more]);
		expect(await run("--k", "5")).toMatchObject({ code: 1 });
		expect(await run("--k", "2", "--l", "2")).toMatchObject({ code: 2 });
		expect(await run("--k", "2", "--suppression", "0.1")).toMatchObject({ code: 2 });
		expect(await run("--k", "2", "--t", "2", "--sensitive", "illness")).toMatchObject({ code: 2 });
		expect(existsSync(at("safe.csv"))).toBe(false);
	});
});
