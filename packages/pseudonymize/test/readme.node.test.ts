import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);

describe("the README", () => {
	it("shows code that runs and does what its comments say", async () => {
		const source = [
			...blocks,
			'export { ada, alerts, changed, findings, masked, order, safe, sheet, shown, ticket, verified, violations, visit };\nexport const opened = recovery.value("email", safe.email);',
		].join("\n");
		const { outputFiles } = await build({
			stdin: { contents: source, resolveDir: import.meta.dirname, loader: "ts" },
			bundle: true,
			write: false,
			format: "esm",
			target: "es2022",
			conditions: ["@veilkit/source"],
		});
		const code = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
		const { masked, order, safe, sheet, opened, ticket, visit, ada, alerts, changed, shown, verified, findings, violations } = await import(
			/* @vite-ignore */ `data:text/javascript;base64,${code}`
		);
		expect(Object.keys(safe)).toEqual(["id", "email", "birthDate", "postcode", "country"]);
		expect(safe).toMatchObject({ postcode: "015*", country: "NO" });
		expect(opened).toBe("ada@example.org");
		expect(sheet.k).toBe(2);
		expect(masked.card).toMatch(/^\d{4} \d{4} \d{4} 1111$/);
		expect(order).toBeLessThan(10_000_000);
		expect(visit.client).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
		expect(ticket).toHaveLength(64);
		expect(findings).toEqual([]);
		expect(violations.map(({ column }: { readonly column: string }) => column)).toEqual(["id", "email", "birthDate", "postcode"]);
		for (const token of [ada, shown]) expect(token).toMatch(/^[\w-]{28}$/);
		expect([changed, verified]).toEqual([1, true]);
		expect(alerts).toMatchObject([{ kind: "canary" }]);
	});
});
