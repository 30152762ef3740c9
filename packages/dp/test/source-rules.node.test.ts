/** Rules that keep floating point and foreign randomness out of every release. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const BANNED = /Math\.(?:random|log\w*|exp\w*|pow|sqrt|cbrt|sinh?|cosh?|tanh?|hypot)\b|Date\.now|parseFloat|crypto\./;

function sources(folder: URL): readonly { readonly path: string; readonly text: string }[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((path) => path.endsWith(".ts"))
		.map((path) => ({ path, text: readFileSync(new URL(path, folder), "utf8") }));
}

it.each([new URL("../src/", import.meta.url), new URL("../../kernels/src/noise/", import.meta.url)])(
	"no transcendental float and no other randomness: case %#",
	(folder) => {
		const files = sources(folder);
		expect(files.length).toBeGreaterThan(1);
		expect(files.filter(({ text }) => BANNED.test(text)).map(({ path }) => path)).toEqual([]);
	},
);

it("the rule finds what it bans", () => {
	for (const planted of ["Math.log(x)", "Math.log2(x)", "Math.exp(-x)", "Math.random()", "Date.now()", "crypto.getRandomValues(b)"])
		expect(planted).toMatch(BANNED);
});
