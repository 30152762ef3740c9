import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromUtf8, type Store, toHex, toUtf8 } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import {
	createElementPseudonymizer,
	createElementReceiver,
	createElementSender,
	createKeyUpdate,
	deriveElementKey,
	openKeyUpdate,
} from "@veilkit/pseudonymize/oprf";
import { fileStore } from "@veilkit/store/file";
import { expect, onTestFinished, test } from "vitest";
import { fixedKey } from "../support/keys.ts";

const COUNT = 240;
const DOMAIN = { domain: "research" } as const;
const conditions = process.env["TEST_TARGET"] === "dist" ? [] : ["--conditions=@veilkit/source"];

/** Runs the job; kills it once it has started so many batches. Resolves with whether it was killed. */
function runJob(args: readonly string[], batches: number): Promise<boolean> {
	const script = join(import.meta.dirname, "rekey-process.ts");
	const child = spawn(process.execPath, [...conditions, "--import", "tsx", script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
	let text = "";
	child.stdout.on("data", (chunk: Buffer) => {
		text += chunk;
		if (text.split("\n").length > batches) child.kill("SIGKILL");
	});
	return new Promise((resolve, reject) => {
		child.once("exit", (code, signal) =>
			code === 0 || signal === "SIGKILL" ? resolve(signal !== null) : reject(new Error(`exit ${code}`)),
		);
	});
}

function freshFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), "veilkit-rotate-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

async function pseudonymsOf(store: Store): Promise<readonly string[]> {
	const texts: string[] = [];
	for await (const { value } of store.list("patient/")) texts.push(fromUtf8(value));
	return texts;
}

test("a job that is killed again and again loses nothing and doubles nothing, verified without identifiers", {
	timeout: 120_000,
}, async () => {
	const path = join(freshFolder(), "receiver.store");

	const receiver = createElementReceiver(fixedKey(7), DOMAIN);
	const [from, to] = [1, 2].map((byte) => deriveElementKey(fixedKey(byte), DOMAIN)) as [
		ReturnType<typeof deriveElementKey>,
		ReturnType<typeof deriveElementKey>,
	];
	const sender = createElementSender({ ...DOMAIN, receiver: receiver.publicKey });
	const pseudonymizer = createElementPseudonymizer({ key: from, receiver: receiver.publicKey });
	const before = receiver.open(pseudonymizer.convert(sender.seal(Array.from({ length: COUNT }, (_, n) => `person ${n}`))));
	const store = await fileStore(path);
	await store.write(before.map((text, n) => ({ key: `patient/${String(n).padStart(4, "0")}`, value: toUtf8(text) })));
	await store.close();

	const update = createKeyUpdate({ from, to });
	const random = seededRandom(3);
	let killed = 0;
	for (;;) {
		const byte = new Uint8Array(1);
		random.fill(byte);
		if (!(await runJob(["store", path, toHex(update)], 1 + ((byte[0] as number) % 6)))) break;
		killed++;
		const opened = openKeyUpdate(update);
		const between = await fileStore(path);
		const now = await pseudonymsOf(between);
		await between.close();
		// At every moment each record is the old or the new pseudonym of its own person, and the new ones are whole batches from the start.
		const moved = now.findIndex((text, n) => text === before[n]);
		expect(moved % 8).toBe(0);
		expect(now.slice(moved)).toEqual(before.slice(moved));
		expect(opened.verify(before.slice(0, moved), now.slice(0, moved))).toBe(true);
		if (killed === 6) {
			expect(await runJob(["store", path, toHex(update)], Number.POSITIVE_INFINITY)).toBe(false);
			break;
		}
	}
	expect(killed).toBeGreaterThan(0);
	const after = await fileStore(path);
	const now = await pseudonymsOf(after);
	await after.close();
	expect(openKeyUpdate(update).verify(before, now)).toBe(true);
});

test("a table job that is killed again and again writes every row once", { timeout: 120_000 }, async () => {
	const folder = freshFolder();
	const [input, output] = [join(folder, "old.txt"), join(folder, "new.txt")];
	const lines = Array.from({ length: COUNT }, (_, n) => `row ${n}`);
	writeFileSync(input, `${lines.join("\n")}\n`);
	const args = ["table", join(folder, "job.store"), input, output];
	let killed = 0;
	while (killed < 4 && (await runJob(args, 1 + 2 * killed))) killed++;
	expect(killed).toBeGreaterThan(0);
	expect(await runJob(args, Number.POSITIVE_INFINITY)).toBe(false);
	expect(readFileSync(output, "utf8")).toBe(lines.map((line) => `new ${line}\n`).join(""));
});
