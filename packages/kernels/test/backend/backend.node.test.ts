/**
 * What happens where a runtime has less, and what a kernel leaves behind: the package is loaded afresh on a platform that is changed first.
 */
import { fromHex, toHex, toUtf8 } from "@veilkit/core";
import { afterEach, describe, expect, it, vi } from "vitest";

const REAL = WebAssembly;
const KEY = fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
const MESSAGE = toUtf8("an identifier that must not stay");

/** The kernels as a program sees them that starts on the present platform. */
async function load(): Promise<typeof import("@veilkit/kernels")> {
	vi.resetModules();
	return await import("@veilkit/kernels");
}

/** A platform on which every compilation fails as under a content security policy. */
function forbidWasm(): { compilations: number } {
	const seen = { compilations: 0 };
	class Module {
		constructor() {
			seen.compilations++;
			throw new REAL.CompileError("Wasm code generation disallowed by embedder");
		}
	}
	vi.stubGlobal("WebAssembly", { Module, Instance: REAL.Instance });
	return seen;
}

function withoutNativeCrypto(): void {
	vi.stubGlobal("process", { ...process, getBuiltinModule: undefined });
}

/** A platform that remembers the memory of every instance; with `keep`, their `wipe` does nothing. */
function watchMemory(keep: "wiped" | "kept"): WebAssembly.Memory[] {
	const memories: WebAssembly.Memory[] = [];
	class Instance {
		readonly exports: WebAssembly.Exports;
		constructor(module: WebAssembly.Module) {
			const { exports } = new REAL.Instance(module);
			memories.push(exports["memory"] as WebAssembly.Memory);
			this.exports = keep === "kept" ? { ...exports, wipe: () => undefined } : exports;
		}
	}
	vi.stubGlobal("WebAssembly", { Module: REAL.Module, Instance });
	return memories;
}

const holds = (memories: readonly WebAssembly.Memory[], secret: Uint8Array): boolean =>
	memories.some(({ buffer }) => toHex(new Uint8Array(buffer)).includes(toHex(secret)));

afterEach(() => {
	vi.unstubAllGlobals();
});

describe("where WASM is refused", () => {
	it("the twins take over for good, with the same bytes", async () => {
		const usual = await load();
		const tags = usual.createHmacSha256(KEY).tagAll(MESSAGE, Uint32Array.of(0, 5, 32));
		const sealed = usual.createAesSivSealer(KEY, []).sealAll(MESSAGE, 2);
		expect(usual.kernelBackend("hmac-sha256")).toBe("wasm");

		const seen = forbidWasm();
		withoutNativeCrypto();
		const { createAesSivSealer, createHmacSha256, kernelBackend } = await load();
		expect(createHmacSha256(KEY).tagAll(MESSAGE, Uint32Array.of(0, 5, 32))).toEqual(tags);
		expect(createHmacSha256(KEY).tagAll(MESSAGE, Uint32Array.of(0, 5, 32))).toEqual(tags);
		expect(createAesSivSealer(KEY, []).sealAll(MESSAGE, 2)).toEqual(sealed);
		expect([kernelBackend("aes"), kernelBackend("hmac-sha256")]).toEqual(["typescript", "typescript"]);
		expect(seen.compilations).toBe(2); // once a kernel
	});

	it("a demand for WASM or for the platform's cipher is an error, and one for TypeScript is met", async () => {
		forbidWasm();
		withoutNativeCrypto();
		const { createAesBlocks, createAesSivSealer, createHmacSha256 } = await load();
		createHmacSha256(KEY, { backend: "typescript" }).dispose();
		createAesBlocks(KEY, { backend: "typescript" }).dispose();
		expect(() => createHmacSha256(KEY, { backend: "wasm" })).toThrow("HMAC-SHA-256: this runtime has no wasm backend");
		expect(() => createAesBlocks(KEY, { backend: "wasm" })).toThrow("AES: this runtime has no wasm backend");
		expect(() => createAesSivSealer(KEY, [], { backend: "native" })).toThrow("AES: this runtime has no native backend");
	});

	it("AES stays with the platform's cipher where there is one", async () => {
		forbidWasm();
		const { createAesBlocks, kernelBackend } = await load();
		expect(kernelBackend("aes")).toBe("native");
		const block = new Uint8Array(16);
		createAesBlocks(KEY).encryptBlocks(block);
		expect(toHex(block)).toBe("f29000b62a499fd0a9f39a6add2e7780");
	});
});

describe("where there is no native cipher", () => {
	it("AES runs in WASM", async () => {
		withoutNativeCrypto();
		const { kernelBackend } = await load();
		expect(kernelBackend("aes")).toBe("wasm");
	});
});

describe("the memory of the kernels after a call", () => {
	it.each(["kept", "wiped"] as const)("with its content %s", async (keep) => {
		const memories = watchMemory(keep);
		const { createAesBlocks, createHmacSha256 } = await load();
		const tags = createHmacSha256(KEY).tagAll(MESSAGE, Uint32Array.of(0, 32));
		const blocks = MESSAGE.slice();
		createAesBlocks(KEY, { backend: "wasm" }).encryptBlocks(blocks);
		expect(memories).toHaveLength(2);
		const found = [MESSAGE, tags, blocks].map((secret) => holds(memories, secret));
		expect(found).toEqual(keep === "kept" ? [true, true, true] : [false, false, false]);
	});
});

describe("demands", () => {
	it("are refused where they make no sense", async () => {
		const { createAesBlocks, createHmacSha256, kernelBackend } = await load();
		// @ts-expect-error there is no native HMAC for batches
		expect(() => createHmacSha256(KEY, { backend: "native" })).toThrow("createHmacSha256(options.backend)");
		// @ts-expect-error not an option
		expect(() => createAesBlocks(KEY, { constantTime: true })).toThrow("constantTime");
		// @ts-expect-error not a kernel
		expect(() => kernelBackend("sha1")).toThrow("kernelBackend(kernel)");
	});
});
