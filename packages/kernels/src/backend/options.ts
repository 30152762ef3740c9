/**
 * Which of a kernel's implementations runs. All give the same bytes; they differ in speed and in what their time may show.
 */
import { checkOneOf, checkOptions, VeilkitError } from "@veilkit/core";

/** `native`: the platform's own cipher; `wasm`: vector instructions; `typescript`: the twin that runs everywhere. */
export type KernelBackend = "native" | "wasm" | "typescript";

/** Options of a kernel with several implementations. */
export interface KernelOptions<Backend extends KernelBackend = KernelBackend> {
	/** Insist on one implementation. Unless given, the fastest that the runtime allows runs, and the next one where it is refused. */
	readonly backend?: Backend;
}

/** The demanded backend, or undefined. */
export function demandedBackend<Backend extends KernelBackend>(
	options: KernelOptions<Backend>,
	path: string,
	backends: readonly Backend[],
): Backend | undefined {
	const { backend } = checkOptions(options, `${path}(options)`, ["backend"]);
	return backend === undefined ? undefined : checkOneOf(backend, `${path}(options.backend)`, backends);
}

/** The error for a demand that the runtime does not meet. */
export function backendRefused(kernel: string, backend: KernelBackend): VeilkitError<"ERR_UNSUPPORTED"> {
	return new VeilkitError(
		"ERR_UNSUPPORTED",
		`${kernel}: this runtime has no ${backend} backend; leave options.backend out to use another`,
		{
			details: { kernel, backend },
		},
	);
}
