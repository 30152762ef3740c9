import { createBatch, type Value } from "@veilkit/core";
import { bindPolicy, policyFromJson } from "@veilkit/pseudonymize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

const DAY_MS = 86_400_000;

function shift(ids: readonly Value[], dates: readonly Value[], maxDays = 90, domain = "visits"): readonly Value[] {
	const policy = policyFromJson({
		version: 1,
		columns: { id: { treatment: "drop" }, date: { treatment: "shiftDate", by: "id", maxDays, domain } },
	});
	return bindPolicy(policy, { keys: fixedRing(1) }).batch(createBatch({ id: ids, date: dates })).columns["date"] as readonly Value[];
}

const days = (from: string, to: string): number => (Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / DAY_MS;

describe("shiftDate", () => {
	it("moves all dates of a subject by the same days: at least one, at most maxDays", () => {
		const date = fc
			.date({ min: new Date("0100-01-01"), max: new Date("9000-01-01"), noInvalidDate: true })
			.map((value) => value.toISOString());
		fc.assert(
			fc.property(fc.string(), date, date, fc.integer({ min: 1, max: 3650 }), (id, first, second, maxDays) => {
				const [a, b] = shift([id, id], [first, second], maxDays) as [string, string];
				const moved = days(first, a);
				expect(days(second, b)).toBe(moved);
				expect(Math.abs(moved)).toBeGreaterThanOrEqual(1);
				expect(Math.abs(moved)).toBeLessThanOrEqual(maxDays);
				expect(a.slice(10)).toBe(first.slice(10));
			}),
		);
	});

	it("keeps the form: text with its time as written, a Date as a Date at its time of day", () => {
		const texts = ["2024-02-28", "2024-02-28T23:59", "2024-02-28 23:59:58.123", "2024-02-28T23:59:58+05:30"];
		const shifted = shift(new Array(texts.length).fill("a"), texts) as string[];
		expect(shifted.map((text) => text.slice(10))).toEqual(texts.map((text) => text.slice(10)));
		expect(new Set(shifted.map((text) => text.slice(0, 10))).size).toBe(1);
		const [date] = shift(["a"], [new Date("2024-02-28T23:59:58Z")]) as [Date];
		expect(date.toISOString()).toBe(`${shifted[0]}T23:59:58.000Z`);
	});

	it("takes the subject by its text and leaves missing dates missing", () => {
		expect(shift([7, "7", null, "8"], ["2024-02-28", "2024-02-28", null, null])).toEqual([
			shift(["7"], ["2024-02-28"])[0],
			shift(["7"], ["2024-02-28"])[0],
			null,
			null,
		]);
	});

	it("differs between subjects, windows and the domains of the subjects' tokens", () => {
		const ids = Array.from({ length: 50 }, (_, index) => index);
		const dates = new Array(50).fill("2024-02-28");
		expect(new Set(shift(ids, dates)).size).toBeGreaterThan(20);
		expect(shift(ids, dates, 90)).not.toEqual(shift(ids, dates, 91));
		const inDomain = (treatment: string, domain: string): unknown => {
			const columns = { id: { treatment, domain }, date: { treatment: "shiftDate", by: "id", maxDays: 90 } };
			return bindPolicy(policyFromJson({ version: 1, columns }), { keys: fixedRing(1) }).batch(createBatch({ id: ids, date: dates }))
				.columns["date"];
		};
		expect(inDomain("token.hmac", "a")).toEqual(inDomain("token.siv", "a"));
		expect(inDomain("token.hmac", "a")).not.toEqual(inDomain("token.hmac", "b"));
		expect(inDomain("token.hmac", "a")).not.toEqual(shift(ids, dates, 90, "a"));
	});

	it("of subjects without tokens is bound to a domain that must be named, and only there", () => {
		const ids = ["17", "18", "19"];
		const dates = new Array(3).fill("2024-02-28");
		expect(shift(ids, dates, 365, "patients")).not.toEqual(shift(ids, dates, 365, "doctors"));
		const bind = (id: object, more: object): unknown => {
			const columns = { id, date: { treatment: "shiftDate", by: "id", maxDays: 9, ...more } };
			return bindPolicy(policyFromJson({ version: 1, columns }), { keys: fixedRing(1) });
		};
		const dropped = { treatment: "drop" };
		const token = { treatment: "token.hmac", domain: "crm" };
		expect(bind(dropped, { domain: "visits" })).toBeDefined();
		expect(bind(token, {})).toBeDefined();
		expect(() => bind(dropped, {})).toThrow('expected a domain, since "id" has no tokens');
		expect(() => bind(token, { domain: "visits" })).toThrow('expected none, since the tokens of "id" have one');
	});

	it("takes the subject in the form of its tokens, so that one token means one shift", () => {
		const columns = {
			id: { treatment: "token.hmac", domain: "crm", canonical: "email" },
			date: { treatment: "shiftDate", by: "id", maxDays: 3650 },
		};
		const release = bindPolicy(policyFromJson({ version: 1, columns }), { keys: fixedRing(1) });
		const { id, date } = release.batch(
			createBatch({ id: ["Ada@x.org", " ada@X.org", "eve@x.org"], date: new Array(3).fill("2024-02-28") }),
		).columns;
		expect([id?.[1], date?.[1]]).toEqual([id?.[0], date?.[0]]);
		expect(date?.[2]).not.toBe(date?.[0]);
	});

	it.each([
		"2023-02-29",
		"2024-13-01",
		"2024-00-10",
		"2024-04-31",
		"24-01-01",
		"2024-01-01T24:00",
		"01/02/2024",
		"",
		new Date(Number.NaN),
		20240101,
	])("refuses what is no date by column and row, never by value: case %#", (value) => {
		expect(shift(["a", "b"], ["2024-02-29", "2000-02-29"])).toHaveLength(2);
		expect(() => shift(["a", "b"], ["2024-02-29", value])).toThrow(/^column "date", row 2: expected an ISO 8601 date/);
	});

	it("refuses a date whose subject is missing, and one that leaves the calendar", () => {
		expect(() => shift(["a", null], ["2024-02-29", "2024-02-29"])).toThrow('column "id", row 2: expected a subject for the date');
		const edges = Array.from({ length: 20 }, (_, index) => index);
		expect(() => shift(edges, new Array(20).fill("9999-12-31"), 1)).toThrow("stays in the years 0000 to 9999");
		expect(() => shift(edges, new Array(20).fill("0000-01-01"), 1)).toThrow("stays in the years 0000 to 9999");
	});
});
