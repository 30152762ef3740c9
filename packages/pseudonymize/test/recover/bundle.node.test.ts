import { build, type Metafile } from "esbuild";
import { describe, expect, it } from "vitest";

/** The modules of which code ends up in a browser bundle of `source`, and the code. */
async function bundle(source: string): Promise<{ readonly inputs: readonly string[]; readonly code: string }> {
	const { metafile, outputFiles } = await build({
		stdin: { contents: source, resolveDir: import.meta.dirname, loader: "ts" },
		bundle: true,
		write: false,
		metafile: true,
		format: "esm",
		platform: "browser",
		conditions: ["@veilkit/source"],
	});
	const [output] = Object.values(metafile.outputs) as Metafile["outputs"][string][];
	const inputs = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
	return { inputs: inputs.map(([path]) => path), code: outputFiles[0]?.text ?? "" };
}

const OPENING = /siv-open\.ts$|ff1\/decrypt\.ts$|ipcrypt\/decrypt\.ts$|src\/recover\//;

describe("a browser bundle", () => {
	it("of the main entry point cannot decrypt tokens", async () => {
		const { inputs, code } = await bundle('import * as everything from "@veilkit/pseudonymize"; console.log(everything);');
		expect(code).toContain("createAesSivSealer");
		expect(inputs.filter((path) => OPENING.test(path))).toEqual([]);
		expect(code).not.toContain("createAesSivOpener");
	});

	it("of the main entry point holds no FF1 and no ipcrypt, which are opt-in", async () => {
		const { inputs } = await bundle('import * as everything from "@veilkit/pseudonymize"; console.log(everything);');
		expect(inputs.filter((path) => /\/(ff1|fpe|ipcrypt)\//.test(path))).toEqual([]);
	});

	it("of the format-preserving entry point encrypts, and cannot decrypt", async () => {
		const { inputs, code } = await bundle('import * as everything from "@veilkit/pseudonymize/fpe"; console.log(everything);');
		expect(code).toContain("createFf1Encryptor");
		expect(inputs.filter((path) => OPENING.test(path))).toEqual([]);
		const { code: opening } = await bundle('import * as everything from "@veilkit/pseudonymize/recover/fpe"; console.log(everything);');
		expect(opening).toContain("createFf1Decryptor");
		expect(code).not.toContain("createFf1Decryptor");
	});

	it("of the entry point for addresses encrypts, and cannot decrypt", async () => {
		const { inputs, code } = await bundle('import * as everything from "@veilkit/pseudonymize/ip"; console.log(everything);');
		expect(code).toContain("createIpPrefixEncryptor");
		expect(inputs.filter((path) => OPENING.test(path))).toEqual([]);
		const { code: opening } = await bundle('import * as everything from "@veilkit/pseudonymize/recover/ip"; console.log(everything);');
		expect(opening).toContain("createIpPrefixDecryptor");
		expect(code).not.toContain("createIpPrefixDecryptor");
	});

	it("of the recovery entry point can, so the check above can fail", async () => {
		const { inputs, code } = await bundle('import { reveal } from "@veilkit/pseudonymize/recover"; console.log(reveal);');
		expect(inputs.filter((path) => OPENING.test(path)).length).toBeGreaterThan(1);
		expect(code).toContain("createAesSivOpener");
	});
});
