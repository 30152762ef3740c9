/**
 * `npm run conformance -- FILE_OR_FOLDER… [--allow-unhandled] [--verbose]`
 *
 * Prints a row a file and, last, `N passed, N failed, N skipped`. Exit code 0 if nothing failed, 1 otherwise, 2 for wrong usage.
 */
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { adapters } from "./adapters/index.ts";
import { type FileReport, runFile, vectorFiles } from "./runner.ts";

const SHOWN_FAILURES = 20;

function row(report: FileReport): string {
	const name = basename(report.path).padEnd(28);
	const counts = `${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped`;
	return report.unhandled.length === 0 ? `${name} ${counts}` : `${name} ${counts}; no adapter for ${report.unhandled.length} groups`;
}

async function main(argv: readonly string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args: [...argv],
		allowPositionals: true,
		options: { "allow-unhandled": { type: "boolean", default: false }, verbose: { type: "boolean", default: false } },
	});
	if (positionals.length === 0) {
		process.stderr.write("usage: npm run conformance -- FILE_OR_FOLDER… [--allow-unhandled] [--verbose]\n");
		return 2;
	}
	const reports: FileReport[] = [];
	for (const path of await vectorFiles(positionals)) {
		const report = await runFile(path, adapters, { allowUnhandled: values["allow-unhandled"] });
		reports.push(report);
		process.stdout.write(`${row(report)}\n`);
		const shown = values.verbose ? report.failures : report.failures.slice(0, SHOWN_FAILURES);
		for (const failure of shown) process.stdout.write(`  ${failure}\n`);
		if (shown.length < report.failures.length) process.stdout.write(`  … ${report.failures.length - shown.length} more (--verbose)\n`);
	}
	const sum = (pick: (report: FileReport) => number): number => reports.reduce((total, report) => total + pick(report), 0);
	const failed = sum((report) => report.failed);
	process.stdout.write(`${sum((report) => report.passed)} passed, ${failed} failed, ${sum((report) => report.skipped)} skipped\n`);
	return failed === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.stderr.write(`conformance: ${error instanceof Error ? error.message : "failed"}\n`);
		process.exitCode = 2;
	},
);
