/**
 * `veilkit protect` end to end: 1,000,000 rows of 10 columns, three of them tokens (one keyed hash, two reversible), in a process of its own on one
 * core. Target: 40,000 rows a second or more, below 300 MB of resident memory. Peers: none; the figure is for the reader's own planning.
 */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROWS = 1_000_000;
const RUNS = 3;
const HEADER = "id,email,phone,first_name,last_name,birth_date,postcode,country,total,notes\n";
const POLICY = {
	version: 1,
	columns: {
		id: { treatment: "token.hmac", domain: "analytics" },
		email: { treatment: "token.siv", domain: "crm", canonical: "email" },
		phone: { treatment: "token.siv", domain: "crm" },
		...Object.fromEntries(
			["first_name", "last_name", "birth_date", "postcode", "country", "total", "notes"].map((name) => [name, { treatment: "keep" }]),
		),
	},
};

interface Run {
	readonly code: number;
	readonly wallSeconds: number;
	readonly cpuSeconds: number;
	readonly maxRssMegabytes: number;
}

function rowText(row: number): string {
	const country = ["NO", "SE", "DK", "DE"][row % 4];
	return `C${String(row).padStart(8, "0")},user${row}@example.com,+47 ${10_000_000 + row},Anna${row % 977},"Berg, ${row % 1013}",19${50 + (row % 50)}-0${1 + (row % 9)}-1${row % 10},${10_000 + (row % 8999)},${country},${(row % 50_000) / 100},A note about item ${row % 17}\n`;
}

async function generate(path: string): Promise<void> {
	const file = createWriteStream(path);
	file.write(HEADER);
	for (let row = 0; row < ROWS; ) {
		let text = "";
		for (const end = Math.min(ROWS, row + 10_000); row < end; row++) text += rowText(row);
		if (!file.write(text)) await once(file, "drain");
	}
	file.end();
	await once(file, "finish");
}

const pinning = spawnSync("taskset", ["-V"]).status === 0 ? ["taskset", "-c", String(cpus().length - 1)] : [];

function veilkit(args: readonly string[]): Run {
	const child = fileURLToPath(new URL("child.ts", import.meta.url));
	const [command = "", ...rest] = [...pinning, process.execPath, ...process.execArgv, child, ...args];
	const { stdout, stderr } = spawnSync(command, rest, { encoding: "utf8" });
	const result = JSON.parse(stdout) as Run;
	if (result.code !== 0) throw new Error(stderr);
	return result;
}

const folder = mkdtempSync(join(tmpdir(), "veilkit-bench-"));
try {
	const at = (name: string): string => join(folder, name);
	await generate(at("in.csv"));
	writeFileSync(at("policy.json"), JSON.stringify(POLICY));
	veilkit(["keys", "new", "--out", at("keys.json")]);
	const args = ["protect", at("in.csv"), "--policy", at("policy.json"), "--keys", at("keys.json"), "--out", at("out.csv")];
	const runs = Array.from({ length: RUNS }, () => veilkit(args)).sort((left, right) => left.cpuSeconds - right.cpuSeconds);
	const median = runs[Math.floor(RUNS / 2)] as Run;
	const result = {
		node: process.version,
		cpu: cpus()[0]?.model ?? "unknown",
		onOneCore: pinning.length > 0,
		rows: ROWS,
		columns: 10,
		tokenColumns: 3,
		inputMegabytes: Math.round(statSync(at("in.csv")).size / 1e6),
		rowsPerSecond: Math.round(ROWS / median.wallSeconds),
		rowsPerCpuSecond: Math.round(ROWS / median.cpuSeconds),
		cpuMicrosecondsPerRow: Number(((median.cpuSeconds * 1e6) / ROWS).toFixed(2)),
		maxRssMegabytes: Math.round(Math.max(...runs.map((run) => run.maxRssMegabytes))),
	};
	process.stdout.write(
		`protect: ${result.rowsPerSecond.toLocaleString("en-US")} rows/s by the clock, ${result.rowsPerCpuSecond.toLocaleString("en-US")} by CPU time, peak ${result.maxRssMegabytes} MB (median of ${RUNS})\n`,
	);
	const results = fileURLToPath(new URL("../results/", import.meta.url));
	mkdirSync(results, { recursive: true });
	writeFileSync(join(results, "cli.json"), `${JSON.stringify(result, undefined, "\t")}\n`);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
