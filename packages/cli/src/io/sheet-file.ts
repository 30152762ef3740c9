/**
 * A risk sheet as a file: HTML, Markdown or JSON by the extension of its name.
 */
import { extname } from "node:path";
import { toUtf8 } from "@veilkit/core";
import type { RiskSheet } from "@veilkit/pseudonymize/risk";
import type { CommandContext } from "../context.ts";
import { usageError } from "../error/usage.ts";
import { writeOutput } from "./output.ts";

type Render = (sheet: RiskSheet) => string;

const BY_EXTENSION: Readonly<Record<string, Render>> = {
	".html": (sheet) =>
		`<!doctype html><html lang="en"><meta charset="utf-8"><title>Re-identification risk</title><body>${sheet.toHtml()}</body></html>\n`,
	".md": (sheet) => sheet.toMarkdown(),
	".json": (sheet) => `${JSON.stringify(sheet, undefined, 2)}\n`,
};

/**
 * How to write a sheet to a file of this name.
 *
 * @throws {VeilkitError} `ERR_CLI_USAGE` for another extension
 */
export function sheetFormat(path: string): Render {
	const render = BY_EXTENSION[extname(path).toLowerCase()];
	if (render === undefined) throw usageError(`${path}: a risk sheet is a .html, .md or .json file`);
	return render;
}

/** Writes a sheet. */
export async function writeSheet(path: string, sheet: RiskSheet, context: CommandContext): Promise<void> {
	const text = sheetFormat(path)(sheet);
	await writeOutput(
		path,
		(async function* () {
			yield toUtf8(text);
		})(),
		context,
	);
}
