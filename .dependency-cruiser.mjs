/** The layers of `layers.json` as dependency-cruiser rules, and the usual sanity: no cycles, nothing unresolvable. */
import { readFileSync } from "node:fs";

const { packages } = JSON.parse(readFileSync(new URL("./layers.json", import.meta.url), "utf8"));

const layerRules = Object.entries(packages).map(([name, { imports }]) => ({
	name: `layer-${name}`,
	comment: `@veilkit/${name} may import ${imports.length === 0 ? "no other package" : imports.join(", ")}`,
	severity: "error",
	from: { path: `^packages/${name}/src/` },
	to: { path: "^packages/[^/]+/src/", pathNot: `^packages/(${[name, ...imports].join("|")})/src/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
	forbidden: [
		...layerRules,
		{ name: "no-cycle", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
		{ name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
		{
			name: "node-only-at-the-edges",
			comment: "browsers and edge runtimes run everything but the file store and the command line",
			severity: "error",
			from: { path: "^packages/[^/]+/src/", pathNot: "^packages/(cli|conformance)/|^packages/store/src/file/" },
			to: { dependencyTypes: ["core"] },
		},
		{
			name: "recovery-apart",
			comment: "a bundle that only pseudonymises must not contain decryption",
			severity: "error",
			from: { path: "^packages/pseudonymize/src/", pathNot: "^packages/pseudonymize/src/recover/" },
			to: { path: "^packages/(pseudonymize/src/recover|kernels/src/aes/siv-open)" },
		},
	],
	options: {
		doNotFollow: { path: "node_modules" },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			exportsFields: ["exports"],
			conditionNames: ["@veilkit/source", "import", "node", "default"],
			extensions: [".ts", ".js"],
		},
	},
};
