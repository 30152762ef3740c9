/** Runs the command line with this process's arguments, then prints what it took as JSON. Started by the bench, pinned to one core. */
import process from "node:process";
import { run } from "@veilkit/cli";

const start = performance.now();
const code = await run(process.argv.slice(2), { stdin: process.stdin, stdout: process.stderr, stderr: process.stderr, env: process.env });
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const took = {
	code,
	wallSeconds: (performance.now() - start) / 1000,
	cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
	maxRssMegabytes: maxRSS / 1024,
};
process.stdout.write(JSON.stringify(took));
