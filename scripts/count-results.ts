/**
 * Adds up the reports of all test runs into the one line that closes CI.
 *
 * `tsx scripts/count-results.ts FILE…`: a `.json` file is a report of vitest, any other a log whose last line of the form
 * `N passed, N failed, N skipped` counts. A run that failed in any other way than by a test counts as one failure.
 */
import { readFileSync } from "node:fs";

interface VitestReport {
	readonly success: boolean;
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly numPendingTests: number;
	readonly numTodoTests: number;
}

interface Counts {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

function countReport(text: string): Counts {
	const report = JSON.parse(text) as VitestReport;
	return {
		passed: report.numPassedTests,
		failed: report.success ? 0 : Math.max(report.numFailedTests, 1),
		skipped: report.numPendingTests + report.numTodoTests,
	};
}

function countLog(text: string): Counts {
	const [, passed, failed, skipped] = [...text.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1) ?? [];
	return passed === undefined
		? { passed: 0, failed: 1, skipped: 0 }
		: { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) };
}

let passed = 0;
let failed = 0;
let skipped = 0;
for (const file of process.argv.slice(2)) {
	const counts = (file.endsWith(".json") ? countReport : countLog)(readFileSync(file, "utf8"));
	passed += counts.passed;
	failed += counts.failed;
	skipped += counts.skipped;
}
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed === 0 ? 0 : 1;
