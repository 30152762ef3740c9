/**
 * Output that is whole or not there: a file is written beside its final name, flushed to the disk and renamed; any failure or interrupt
 * removes it. `-` streams to standard output, at the pace of its reader. Devices and pipes are written to directly.
 */
import { randomUUID } from "node:crypto";
import { type FileHandle, link, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Batch } from "@veilkit/core";
import { type CommandContext, print } from "../context.ts";
import { isSystemError } from "../error/exit-code.ts";
import { fileError } from "../error/usage.ts";
import { type Table, writeTable } from "../tables/index.ts";
import { displayName, formatOf } from "./input.ts";

/** How to write a file. */
export interface OutputOptions {
	/** The most that the file may allow: the process's default unless given. A file that is replaced keeps its own permissions within that. */
	readonly mode?: number;
	/** Refuse to replace a file. */
	readonly refuseExisting?: boolean;
}

/** The part of a file's mode that says who may do what. */
const PERMISSIONS = 0o777;

/** Nobody but the owner: for keys and revealed values. */
export const OWNER_ONLY = 0o600;

async function writeStandard(chunks: AsyncIterable<Uint8Array>, context: CommandContext): Promise<void> {
	for await (const chunk of chunks) {
		context.signal?.throwIfAborted();
		await print(context, chunk);
	}
}

/** A file operation whose error names the file that the user knows. */
async function at<T>(path: string, operation: Promise<T>): Promise<T> {
	try {
		return await operation;
	} catch (error) {
		throw isSystemError(error) ? Object.assign(error, { path }) : error;
	}
}

async function writeAll(path: string, file: FileHandle, chunks: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): Promise<void> {
	for await (const chunk of chunks) {
		signal?.throwIfAborted();
		for (let start = 0; start < chunk.length; ) start += (await at(path, file.write(chunk, start))).bytesWritten;
	}
	signal?.throwIfAborted();
}

async function flushFolder(path: string): Promise<void> {
	const folder = await open(path, "r");
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}

async function writeBeside(
	path: string,
	chunks: AsyncIterable<Uint8Array>,
	options: OutputOptions & { readonly keptMode?: number },
	signal: AbortSignal | undefined,
): Promise<void> {
	const folder = dirname(path);
	const temporary = join(folder, `.${basename(path)}.${randomUUID()}.part`);
	try {
		const file = await at(path, open(temporary, "wx", options.keptMode ?? options.mode ?? 0o666));
		try {
			// Opening takes away what the umask does, which the replaced file may allow.
			if (options.keptMode !== undefined) await at(path, file.chmod(options.keptMode));
			await writeAll(path, file, chunks, signal);
			await at(path, file.sync());
		} finally {
			await at(path, file.close());
		}
		// A link fails where the name exists, at once and for good; a rename replaces it.
		await at(path, options.refuseExisting ? link(temporary, path) : rename(temporary, path));
	} finally {
		await rm(temporary, { force: true });
	}
	await at(path, flushFolder(folder));
}

/**
 * Writes a file, or standard output for `-`.
 *
 * @throws {VeilkitError} `ERR_CLI_FILE` if the file exists and must not; errors of the file system as they are
 */
export async function writeOutput(
	target: string,
	chunks: AsyncIterable<Uint8Array>,
	context: CommandContext,
	options: OutputOptions = {},
): Promise<void> {
	if (target === "-") return writeStandard(chunks, context);
	const existing = await stat(target).catch(() => undefined);
	if (existing && options.refuseExisting)
		throw fileError(target, "exists already and is not replaced; choose another name or move it away");
	if (existing && !existing.isFile()) {
		const device = await at(target, open(target, "w"));
		try {
			return await writeAll(target, device, chunks, context.signal);
		} finally {
			await device.close();
		}
	}
	if (existing)
		await writeBeside(
			await realpath(target),
			chunks,
			{ ...options, keptMode: existing.mode & (options.mode ?? PERMISSIONS) },
			context.signal,
		);
	else await writeBeside(target, chunks, options, context.signal);
}

/** Writes a table in the format that its name tells, else in that of the table it comes from. */
export async function writeRows(
	target: string,
	batches: AsyncIterable<Batch>,
	options: { readonly columns: readonly string[]; readonly like: Table; readonly mode?: number; readonly context: CommandContext },
): Promise<void> {
	const { columns, like, mode, context } = options;
	const { delimiter } = like;
	const layout = {
		format: formatOf(target) ?? like.format,
		columns,
		name: displayName(target),
		...(delimiter !== undefined && { delimiter }),
	};
	await writeOutput(target, writeTable(batches, layout), context, mode === undefined ? {} : { mode });
}
