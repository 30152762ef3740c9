/**
 * The error of a kernel that is used after its key was overwritten: working on with an empty key would give outputs that anybody can compute.
 */
import { VeilkitError } from "@veilkit/core";

/** The error for a use after disposal. */
export function keyDisposed(kernel: string): VeilkitError<"ERR_KEY_DISPOSED"> {
	return new VeilkitError("ERR_KEY_DISPOSED", `${kernel}: used after it was disposed`, { details: { kernel } });
}
