/**
 * Errors of the command line itself.
 */
import { isVeilkitError, VeilkitError } from "@veilkit/core";

/** Codes thrown by `@veilkit/cli`. */
export type CliErrorCode = "ERR_CLI_USAGE" | "ERR_CLI_FILE" | "ERR_CLI_COLUMN" | "ERR_CLI_FINDINGS" | "ERR_CLI_VERIFICATION";

/** The error for a command that cannot be understood or carried out as given. */
export function usageError(message: string): VeilkitError<"ERR_CLI_USAGE"> {
	return new VeilkitError("ERR_CLI_USAGE", message);
}

/** The error for a file that is missing, unreadable, in the way or not what it should be. */
export function fileError(path: string, problem: string): VeilkitError<"ERR_CLI_FILE"> {
	return new VeilkitError("ERR_CLI_FILE", `${path}: ${problem}`, { details: { path } });
}

/** The error for columns that a table lacks. */
export function columnError(message: string, columns: readonly string[]): VeilkitError<"ERR_CLI_COLUMN"> {
	return new VeilkitError("ERR_CLI_COLUMN", message, { details: { columns } });
}

/** The error for a policy that the linter or a profile refuses. */
export function findingsError(message: string): VeilkitError<"ERR_CLI_FINDINGS"> {
	return new VeilkitError("ERR_CLI_FINDINGS", message);
}

/** An error with the file in front, where the package that threw it did not know the file. */
export function inFile(error: unknown, path: string): unknown {
	if (!isVeilkitError(error) || !("row" in error.details) || error.message.startsWith(path)) return error;
	return new VeilkitError(error.code, `${path}, ${error.message}`, { details: { ...error.details, path } });
}

/** The error for something that was checked and found wrong. */
export function verificationError(message: string): VeilkitError<"ERR_CLI_VERIFICATION"> {
	return new VeilkitError("ERR_CLI_VERIFICATION", message);
}
