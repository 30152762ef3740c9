/**
 * Holds every package's manifest and files against `layers.json` and the rules of the house.
 *
 * Checked: dependencies allowed and exactly pinned, `exports` in the order source, types, default, the fields every package shares, a
 * README and a licence, no source file over 400 lines, no ambient randomness or time in `src`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

interface Layer {
	readonly imports: readonly string[];
	readonly dependencies: readonly string[];
	readonly private?: boolean;
}

interface Manifest {
	readonly name: string;
	readonly license: string;
	readonly type: string;
	readonly private?: boolean;
	readonly sideEffects?: boolean;
	readonly engines?: { readonly node?: string };
	readonly files?: readonly string[];
	readonly exports?: Readonly<Record<string, unknown>>;
	readonly dependencies?: Readonly<Record<string, string>>;
}

const MAX_LINES = 400;
const EXPORT_ORDER = ["@veilkit/source", "types", "default"];
const BANNED: readonly (readonly [pattern: RegExp, packages: RegExp, why: string])[] = [
	[/\bMath\.random\b/, /./, "Math.random: inject a RandomSource"],
	[/\bDate\.now\b/, /./, "Date.now: inject a Clock"],
	[/\bMath\.(log|log1p|log2|log10|exp|expm1|pow|sin|cos)\b/, /^dp$/, "implementation-defined float function"],
	[/\bBuffer\.|\bnew Buffer\b|node:buffer/, /^(core|kernels|ledger|pseudonymize|dp)$/, "Node's Buffer in a package for every runtime"],
];

const root = fileURLToPath(new URL("..", import.meta.url));
const layers = (JSON.parse(readFileSync(join(root, "layers.json"), "utf8")) as { readonly packages: Record<string, Layer> }).packages;
const problems: string[] = [];

function checkDependencies(name: string, manifest: Manifest, layer: Layer): void {
	for (const [dependency, version] of Object.entries(manifest.dependencies ?? {})) {
		const sibling = dependency.startsWith("@veilkit/") ? dependency.slice("@veilkit/".length) : undefined;
		const allowed = sibling === undefined ? layer.dependencies.includes(dependency) : layer.imports.includes(sibling);
		if (!allowed) problems.push(`${name}: depends on ${dependency}, which layers.json does not allow`);
		if (!/^\d+\.\d+\.\d+$/.test(version)) problems.push(`${name}: ${dependency} is not pinned exactly`);
	}
}

function checkShape(name: string, folder: string, manifest: Manifest): void {
	if (manifest.name !== `@veilkit/${name}`) problems.push(`${name}: its name is ${manifest.name}`);
	if (manifest.license !== "Apache-2.0" || manifest.type !== "module") problems.push(`${name}: licence or module type`);
	if (manifest.private) return;
	if (manifest.sideEffects !== false || manifest.engines?.node !== ">=20.19") problems.push(`${name}: sideEffects or engines`);
	for (const file of ["README.md", "LICENSE"]) if (!existsSync(join(folder, file))) problems.push(`${name}: no ${file}`);
	for (const file of ["dist", "src"]) if (!manifest.files?.includes(file)) problems.push(`${name}: does not publish ${file}`);
	for (const [entry, target] of Object.entries(manifest.exports ?? {})) {
		if (entry === "./package.json") continue;
		if (Object.keys(target as object).join() !== EXPORT_ORDER.join())
			problems.push(`${name}: exports["${entry}"] is not in the order ${EXPORT_ORDER.join(", ")}`);
	}
}

function checkSource(name: string, folder: string): void {
	for (const entry of readdirSync(join(folder, "src"), { recursive: true, withFileTypes: true })) {
		if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
		const path = join(entry.parentPath, entry.name);
		const text = readFileSync(path, "utf8");
		const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
		const place = path.slice(root.length);
		if (text.split("\n").length > MAX_LINES) problems.push(`${place}: over ${MAX_LINES} lines`);
		for (const [pattern, packages, why] of BANNED) if (packages.test(name) && pattern.test(code)) problems.push(`${place}: ${why}`);
	}
}

const folders = readdirSync(join(root, "packages")).sort();
for (const name of folders) {
	const layer = layers[name];
	if (layer === undefined) {
		problems.push(`${name}: not in layers.json`);
		continue;
	}
	const folder = join(root, "packages", name);
	const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
	checkDependencies(name, manifest, layer);
	checkShape(name, folder, manifest);
	checkSource(name, folder);
}
for (const name of Object.keys(layers)) if (!folders.includes(name)) problems.push(`layers.json: ${name} has no folder`);

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`manifests: ${folders.length} packages, ${problems.length} problems\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
