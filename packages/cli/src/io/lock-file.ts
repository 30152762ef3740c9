/**
 * One change of a file at a time: `<file>.lock` is made exclusively before the file is read and removed after it is replaced. A process that
 * is killed leaves its lock behind; the error says which file to remove. Readers need no lock, since files are replaced whole.
 */
import { open, realpath, rm } from "node:fs/promises";
import { isSystemError } from "../error/exit-code.ts";
import { fileError } from "../error/usage.ts";

/**
 * Works on a file while nobody else does.
 *
 * @param doing - what the file is going through: "being rotated"
 * @throws {VeilkitError} `ERR_CLI_FILE` if somebody else is at it
 */
export async function withLock<T>(path: string, doing: string, work: () => Promise<T>): Promise<T> {
	const lock = `${await realpath(path)}.lock`;
	try {
		await (await open(lock, "wx", 0o600)).close();
	} catch (error) {
		if (!isSystemError(error) || error.code !== "EEXIST") throw error;
		throw fileError(path, `is ${doing} by another process, so nothing was changed; if none is running, remove ${lock}`);
	}
	try {
		return await work();
	} finally {
		await rm(lock, { force: true });
	}
}
