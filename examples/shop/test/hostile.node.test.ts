import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTable } from "@veilkit/cli/tables";
import type { Value } from "@veilkit/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOSTILE_FIELD_LENGTH, writeHostileFile } from "../src/data/hostile.ts";

let folder: string;
let file: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "veilkit-hostile-"));
	file = join(folder, "hostile.csv");
	await writeHostileFile(file);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function readNotes(maxFieldLength: number): Promise<readonly Value[]> {
	const { batches } = await readTable(createReadStream(file), { format: "csv", name: "hostile.csv", maxFieldLength });
	const notes: Value[] = [];
	for await (const { columns } of batches) notes.push(...(columns["notes"] ?? []));
	return notes;
}

describe("the hostile file", () => {
	it("is larger than two megabytes", async () => {
		expect((await stat(file)).size).toBeGreaterThan(HOSTILE_FIELD_LENGTH);
	});

	it("is read whole where fields may be that long", async () => {
		const notes = await readNotes(HOSTILE_FIELD_LENGTH);
		expect(notes.map((note) => String(note).length)).toEqual([12, HOSTILE_FIELD_LENGTH, 11]);
	});

	it("is refused with row and column, and without its content, where they may not", async () => {
		await expect(readNotes(1_000_000)).rejects.toMatchObject({
			code: "ERR_TABLE_SIZE",
			message: expect.stringMatching(/^hostile\.csv, row 2,[^ż]*column "notes"[^ż]*$/) as string,
		});
	});
});
