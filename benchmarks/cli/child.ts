/** Runs the command line with this process's arguments, then prints what it took as JSON. Started by the bench, pinned to one core. */
import process from "node:process";
import { run } from "@veilkit/cli";

// Counted from here: what came before is the compiler that runs TypeScript, which the built package does without.
const startCpu = process.cpuUsage();
const start = performance.now();
const code = await run(process.argv.slice(2), {
	stdin: process.stdin,
	stdout: process.stderr,
	stderr: process.stderr,
	env: process.env,
});
const { user, system } = process.cpuUsage(startCpu);
const took = {
	code,
	wallSeconds: (performance.now() - start) / 1000,
	cpuSeconds: (user + system) / 1e6,
	maxRssMegabytes: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(JSON.stringify(took));
