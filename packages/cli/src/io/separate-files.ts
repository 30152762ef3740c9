/**
 * Outputs that are none of the files a command reads. Replacing a key file or a ledger with a table would lose it for good, so names are
 * compared by the file they lead to, through links of either kind, before anything is written. Devices and pipes may be shared.
 */
import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { usageError } from "../error/usage.ts";

/** Files by the flag or argument that names them; undefined where it was not given. */
export type NamedFiles = Readonly<Record<string, string | undefined>>;

/** The same text for two names of one file; undefined where there is nothing to lose. */
async function identity(path: string): Promise<string | undefined> {
	if (path === "-") return undefined;
	const file = await stat(path, { bigint: true }).catch(() => undefined);
	if (file !== undefined) return file.isFile() ? `${file.dev}:${file.ino}` : undefined;
	const folder = await realpath(dirname(path)).catch(() => undefined);
	return folder === undefined ? undefined : join(folder, basename(path));
}

/**
 * Refuses an output that is also read, or written a second time.
 *
 * @throws {VeilkitError} `ERR_CLI_USAGE` with both names
 */
export async function requireSeparate(outputs: NamedFiles, inputs: NamedFiles): Promise<void> {
	const seen = new Map<string, string>();
	for (const [files, written] of [
		[inputs, false],
		[outputs, true],
	] as const) {
		for (const [label, path] of Object.entries(files)) {
			const id = path === undefined ? undefined : await identity(path);
			if (id === undefined) continue;
			const name = `${label} ${path}`;
			const other = seen.get(id);
			if (written && other !== undefined) throw usageError(`${name} would replace ${other}: they are the same file`);
			seen.set(id, name);
		}
	}
}
