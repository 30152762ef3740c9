/**
 * A file made to break readers: a well-formed table with one field of two megabytes, full of delimiters, quotes and line ends.
 */
import { writeFile } from "node:fs/promises";
import { toCsv } from "./csv.ts";

/** Length of the field in characters. */
export const HOSTILE_FIELD_LENGTH: number = 2 * 1024 * 1024;

/** Writes the hostile file, too large to be checked in; its second row is the huge one. */
export async function writeHostileFile(path: string): Promise<void> {
	const huge = ',"\r\nŻółć '.repeat(Math.ceil(HOSTILE_FIELD_LENGTH / 9)).slice(0, HOSTILE_FIELD_LENGTH);
	const rows = ["small before", huge, "small after"].map((notes, index) => ({ id: `C${index}`, notes }));
	await writeFile(path, toCsv(rows));
}
