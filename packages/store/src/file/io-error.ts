/**
 * What the operating system says, as a store error: it names the file (not its folder) and what was being done.
 */
import { isVeilkitError, VeilkitError } from "@veilkit/core";

const REASONS: Readonly<Record<string, string>> = {
	ENOSPC: "no space left on the disk",
	EDQUOT: "the disk quota is used up",
	EROFS: "the file system is read-only",
	EACCES: "permission denied",
	EPERM: "not permitted",
	EIO: "the disk reported an input/output error",
	ENOENT: "no such file or folder",
	EISDIR: "it is a folder",
	ENOTDIR: "its parent is not a folder",
	EMFILE: "too many open files",
	ENFILE: "too many open files on this machine",
};

/** The `code` of a system error, or "" if it is something else. */
export function systemCode(error: unknown): string {
	return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/**
 * The store error for a failed system call; a store error passes through.
 *
 * @param file - base name of the file
 * @param doing - end of a sentence: `while reading it`
 */
export function storeIo(file: string, doing: string, cause: unknown): VeilkitError {
	if (isVeilkitError(cause)) return cause;
	const code = systemCode(cause);
	const reason = REASONS[code] ?? "the system call failed";
	return new VeilkitError("ERR_STORE_IO", `store file "${file}": ${reason}${code === "" ? "" : ` (${code})`} ${doing}`, {
		details: { file, code },
		cause,
	});
}

/** The store error for bytes that are not what was written. */
export function storeCorrupt(file: string, offset: number, problem: string): VeilkitError<"ERR_STORE_CORRUPT"> {
	return new VeilkitError("ERR_STORE_CORRUPT", `store file "${file}": ${problem} at offset ${offset}; restore it from a backup`, {
		details: { file, offset },
	});
}
