/**
 * Holds each packed package against publint and "are the types wrong", as a consumer would install it.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const packed = mkdtempSync(join(tmpdir(), "veilkit-pack-"));
let failures = 0;

function run(command: string, args: readonly string[], folder: string): void {
	const { status, stdout, stderr } = spawnSync(command, args, {
		cwd: folder,
		encoding: "utf8",
		env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}` },
	});
	if (status === 0) return;
	failures++;
	process.stderr.write(`${folder.slice(root.length)}: ${command} ${args.join(" ")}\n${stdout}${stderr}`);
}

const folders = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name));
const published = folders.filter(
	(folder) => !(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { private?: boolean }).private,
);
for (const folder of published) {
	run("npm", ["pack", "--silent", "--pack-destination", packed], folder);
	run("publint", ["run", "--strict", "--pack", "false"], folder);
}
for (const tarball of readdirSync(packed)) run("attw", ["--profile", "esm-only", "--format", "ascii", join(packed, tarball)], root);
rmSync(packed, { recursive: true });

process.stdout.write(`packages: ${published.length} packed, ${failures} problems\n`);
process.exitCode = failures === 0 ? 0 : 1;
