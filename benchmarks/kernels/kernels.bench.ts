/**
 * Kernels by backend beside noble, in Node by CPU time and in headless Chromium (where there is one) by the clock.
 *
 * Bars: HMAC-SHA-256 in batches ≥ 12 times noble in Node and ≥ 30 times in Chromium; AES-SIV in batches ≥ 10 times.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright";
import { type Measured, measureKernels } from "./tasks.ts";

const ROUNDS = 9;
const ROUND_SECONDS = 0.05;
const CHROMIUM = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

function cpuSeconds(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
}

async function measureInChromium(): Promise<{ readonly version: string; readonly results: readonly Measured[] }> {
	const { outputFiles } = await build({
		stdin: {
			contents: `import { measureKernels } from "./tasks.ts"; globalThis.measured = measureKernels(() => performance.now() / 1000, ${ROUNDS}, ${ROUND_SECONDS});`,
			resolveDir: fileURLToPath(new URL(".", import.meta.url)),
		},
		bundle: true,
		write: false,
		format: "iife",
		conditions: ["@veilkit/source"],
	});
	const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
	try {
		const page = await browser.newPage();
		await page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
		return { version: browser.version(), results: (await page.evaluate("measured")) as readonly Measured[] };
	} finally {
		await browser.close();
	}
}

const node = measureKernels(cpuSeconds, ROUNDS, ROUND_SECONDS);
process.stdout.write(`Node ${process.version}\n`);
console.table(node);
const inBrowser = existsSync(CHROMIUM) ? await measureInChromium() : undefined;
if (inBrowser) {
	process.stdout.write(`Chromium ${inBrowser.version}\n`);
	console.table(inBrowser.results);
}

const folder = new URL("../results/", import.meta.url);
mkdirSync(folder, { recursive: true });
const report = {
	package: "kernels",
	node: process.version,
	loadAverage: loadavg()[0],
	rounds: ROUNDS,
	results: node,
	...(inBrowser && { chromium: inBrowser }),
};
writeFileSync(new URL("kernels.json", folder), `${JSON.stringify(report, undefined, "\t")}\n`);
