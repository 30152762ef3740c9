/** JavaScript for every package; declarations come from tsc. */
import type { Options } from "tsup";

export function library(entry: readonly string[]): Options {
	return {
		entry: [...entry],
		format: "esm",
		target: "es2022",
		platform: "neutral",
		splitting: true,
		sourcemap: true,
		dts: false,
		clean: true,
		silent: true,
		skipNodeModulesBundle: true,
		removeNodeProtocol: false,
	};
}
