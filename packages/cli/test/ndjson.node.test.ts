/** Reading and writing NDJSON: types are kept, anything that would change silently is refused. */
import { writeTable } from "@veilkit/cli/tables";
import { createBatch, isVeilkitError, toUtf8 } from "@veilkit/core";
import { describe, expect, it } from "vitest";
import { streamOf, tableOf, textOf } from "./support/bytes.ts";

const read = (input: string | Uint8Array, maxFieldLength = 1000) =>
	tableOf(streamOf(input), { format: "ndjson", name: "people.ndjson", maxFieldLength });

async function refusal(input: string | Uint8Array): Promise<string> {
	const error: unknown = await read(input).catch((caught: unknown) => caught);
	if (!isVeilkitError(error)) throw new Error("accepted");
	expect(`${error.message}${error.stack}${JSON.stringify(error.details)}`).not.toContain("SECRET");
	expect(error.cause).toBeUndefined();
	return `${error.code} ${error.message}`;
}

describe("an NDJSON file", () => {
	it("keeps types; missing names are null; blank lines are skipped", async () => {
		const text = '{"id":1,"name":"Åse","ok":true,"x":null}\r\n\n{"name":"","id":2.5}\n';
		expect(await read(text)).toEqual({
			columns: ["id", "name", "ok", "x"],
			rows: [
				[1, "Åse", true, null],
				[2.5, "", null, null],
			],
		});
	});

	it("reads the same wherever its chunks are cut", async () => {
		const bytes = toUtf8('{"a":"\\n😀é"}\n{"a":"\ufeffx"}');
		for (let cut = 0; cut <= bytes.length; cut++) {
			const { rows } = await tableOf(streamOf(bytes.subarray(0, cut), bytes.subarray(cut)), { format: "ndjson" });
			expect(rows).toEqual([["\n😀é"], ["\ufeffx"]]);
		}
	});

	it("is refused by place, never by value", async () => {
		expect(await refusal('{"id":1}\n{"id":SECRET}')).toBe("ERR_TABLE_JSON people.ndjson, line 2: not JSON");
		expect(await refusal('{"id":1}\n["SECRET"]')).toBe("ERR_TABLE_JSON people.ndjson, line 2: not a JSON object");
		expect(await refusal('{"id":{"SECRET":1}}')).toBe(
			'ERR_TABLE_NESTED people.ndjson, line 1, column "id": nested value; flatten it into columns of its own',
		);
		expect(await refusal('{"id":9007199254740993}')).toContain('ERR_TABLE_NUMBER people.ndjson, line 1, column "id"');
		expect(await refusal('{"id":1e999}')).toContain("ERR_TABLE_NUMBER");
		expect(await refusal('{"id":NaN}')).toContain("not JSON");
		expect(await refusal('{"id":1}\n\n{"id":1,"SECRET":2}')).toContain("ERR_TABLE_COLUMNS people.ndjson, line 3: 1 names more");
		expect(await refusal(`{"id":"${"SECRET".repeat(999)}"}`)).toContain('ERR_TABLE_SIZE people.ndjson, line 1, column "id"');
		expect(await refusal("")).toContain("ERR_TABLE_HEADER");
		expect(await refusal("{}\n")).toContain("ERR_TABLE_HEADER");
		expect(await refusal(Uint8Array.of(0x7b, 0xff))).toContain("ERR_TABLE_UTF8");
	});
});

describe("writing", () => {
	const batch = createBatch({ id: ["1", 2, 3n, true, null], when: [new Date(0), null, null, null, null] });

	it("keeps types in NDJSON, dates and big integers as text", async () => {
		expect(await textOf(writeTable([batch], { format: "ndjson", columns: ["id", "when"] }))).toBe(
			'{"id":"1","when":"1970-01-01T00:00:00.000Z"}\n{"id":2,"when":null}\n{"id":"3","when":null}\n{"id":true,"when":null}\n{"id":null,"when":null}\n',
		);
	});

	it("writes the same as text in CSV, in the order of the columns", async () => {
		expect(await textOf(writeTable([batch], { format: "csv", columns: ["when", "id"], delimiter: ";" }))).toBe(
			"when;id\n1970-01-01T00:00:00.000Z;1\n;2\n;3\n;true\n;\n",
		);
	});

	it("refuses NaN and missing columns by place", async () => {
		const broken = createBatch({ total: Float64Array.of(1, Number.NaN) });
		for (const format of ["csv", "ndjson"] as const) {
			await expect(textOf(writeTable([broken], { format, columns: ["total"] }))).rejects.toThrow(
				'output, row 2, column "total": NaN or infinite',
			);
			await expect(textOf(writeTable([broken], { format, columns: ["sum"] }))).rejects.toThrow(
				'output, column "sum": missing from a batch',
			);
		}
	});
});
