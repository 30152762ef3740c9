/**
 * Flags that several commands share, and parsers of their values. What a parser refuses is a usage error.
 */
import { InvalidArgumentError, Option } from "commander";
import { checkDelimiter, TABLE_FORMATS } from "../tables/read-table.ts";

/** A positive integer. */
export function parseCount(text: string): number {
	const value = Number(text);
	if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(value) || value < 1)
		throw new InvalidArgumentError("Expected a positive whole number.");
	return value;
}

/** Names separated by commas, none empty, none twice. */
export function parseNames(text: string): readonly string[] {
	const names = text.split(",").map((name) => name.trim());
	if (names.includes("") || new Set(names).size !== names.length)
		throw new InvalidArgumentError("Expected different names separated by commas.");
	return names;
}

function parseDelimiter(text: string): string {
	try {
		return checkDelimiter(text === "tab" || text === "\\t" ? "\t" : text, "delimiter");
	} catch {
		throw new InvalidArgumentError("Expected one character (or: tab), not a quote, a letter or a digit.");
	}
}

/** How to read a table. */
export function tableOptions(): readonly Option[] {
	return [
		new Option("--format <format>", "format of the input; told by its extension (.csv, .ndjson, .jsonl) or CSV unless given").choices(
			TABLE_FORMATS,
		),
		new Option("--delimiter <char>", "delimiter of a CSV input: one character, or tab; found in the header line unless given").argParser(
			parseDelimiter,
		),
		new Option("--max-field <length>", "longest field accepted, in characters").argParser(parseCount).default(undefined, "1048576"),
	];
}
