/**
 * Builds the JavaScript of every package in one process (`npm run build:js`); with `--types`, the declarations too.
 *
 * tsup cleans `dist`, which also removes tsc's build info, so declarations always come second.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Options } from "tsup";

const root = fileURLToPath(new URL("..", import.meta.url));

for (const name of readdirSync(join(root, "packages")).sort()) {
	const folder = join(root, "packages", name);
	if (!readdirSync(folder).includes("tsup.config.ts")) continue;
	const config = (await import(join(folder, "tsup.config.ts"))) as { readonly default: Options };
	const entry = (config.default.entry as readonly string[]).map((path) => join(folder, path));
	await build({ ...config.default, entry, outDir: join(folder, "dist"), tsconfig: join(folder, "tsconfig.json"), config: false });
}

if (process.argv.includes("--types")) {
	const tsc = join(root, "node_modules/typescript-7/bin/tsc");
	const { status } = spawnSync(process.execPath, [tsc, "--build", "--force"], { stdio: "inherit" });
	process.exitCode = status ?? 1;
}
