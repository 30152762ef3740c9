/** Properties of tables: what is written reads back, whatever the values, delimiter and chunks. */
import { writeTable } from "@veilkit/cli/tables";
import { createBatch } from "@veilkit/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { bytesOf, streamOf, tableOf } from "./support/bytes.ts";

const cell = fc.oneof(
	fc.constant(null),
	fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
	fc.string({ unit: fc.constantFrom('"', ",", ";", "\t", "|", "\n", "\r", "\r\n", " ", "a", "é", "\ufeff"), minLength: 1, maxLength: 8 }),
);
const names = fc.uniqueArray(fc.string({ unit: "binary", minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 });
const table = names.chain((columns) =>
	fc.tuple(fc.constant(columns), fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), { maxLength: 9 })),
);
const wellFormed = (text: string | null): string | null => text?.toWellFormed() ?? null;

for (const format of ["csv", "ndjson"] as const) {
	it(`${format}: a written table reads back the same`, async () => {
		await fc.assert(
			fc.asyncProperty(
				table,
				fc.constantFrom(",", ";", "\t", "|"),
				fc.integer({ min: 1, max: 20 }),
				async ([columns, rows], delimiter, size) => {
					fc.pre(format === "csv" || rows.length > 0);
					const clean = [...new Set(columns.map((column) => column.toWellFormed()))];
					fc.pre(clean.length === columns.length);
					fc.pre(format === "ndjson" || !clean.some((column) => /\p{Cc}/u.test(column)));
					const batch = createBatch(
						Object.fromEntries(clean.map((column, index) => [column, rows.map((row) => wellFormed(row[index] ?? null))])),
					);
					const bytes = await bytesOf(writeTable([batch], { format, columns: clean, delimiter }));
					const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
						bytes.subarray(index * size, (index + 1) * size),
					);
					const read = await tableOf(streamOf(...chunks), format === "csv" ? { format, delimiter } : { format });
					expect(read.rows).toEqual(rows.map((row) => row.map(wellFormed)));
					expect([...read.columns].sort()).toEqual([...clean].sort());
				},
			),
			{ seed: 20_261_124, numRuns: 300 },
		);
	});
}
