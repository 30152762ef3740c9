/** Reading CSV: what is accepted, what is refused, and that no refusal quotes the data. */
import { readTable } from "@veilkit/cli/tables";
import { isVeilkitError, toUtf8 } from "@veilkit/core";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { streamOf, tableOf } from "./support/bytes.ts";

const NASTY = '\ufeffid;"na;me";note\r\n1;"Åse ""A"" Ødegård";"two\r\nlines"\n2;;""\n3;😀 é;" , | \t"\r\n4;\r;x\n5;"";last';
const NASTY_ROWS = [
	["1", 'Åse "A" Ødegård', "two\r\nlines"],
	["2", null, null],
	["3", "😀 é", " , | \t"],
	["4", "\r", "x"],
	["5", null, "last"],
];

async function refusal(input: string | Uint8Array, options: { maxFieldLength?: number } = {}): Promise<{ code: string; message: string }> {
	try {
		await tableOf(streamOf(input), options);
	} catch (error) {
		if (isVeilkitError(error)) {
			expect(error.cause).toBeUndefined();
			expect(JSON.stringify(error.details) + error.message + error.stack).not.toContain("SECRET");
			return { code: error.code, message: error.message };
		}
		throw error;
	}
	throw new Error("accepted");
}

describe("a CSV file", () => {
	it("may hold quotes, line breaks, either line end, a byte-order mark and any script", async () => {
		expect(await tableOf(streamOf(NASTY))).toEqual({ columns: ["id", "na;me", "note"], rows: NASTY_ROWS });
	});

	it("reads the same wherever its chunks are cut", async () => {
		const bytes = toUtf8(NASTY);
		for (let cut = 0; cut <= bytes.length; cut++) {
			expect((await tableOf(streamOf(bytes.subarray(0, cut), bytes.subarray(cut)))).rows).toEqual(NASTY_ROWS);
		}
		const singles = Array.from(bytes, (byte) => Uint8Array.of(byte));
		expect((await tableOf(streamOf(...singles))).rows).toEqual(NASTY_ROWS);
	});

	it("reads as csv-parse's synchronous form reads it, empty fields aside", async () => {
		const records: string[][] = parse(NASTY, { bom: true, delimiter: ";", record_delimiter: ["\r\n", "\n"] });
		const { columns, rows } = await tableOf(streamOf(NASTY));
		expect([[...columns], ...rows.map((row) => row.map((value) => value ?? ""))]).toEqual(records);
	});

	it.each([
		[",", "a,b;c\n"],
		[";", "a;b;c\n"],
		["\t", "a\tb\n"],
		["|", '"a,,,,"|b|c\n'],
		[",", "single\n"],
		[";", '"a;b"";";c'],
	])("finds the delimiter %j in its header line", async (delimiter, text) => {
		expect((await readTable(streamOf(text), { format: "csv", name: "t.csv" })).delimiter).toBe(delimiter);
	});

	it("may be a header only, or end without a line end", async () => {
		expect(await tableOf(streamOf("a,b"))).toEqual({ columns: ["a", "b"], rows: [] });
		expect((await tableOf(streamOf("a,b\n1,2"))).rows).toEqual([["1", "2"]]);
		expect((await tableOf(streamOf("a\n\nx\n\n"))).rows).toEqual([[null], ["x"], [null]]);
	});

	it("comes in batches of the size asked for, in order", async () => {
		const text = `n\n${Array.from({ length: 10 }, (_, index) => index).join("\n")}\n`;
		const { batches } = await readTable(streamOf(text), { format: "csv", name: "n.csv", batchRows: 4 });
		const lengths: number[] = [];
		for await (const batch of batches) lengths.push(batch.length);
		expect(lengths).toEqual([4, 4, 2]);
	});

	it("keeps names that objects find special", async () => {
		expect(await tableOf(streamOf("__proto__,2,1\na,b,c\n"))).toEqual({ columns: ["__proto__", "2", "1"], rows: [["a", "b", "c"]] });
	});
});

describe("a faulty CSV file is refused by place, never by value", () => {
	const header = "id,name\n1,SECRET\n";

	it("a control character in a column's name, such as the line ends of a file that has no LF", async () => {
		expect((await tableOf(streamOf('"na me",é\r\n1,2\r\n'))).columns).toEqual(["na me", "é"]);
		for (const text of [
			"id,name\r1,SECRET\r2,SECRET\r",
			'id,"SECRET\nname"\n',
			'id,"SECRET\r\n"',
			"id,SECRET\u0000\n",
			"id,SECRET\u0085\n",
		]) {
			expect(await refusal(text)).toEqual({
				code: "ERR_TABLE_HEADER",
				message:
					"people.csv, line 1, column 2: its name holds a line end or another control character; convert the line ends of the file to LF",
			});
		}
		expect((await refusal("SECRET\r")).code).toBe("ERR_TABLE_HEADER");
	});

	it("ragged rows", async () => {
		expect(await refusal(`${header}2\n`)).toEqual({
			code: "ERR_TABLE_RAGGED",
			message: "people.csv, row 2, line 3: 1 fields where the header has 2",
		});
		expect((await refusal(`${header}SECRET,SECRET,SECRET\n`)).message).toContain("row 2, line 3: 3 fields");
	});

	it("invalid UTF-8, wherever it stands", async () => {
		const good = toUtf8(`${header}é`);
		for (const bad of [[0xff], [0xc3, 0x28], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0x80]]) {
			expect(await refusal(Uint8Array.of(...good, ...bad))).toEqual({
				code: "ERR_TABLE_UTF8",
				message: `people.csv, line 3: not UTF-8 at byte ${good.length}; convert the file to UTF-8`,
			});
		}
		expect((await refusal(Uint8Array.of(0xff, 0xfe, 0x61, 0))).message).toContain("line 1: not UTF-8 at byte 0");
	});

	it("headers that are empty, unnamed or equal", async () => {
		expect((await refusal("")).message).toBe("people.csv: empty; the first line must name the columns");
		expect((await refusal("SECRET,,x\n")).message).toBe("people.csv, line 1, column 2: has no name");
		expect((await refusal("SECRET,x,SECRET\n")).message).toBe("people.csv, line 1, column 3: has the name of column 1");
	});

	it("fields over the limit", async () => {
		expect(await refusal(`id,name\n1,a\n2,${"SECRET".repeat(4)}\n`, { maxFieldLength: 20 })).toEqual({
			code: "ERR_TABLE_SIZE",
			message: 'people.csv, row 2, column "name": field longer than 20 characters; raise the limit (--max-field) if that is right',
		});
	});

	it("quotes that never close or stand inside a field", async () => {
		expect((await refusal('id,name\n1,"SECRET\n')).message).toContain('column "name": the file ends inside a quoted field');
		expect((await refusal(`id,name\n1,"${"SECRET\n".repeat(99)}`, { maxFieldLength: 20 })).code).toBe("ERR_TABLE_SIZE");
		expect((await refusal('id,name\n1,SECRET"x\n')).code).toBe("ERR_TABLE_QUOTE");
		expect((await refusal('id,name\n1,"SECRET"x\n')).message).toContain('people.csv, row 1, line 2, column "name": misplaced quote');
		expect((await refusal('"SECRET"x,name\n')).code).toBe("ERR_TABLE_QUOTE");
	});

	it("unknown options", async () => {
		await expect(readTable(streamOf(""), { format: "csv", name: "t", delimeter: ";" } as never)).rejects.toThrow(
			"readTable(options).delimeter",
		);
		await expect(readTable(streamOf(""), { format: "csv", name: "t", delimiter: '"' })).rejects.toThrow("delimiter");
	});
});

describe("reading", () => {
	it("takes no more from the source than the consumer asks for, and closes it when left early", async () => {
		let taken = 0;
		let closed = false;
		async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
			try {
				yield toUtf8("n\n");
				for (;;) {
					taken++;
					yield toUtf8("1234567\n".repeat(1024));
				}
			} finally {
				closed = true;
			}
		}
		const { batches } = await readTable(endless(), { format: "csv", name: "n.csv", batchRows: 1024 });
		let seen = 0;
		for await (const batch of batches) {
			seen += batch.length;
			await new Promise((resolve) => setTimeout(resolve, 5));
			if (seen >= 4096) break;
		}
		expect(taken).toBeLessThan(40);
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect(closed).toBe(true);
	});
});
