/**
 * The object that all open files share, on which tests watch system calls or make them fail.
 */
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";

const handle = await open("/dev/null");
await handle.close();

/** The methods of every open file. */
export const openFiles: FileHandle = Object.getPrototypeOf(handle);

/** A system error as Node gives it. */
export const systemError = (code: string): Error => Object.assign(new Error(`${code}: simulated`), { code });
