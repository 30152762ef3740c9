/** Reading against independent readers, on input that is mostly faulty: both accept, with the same result, or both refuse. */
import { isVeilkitError } from "@veilkit/core";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { streamOf, tableOf } from "./support/bytes.ts";

/** The bytes in chunks of a size. */
function cut(bytes: Uint8Array, size: number): Uint8Array[] {
	return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

/** The rows, or the message of the refusal. */
async function outcome(bytes: Uint8Array, size: number): Promise<unknown> {
	try {
		return (await tableOf(streamOf(...cut(bytes, size)), { delimiter: "," })).rows;
	} catch (error) {
		if (!isVeilkitError(error)) throw error;
		return `${error.code} ${error.message}`;
	}
}

const size = fc.integer({ min: 1, max: 30 });

it("CSV: as csv-parse reads the whole text at once, wherever it is cut", async () => {
	const piece = fc.constantFrom('"', '""', ",", "\n", "\r\n", "\r", " ", "a", "é", '"x",y\n', "1,2\n");
	const text = fc.array(piece, { maxLength: 12 }).map((pieces) => `h1,h2\n${pieces.join("")}`);
	let accepted = 0;
	await fc.assert(
		fc.asyncProperty(text, size, async (csv, chunk) => {
			const ours = await outcome(Buffer.from(csv), chunk);
			expect(ours).toEqual(await outcome(Buffer.from(csv), 1000));
			let theirs: string[][] | undefined;
			try {
				theirs = parse(csv, { record_delimiter: ["\r\n", "\n"] }) as string[][];
			} catch {
				theirs = undefined;
			}
			if (theirs !== undefined) accepted++;
			if (theirs === undefined) expect(ours).toMatch(/^ERR_TABLE_(RAGGED|QUOTE) /);
			else expect(ours).toEqual(theirs.slice(1).map((row) => row.map((field) => (field === "" ? null : field))));
		}),
		{ seed: 20_261_124, numRuns: 600 },
	);
	expect(accepted).toBeGreaterThan(60);
});

it("UTF-8: accepted as TextDecoder accepts it, refused at the same byte wherever it is cut", async () => {
	const unit = fc.constantFrom(
		[0x61],
		[0xc3, 0xa9],
		[0xe2, 0x82, 0xac],
		[0xf0, 0x9f, 0x98, 0x80],
		[0x80],
		[0xc3],
		[0xe2, 0x82],
		[0xed, 0xa0, 0x80],
		[0xf5],
		[0xc0, 0xaf],
	);
	const bytes = fc.array(unit, { maxLength: 8 }).map((units) => Uint8Array.from([0x68, 0x0a, ...units.flat()]));
	let refused = 0;
	await fc.assert(
		fc.asyncProperty(bytes, size, async (input, chunk) => {
			const ours = await outcome(input, chunk);
			expect(ours).toEqual(await outcome(input, 1000));
			try {
				const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input.subarray(2));
				expect(ours).toEqual(text === "" ? [] : [[text]]);
			} catch (error) {
				if (!(error instanceof TypeError)) throw error;
				refused++;
				const at = /byte (\d+);/.exec(String(ours))?.[1];
				expect(ours).toContain("ERR_TABLE_UTF8");
				expect(new TextDecoder("utf-8", { fatal: true }).decode(input.subarray(0, Number(at)))).toMatch(/^h\n/);
			}
		}),
		{ seed: 20_261_124, numRuns: 600 },
	);
	expect(refused).toBeGreaterThan(200);
});
