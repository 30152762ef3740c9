import { createBatch } from "@veilkit/core";
import { bindPolicy, type DetectedSpan, definePolicy, redact, type TextDetector } from "@veilkit/pseudonymize";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

function redacted(detector: TextDetector, text: string): string {
	const policy = definePolicy(v.object({ note: v.string() }), { note: redact({ detector }) });
	return bindPolicy(policy, { keys: fixedRing(1) }).batch(createBatch({ note: [text] })).columns["note"]?.[0] as string;
}

const digits: TextDetector = (text) =>
	[...text.matchAll(/\d+/g)].map(({ 0: found, index }) => ({ start: index, end: index + found.length, type: "digits" }));

describe("redact", () => {
	it("puts the kind of a finding in its place", () => {
		expect(redacted(digits, "Call 555 or 0199.")).toBe("Call [digits] or [digits].");
		expect(redacted(digits, "nothing here")).toBe("nothing here");
		expect(redacted(digits, "7")).toBe("[digits]");
	});

	it("cuts overlapping and nested findings once, in any order", () => {
		const spans: readonly DetectedSpan[] = [
			{ start: 4, end: 9, type: "late" },
			{ start: 0, end: 5, type: "early" },
			{ start: 1, end: 3, type: "inner" },
		];
		expect(redacted(() => spans, "0123456789")).toBe("[early]9");
	});

	it("releases no character inside a span", () => {
		const span = fc
			.tuple(fc.nat({ max: 19 }), fc.integer({ min: 1, max: 20 }))
			.map(([start, length]) => ({ start, end: Math.min(20, start + length), type: "t" }));
		fc.assert(
			fc.property(fc.array(span, { maxLength: 6 }), (spans) => {
				const text = Array.from({ length: 20 }, (_, index) =>
					spans.some(({ start, end }) => index >= start && index < end) ? "X" : "o",
				).join("");
				const safe = redacted(() => spans, text);
				expect(safe).not.toContain("X");
				expect(safe.replaceAll("[t]", "").length).toBe([...text].filter((character) => character === "o").length);
			}),
		);
	});

	it.each([
		[[{ start: 0, end: 99, type: "t" }]],
		[[{ start: 3, end: 3, type: "t" }]],
		[[{ start: -1, end: 2, type: "t" }]],
		[[{ start: 0.5, end: 2, type: "t" }]],
		[[{ start: 0, end: 2, type: "SECRET text" }]],
		["spans" as never],
	])("refuses a detector that does not do its work: case %#", (spans) => {
		expect(redacted(() => [{ start: 0, end: 2, type: "t" }], "SECRET")).toBe("[t]CRET");
		expect(() => redacted(() => spans, "SECRET")).toThrow('column "note", row 1: the detector gave');
	});

	it("never shows what a detector quotes when it fails", () => {
		const failing: TextDetector = (text) => {
			throw new Error(`cannot read ${text}`);
		};
		try {
			redacted(failing, "SECRET");
			expect.unreachable();
		} catch (error) {
			expect(error).toMatchObject({ code: "ERR_PSEUDONYMIZE_DETECTOR", details: { column: "note", row: 1 } });
			expect((error as Error).cause).toBeUndefined();
			expect(String(error)).not.toContain("SECRET");
		}
	});
});
