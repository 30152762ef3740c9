/** The floors of `layers.json` as dependency-cruiser rules, and the usual sanity: no cycles, nothing unresolvable, no test code in src. */
import { readFileSync } from "node:fs";

const { packages } = JSON.parse(readFileSync(new URL("./layers.json", import.meta.url), "utf8"));

const either = (alternatives) => `(${alternatives.join("|")})`;

const layerRules = Object.entries(packages).flatMap(([name, { imports, dependencies, node }]) => {
	const siblings = either([name, ...imports]);
	const folders = node.map((folder) => (folder === "." ? "" : `${folder}/`));
	return [
		{
			name: `layer-${name}`,
			comment: `@veilkit/${name} may import ${imports.length === 0 ? "no other package" : imports.join(", ")}, and no test code`,
			severity: "error",
			from: { path: `^packages/${name}/src/` },
			to: { path: "^(packages|benchmarks|examples|scripts)/", pathNot: [`^packages/${siblings}/src/`, "/node_modules/"] },
		},
		{
			name: `dependencies-${name}`,
			comment: `@veilkit/${name} may depend on ${dependencies.length === 0 ? "no library" : dependencies.join(", ")}`,
			severity: "error",
			from: { path: `^packages/${name}/src/` },
			to: { path: "node_modules/", pathNot: dependencies.map((dependency) => `node_modules/${dependency}/`) },
		},
		{
			name: `node-${name}`,
			comment: "browsers and edge runtimes run everything that layers.json does not mark as Node's",
			severity: "error",
			from: { path: `^packages/${name}/src/`, pathNot: folders.map((folder) => `^packages/${name}/src/${folder}`) },
			to: { dependencyTypes: ["core"] },
		},
	];
});

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
	forbidden: [
		...layerRules,
		{ name: "no-cycle", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
		{ name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
		{
			name: "by-name",
			comment: "packages import each other by name, through what they export",
			severity: "error",
			from: { path: "^packages/([^/]+)/src/" },
			to: { path: "^packages/", pathNot: "^packages/$1/", dependencyTypes: ["local"] },
		},
		{
			name: "testing-apart",
			comment: "deterministic randomness and manual clocks never reach production code",
			severity: "error",
			from: { path: "^packages/[^/]+/src/", pathNot: "^packages/core/src/testing/" },
			to: { path: "^packages/core/src/testing/" },
		},
		{
			name: "recovery-apart",
			comment: "a bundle that only pseudonymises must not contain decryption",
			severity: "error",
			from: { path: "^packages/pseudonymize/src/", pathNot: "^packages/pseudonymize/src/recover/" },
			to: { path: "^packages/(pseudonymize/src/recover|kernels/src/(aes/siv-open|ff1/decrypt|ipcrypt/decrypt))" },
		},
	],
	options: {
		doNotFollow: { path: "node_modules" },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			exportsFields: ["exports"],
			conditionNames: ["@veilkit/source", "import", "types", "node", "default"],
			extensions: [".ts", ".js"],
		},
	},
};
