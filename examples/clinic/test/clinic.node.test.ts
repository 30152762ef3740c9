import { readFile } from "node:fs/promises";
import { rowsOf } from "@veilkit/core";
import { describe, expect, it } from "vitest";
import { releasePatients } from "../src/clinic.ts";
import { generatePatients } from "../src/generate.ts";

const raw = await readFile(new URL("../data/patients.csv", import.meta.url), "utf8");

describe("the clinic", () => {
	it("has data that its generator makes again, byte for byte", () => {
		expect(generatePatients() === raw).toBe(true);
	});

	it("is refused with the first policy, by section, and passes with the second", async () => {
		const { refused, allowed } = await releasePatients();
		expect(refused.map(({ column }) => column)).toEqual(["mrn", "birth_date", "zip", "admitted", "notes"]);
		for (const { source } of refused) expect(source).toContain("45 CFR 164.514");
		expect(allowed).toEqual([]);
	});

	it("releases no identifier, no day, no age over 89 and no small area", async () => {
		const { released, risk } = await releasePatients();
		expect(Object.keys(released.columns)).toEqual(["study_code", "birth_date", "sex", "zip", "admitted", "diagnosis", "charges"]);
		const rows = [...rowsOf(released)];
		expect(rows).toHaveLength(200);
		for (const row of rows) {
			expect(row["birth_date"]).toMatch(/^(?:<=1936|19(?:3[7-9]|[4-9]\d)|20[012]\d)$/);
			expect(row["zip"]).toMatch(/^(?:900|910|921|000)$/);
			expect(row["admitted"]).toMatch(/^202[45]$/);
			expect(Number(row["charges"])).toBeLessThanOrEqual(25_000);
		}
		expect(rows.map((row) => row["birth_date"])).toContain("<=1936");
		expect(rows.map((row) => row["zip"])).toContain("000");
		const text = JSON.stringify(rows);
		for (const line of raw.trimEnd().split("\n").slice(1)) {
			const [, mrn, name, birthDate] = line.split(",") as [string, string, string, string];
			for (const secret of [mrn, name, birthDate]) expect(text).not.toContain(secret);
		}
		expect(risk.k).toBe(1);
	});
});
