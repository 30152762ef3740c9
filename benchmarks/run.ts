/**
 * `npm run bench -- <package>…`: runs every `<package>/*.bench.ts`, one after the other, each in a process of its own.
 *
 * A bench prints its table and writes `results/<package>.json`. Peers run in the same process as what they are compared with,
 * interleaved, and CPU time is what counts: these are the figures that survive a noisy machine.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const known = readdirSync(here, { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && !["results", "node_modules"].includes(entry.name))
	.map((entry) => entry.name);
const names = process.argv.slice(2);

if (names.length === 0 || names.some((name) => !existsSync(join(here, name)))) {
	process.stderr.write(`usage: npm run bench -- <package>…\npackages: ${known.join(", ")}\n`);
	process.exitCode = 2;
} else {
	for (const name of names) {
		for (const file of readdirSync(join(here, name)).sort()) {
			if (!file.endsWith(".bench.ts")) continue;
			process.stdout.write(`\n${name}/${file}\n`);
			const { status } = spawnSync(process.execPath, [...process.execArgv, join(here, name, file)], { stdio: "inherit" });
			if (status !== 0) process.exitCode = 1;
		}
	}
}
