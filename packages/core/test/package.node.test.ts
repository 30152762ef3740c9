/** Properties of the sources that no single test of behaviour shows. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as core from "@veilkit/core";
import * as testing from "@veilkit/core/testing";
import { build } from "vite";
import { describe, expect, test } from "vitest";

const src = fileURLToPath(new URL("../src/", import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
const text = (name: string): string => readFileSync(join(src, name), "utf8");
const code = (name: string): string => text(name).replaceAll(/\/\*[\s\S]*?\*\/|\/\/ .*/g, "");

describe("the sources", () => {
	test.for(files)("%s imports noble and its own package only", (name) => {
		const specifiers = [...code(name).matchAll(/ from "([^"]+)"|import\(/g)].map((match) => match[1]);
		for (const specifier of specifiers) expect(specifier).toMatch(/^(\.{1,2}\/[\w./-]+\.ts|@noble\/(hashes|curves|ciphers)\/[\w-]+\.js)$/);
	});

	test.for(files)("%s uses no clock, randomness, Buffer or console that nobody injected", (name) => {
		expect(code(name)).not.toMatch(/Math\.random|Date\.now|\bBuffer[.(]|console\.|process\./);
		if (name !== join("time", "clock.ts")) expect(code(name)).not.toMatch(/new Date\(\)/);
		if (name !== join("random", "random-source.ts")) expect(code(name)).not.toContain("getRandomValues");
	});

	test.for(files)("%s has at most 400 lines", (name) => {
		expect(text(name).split("\n").length).toBeLessThanOrEqual(400);
	});
});

test("a browser bundle of the package is whole and contains nothing of Node", async () => {
	const output = await build({
		configFile: false,
		logLevel: "silent",
		build: { write: false, minify: false, lib: { entry: join(src, "index.ts"), formats: ["es"], fileName: "core" } },
	});
	const chunks = (Array.isArray(output) ? output : [output]).flatMap((result) => ("output" in result ? result.output : []));
	const bundle = chunks.map((chunk) => ("code" in chunk ? chunk.code : "")).join("\n");
	expect(bundle).toContain("function encodeCbor(");
	expect(bundle).not.toMatch(/^import |node:|\brequire\(|process\.env/m);
});

test("every exported value is documented where it is declared, functions with an example", () => {
	const sources = files.filter((name) => !name.endsWith("index.ts")).map(text);
	const names = Object.entries({ ...core, ...testing });
	expect(names.length).toBeGreaterThan(60);
	for (const [name, value] of names) {
		const declaration = new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\nexport (?:async )?(?:function\\*?|const|class) ${name}\\b`);
		const documentation = sources.flatMap((source) => declaration.exec(source)?.[1] ?? []);
		expect(documentation.length, name).toBe(1);
		if (typeof value === "function") expect(documentation[0], name).toContain("@example");
	}
});
