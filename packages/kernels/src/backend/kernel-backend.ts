/**
 * Tells which implementation of a kernel runs here.
 */
import { checkOneOf } from "@veilkit/core";
import { hasNativeAes } from "../aes/native-blocks.ts";
import { aesWasm } from "../aes/wasm-blocks.ts";
import { hmacWasm } from "../hash/hmac-wasm.ts";
import type { KernelBackend } from "./options.ts";

/**
 * The implementation that a kernel uses in this runtime unless another is demanded.
 *
 * For AES, `native` means that runs of many blocks go through the platform's cipher and shorter ones through WASM.
 *
 * @example
 * ```ts
 * import { kernelBackend } from "@veilkit/kernels";
 * kernelBackend("hmac-sha256"); // "wasm", or "typescript" where the page's policy forbids WASM
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function kernelBackend(kernel: "aes" | "hmac-sha256"): KernelBackend {
	checkOneOf(kernel, "kernelBackend(kernel)", ["aes", "hmac-sha256"]);
	if (kernel === "hmac-sha256") return hmacWasm() ? "wasm" : "typescript";
	if (hasNativeAes()) return "native";
	return aesWasm() ? "wasm" : "typescript";
}
