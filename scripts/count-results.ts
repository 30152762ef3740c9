/**
 * Adds up vitest's JSON reports and the conformance runner's last line into the one line that closes CI.
 *
 * `tsx scripts/count-results.ts FILE…`: a `.json` file is a vitest report, any other a log whose last `N passed, N failed, N skipped` counts.
 */
import { readFileSync } from "node:fs";

interface Report {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly numPendingTests: number;
	readonly numTodoTests: number;
	readonly numFailedTestSuites: number;
}

let passed = 0;
let failed = 0;
let skipped = 0;
for (const file of process.argv.slice(2)) {
	const text = readFileSync(file, "utf8");
	if (file.endsWith(".json")) {
		const report = JSON.parse(text) as Report;
		passed += report.numPassedTests;
		// A suite that fails to load has no failed test, yet it is a failure.
		failed += Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0);
		skipped += report.numPendingTests + report.numTodoTests;
	} else {
		const last = [...text.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
		if (last === undefined) throw new Error(`${file}: no counts`);
		passed += Number(last[1]);
		failed += Number(last[2]);
		skipped += Number(last[3]);
	}
}
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed === 0 ? 0 : 1;
