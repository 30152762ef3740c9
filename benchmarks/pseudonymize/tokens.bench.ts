/**
 * Columns of 4,096 rows through each treatment, beside noble called once a row, and a risk sheet of 1,000,000 rows.
 *
 * Everything runs in one process, interleaved; figures are medians of CPU time. Bar: three token columns at 6 µs a row or less, so that
 * protecting a table of ten columns stays above 40,000 rows a second with reading and writing.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { aessiv } from "@noble/ciphers/aes.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Batch, createBatch, generateKey, keyRing, rowsOf, toUtf8 } from "@veilkit/core";
import { bindPolicy, policyFromJson } from "@veilkit/pseudonymize";
import { reveal } from "@veilkit/pseudonymize/recover";
import { assessRisk } from "@veilkit/pseudonymize/risk";

const ROWS = 4096;
const RISK_ROWS = 1_000_000;
const RUNS = 25;
const RISK_RUNS = 3;

const keys = keyRing({ primary: generateKey({ purpose: "pseudonymize" }) });

const column = (cell: (row: number) => string): string[] => Array.from({ length: ROWS }, (_, row) => cell(row));
const table = createBatch({
	id: column((row) => `C${String(row).padStart(8, "0")}`),
	email: column((row) => `User.${row}@example.com`),
	phone: column((row) => `+47 ${10_000_000 + row}`),
	born: column((row) => `19${50 + (row % 50)}-0${1 + (row % 9)}-1${row % 10}`),
	total: column((row) => String((row * 7919) % 5000)),
});

function treating(columns: object): () => unknown {
	const release = bindPolicy(policyFromJson({ version: 1, columns }), { keys });
	return () => release.batch(table);
}

const hmacId = { id: { treatment: "token.hmac", domain: "bench" } };
const sivEmail = { email: { treatment: "token.siv", domain: "bench", canonical: "email" } };
const sivPhone = { phone: { treatment: "token.siv", domain: "bench" } };
const shifted = { id: { treatment: "drop" }, born: { treatment: "shiftDate", by: "id", maxDays: 90 } };

const sivPolicy = policyFromJson({ version: 1, columns: sivEmail });
const sealed = bindPolicy(sivPolicy, { keys }).batch(table);
const recovery = reveal(sivPolicy, { keys });
const threeTokens = bindPolicy(policyFromJson({ version: 1, columns: { ...hmacId, ...sivEmail, ...sivPhone } }), { keys });
const rows = [...rowsOf(table)] as Readonly<Record<string, string>>[];
const macKey = new Uint8Array(32).fill(1);
const sivKey = new Uint8Array(64).fill(2);

/** Texts padded as the token format pads them, so that both sides encrypt the same. */
const padded = rows.map((row) => {
	const message = new Uint8Array(32);
	message.set(toUtf8(row["email"] ?? ""));
	return message;
});

const TASKS: Readonly<Record<string, { readonly rows: number; readonly runs: number; readonly run: () => unknown }>> = {
	"token.hmac": { rows: ROWS, runs: RUNS, run: treating(hmacId) },
	"noble hmac(sha256), a call a row": {
		rows: ROWS,
		runs: RUNS,
		run: () => rows.map((row) => hmac(sha256, macKey, toUtf8(row["id"] ?? ""))),
	},
	"token.siv": { rows: ROWS, runs: RUNS, run: treating(sivPhone) },
	"token.siv, canonical e-mail": { rows: ROWS, runs: RUNS, run: treating(sivEmail) },
	"noble aessiv, a call a row": { rows: ROWS, runs: RUNS, run: () => padded.map((message) => aessiv(sivKey, macKey).encrypt(message)) },
	"three token columns": { rows: ROWS, runs: RUNS, run: () => threeTokens.batch(table) },
	"three token columns, row by row": { rows: ROWS, runs: RUNS, run: () => rows.map((row) => threeTokens.row(row)) },
	"reveal of token.siv": { rows: ROWS, runs: RUNS, run: () => recovery.batch(sealed, ["email"]) },
	shiftDate: { rows: ROWS, runs: RUNS, run: treating(shifted) },
	"generalize.month": { rows: ROWS, runs: RUNS, run: treating({ born: { treatment: "generalize.month" } }) },
	"generalize.bucket": { rows: ROWS, runs: RUNS, run: treating({ total: { treatment: "generalize.bucket", width: 10 } }) },
	"risk sheet, 8 quasi-identifiers, 1 sensitive": { rows: RISK_ROWS, runs: RISK_RUNS, run: riskOf(RISK_ROWS) },
};

/** A table with the skew of a census: most values are common, combinations are not. */
function censusLike(length: number): Batch {
	const cardinalities = [2, 72, 5, 7, 16, 41, 7, 14, 2];
	let state = 1;
	const next = (): number => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		return (state >>> 8) / 2 ** 24;
	};
	const entries = cardinalities.map((cardinality, index): [string, string[]] => {
		const values = Array.from({ length: cardinality }, (_, value) => `value ${value} of column ${index}`);
		return [`q${index}`, Array.from({ length }, () => values[Math.floor(next() ** 3 * cardinality)] as string)];
	});
	return createBatch(Object.fromEntries(entries));
}

function riskOf(length: number): () => unknown {
	const batch = censusLike(length);
	const quasiIdentifiers = Object.keys(batch.columns).slice(0, 8);
	return () => assessRisk(batch, { quasiIdentifiers, sensitive: ["q8"] });
}

const samples = new Map(Object.keys(TASKS).map((name) => [name, [] as number[]]));
for (let run = 0; run < RUNS; run++) {
	for (const [name, task] of Object.entries(TASKS)) {
		if (run >= task.runs) continue;
		const start = process.cpuUsage();
		task.run();
		const { user, system } = process.cpuUsage(start);
		samples.get(name)?.push((user + system) / task.rows);
	}
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const results = [...samples].map(([name, times]) => {
	const microsecondsPerRow = Number(median(times).toFixed(3));
	return { name, microsecondsPerRow, rowsPerCpuSecond: Math.round(1e6 / microsecondsPerRow) };
});
console.table(
	Object.fromEntries(
		results.map(({ name, microsecondsPerRow, rowsPerCpuSecond }) => [
			name,
			{ "µs a row": microsecondsPerRow, "rows a CPU second": rowsPerCpuSecond },
		]),
	),
);

const folder = new URL("../results/", import.meta.url);
await mkdir(folder, { recursive: true });
const report = { package: "pseudonymize", node: process.version, loadAverage: loadavg()[0], runs: RUNS, results };
await writeFile(new URL("pseudonymize.json", folder), `${JSON.stringify(report, null, "\t")}\n`);
