import { isVeilkitError, type VeilkitError } from "@veilkit/core";

/** The error that a call throws, which must be a VeilkitError, of one code if given. */
export function thrownBy(call: () => unknown, code?: string): VeilkitError {
	let caught: unknown;
	try {
		call();
	} catch (error) {
		caught = error;
	}
	if (isVeilkitError(caught, code)) return caught;
	throw new Error(`expected a VeilkitError ${code ?? ""}`, { cause: caught });
}

/** The error that a promise rejects with, likewise. */
export async function rejectionOf(promise: Promise<unknown>, code?: string): Promise<VeilkitError> {
	const outcome = await promise.then(
		() => undefined,
		(error: unknown) => error,
	);
	return thrownBy(() => {
		throw outcome;
	}, code);
}
