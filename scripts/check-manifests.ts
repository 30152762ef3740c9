/**
 * Holds every package's manifest and files against `layers.json` and the rules of the house.
 *
 * Checked: the floors themselves (imports only downwards, no circle), dependencies allowed and exactly pinned, `exports` in the order
 * source, types, default, the fields every package shares, a README and a licence, no file over 400 lines, no ambient randomness or time
 * in `src`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

interface Layer {
	readonly floor: number;
	readonly imports: readonly string[];
	readonly dependencies: readonly string[];
	readonly private?: boolean;
	/** No folder yet. */
	readonly planned?: boolean;
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
	[/\bDate\.now\b|\bnew Date\(\)/, /./, "ambient time: inject a Clock"],
	[/\bgetRandomValues\b/, /./, "ambient randomness: inject a RandomSource"],
	[/\bMath\.(log|log1p|log2|log10|exp|expm1|pow|sin|cos)\b/, /^dp$/, "implementation-defined float function"],
	[/\bBuffer\.|\bnew Buffer\b|node:buffer/, /^(core|kernels|ledger|pseudonymize|dp)$/, "Node's Buffer in a package for every runtime"],
];

/** Where the platform's clock and generator are wrapped, once. */
const WRAPPERS = ["packages/core/src/time/clock.ts", "packages/core/src/random/random-source.ts"];

const root = fileURLToPath(new URL("..", import.meta.url));
const layers = (JSON.parse(readFileSync(join(root, "layers.json"), "utf8")) as { readonly packages: Record<string, Layer> }).packages;
const problems: string[] = [];

function checkFloors(name: string, layer: Layer): void {
	for (const sibling of layer.imports) {
		const target = layers[sibling];
		if (target === undefined) problems.push(`layers.json: ${name} imports ${sibling}, which has no row`);
		else if (target.floor > layer.floor) problems.push(`layers.json: ${name} imports ${sibling} from a higher floor`);
		else if (target.imports.includes(name)) problems.push(`layers.json: ${name} and ${sibling} import each other`);
	}
}

function checkDependencies(name: string, manifest: Manifest, layer: Layer): void {
	for (const [dependency, version] of Object.entries(manifest.dependencies ?? {})) {
		const sibling = dependency.startsWith("@veilkit/") ? dependency.slice("@veilkit/".length) : undefined;
		const allowed = sibling === undefined ? layer.dependencies.includes(dependency) : layer.imports.includes(sibling);
		if (!allowed) problems.push(`${name}: depends on ${dependency}, which layers.json does not allow`);
		if (!/^\d+\.\d+\.\d+$/.test(version)) problems.push(`${name}: ${dependency} is not pinned exactly`);
	}
}

function checkShape(name: string, folder: string, manifest: Manifest, layer: Layer): void {
	if (manifest.name !== `@veilkit/${name}`) problems.push(`${name}: its name is ${manifest.name}`);
	if (manifest.license !== "Apache-2.0" || manifest.type !== "module") problems.push(`${name}: licence or module type`);
	if ((manifest.private ?? false) !== (layer.private ?? false)) problems.push(`${name}: private differs from layers.json`);
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

function typescriptFiles(folder: string): readonly string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.parentPath.includes("node_modules"))
		.map((entry) => join(entry.parentPath, entry.name));
}

function checkLength(folder: string): void {
	for (const path of typescriptFiles(folder)) {
		const lines = readFileSync(path, "utf8").trimEnd().split("\n").length;
		if (lines > MAX_LINES) problems.push(`${path.slice(root.length)}: ${lines} lines, over ${MAX_LINES}`);
	}
}

function checkBans(name: string, folder: string): void {
	for (const path of typescriptFiles(folder)) {
		if (WRAPPERS.includes(path.slice(root.length))) continue;
		const code = readFileSync(path, "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
		for (const [pattern, packages, why] of BANNED)
			if (packages.test(name) && pattern.test(code)) problems.push(`${path.slice(root.length)}: ${why}`);
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
	checkShape(name, folder, manifest, layer);
	for (const part of ["src", "test"]) checkLength(join(folder, part));
	checkBans(name, join(folder, "src"));
}
for (const part of ["benchmarks", "examples", "scripts"]) checkLength(join(root, part));
for (const [name, layer] of Object.entries(layers)) {
	checkFloors(name, layer);
	if (folders.includes(name) === (layer.planned ?? false)) problems.push(`layers.json: ${name} is planned or has a folder, one of the two`);
}

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`manifests: ${folders.length} packages, ${problems.length} problems\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
