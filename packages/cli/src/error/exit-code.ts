/**
 * From an error to what the shell and the person see: an exit code and one line without any value from the data.
 *
 * Only messages that Veilkit wrote are shown. Errors of the operating system are named by their code, errors of anything else by their
 * type: their messages may quote what they choked on.
 */
import { isVeilkitError } from "@veilkit/core";

/** Exit codes, the contract with scripts. */
export const EXIT = { ok: 0, failure: 1, usage: 2, verification: 3, budget: 4, interrupted: 130, terminated: 143 } as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_CODE: Readonly<Record<string, ExitCode>> = {
	ERR_CLI_USAGE: EXIT.usage,
	ERR_CLI_VERIFICATION: EXIT.verification,
	ERR_AUTHENTICATION: EXIT.verification,
	ERR_KEY_NOT_FOUND: EXIT.verification,
	ERR_LEDGER_CORRUPT: EXIT.verification,
	ERR_LEDGER_KEY: EXIT.verification,
	ERR_STORE_CORRUPT: EXIT.verification,
	ERR_DP_BUDGET_EXCEEDED: EXIT.budget,
};

const SYSTEM_PROBLEMS: Readonly<Record<string, string>> = {
	ENOENT: "no such file or folder",
	EACCES: "permission denied",
	EPERM: "operation not permitted",
	EISDIR: "is a folder",
	ENOTDIR: "part of the path is not a folder",
	EEXIST: "exists already",
	ENOSPC: "disk full",
	EDQUOT: "disk quota reached",
	EROFS: "read-only file system",
	EMFILE: "too many open files",
	EIO: "input/output error",
};

/** Whether an error comes from the operating system. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
	return error instanceof Error && "code" in error && "syscall" in error && typeof error.code === "string";
}

/** Whether an error only says that whoever read our output has stopped reading. */
export function isBrokenPipe(error: unknown): boolean {
	return isSystemError(error) && error.code === "EPIPE";
}

/** The exit code for an error. */
export function exitCodeOf(error: unknown): ExitCode {
	return isVeilkitError(error) ? (BY_CODE[error.code] ?? EXIT.failure) : EXIT.failure;
}

/** The line to print for an error. */
export function describeError(error: unknown): string {
	if (isVeilkitError(error)) return `${error.message} (${error.code})`;
	if (isSystemError(error)) return `${error.path ?? error.syscall ?? "system"}: ${SYSTEM_PROBLEMS[error.code ?? ""] ?? error.code}`;
	return `unexpected ${error instanceof Error ? error.name : "error"}; please report it`;
}
