/**
 * Key files on disk: made with mode 0600, never replaced by accident.
 */
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import {
	inspectKeyFile,
	type KeyFile,
	type KeyFileProtection,
	type KeyFileUnlock,
	type KeyRing,
	openKeyFile,
	sealKeyFile,
	toUtf8,
} from "@veilkit/core";
import { abortable, type CommandContext } from "../context.ts";
import { fileError, usageError } from "../error/usage.ts";
import { OWNER_ONLY, writeOutput } from "./output.ts";
import { canPrompt, givenPassphrase, type PassphraseFlags, promptPassphrase } from "./passphrase.ts";

async function unlockFor(path: string, text: string, flags: PassphraseFlags, context: CommandContext): Promise<KeyFileUnlock> {
	const passphrase = await givenPassphrase(flags, context);
	if (passphrase !== undefined) return { passphrase };
	const { method } = inspectKeyFile(text).protection;
	if (method === "none") return { unprotected: true };
	if (method === "provider") throw fileError(path, "wrapped by a key management service; open it from a program");
	if (canPrompt(context)) return { passphrase: await promptPassphrase(`Passphrase of ${path}`, context) };
	throw usageError(`${path} is protected by a passphrase: use --passphrase-file or --passphrase-env`);
}

/** What protects a new version of a key file as the file itself is protected: the same passphrase at the same cost. */
function sameProtection(text: string, unlock: KeyFileUnlock): KeyFileProtection {
	const { protection } = inspectKeyFile(text);
	if (!("passphrase" in unlock) || protection.method !== "passphrase") return unlock;
	const { memoryKib, passes, lanes } = protection;
	return { ...unlock, cost: { memoryKib, passes, lanes } };
}

/** Opens a key file; `protection` is what would protect a new version of it in the same way. */
export async function openKeys(
	path: string,
	flags: PassphraseFlags,
	context: CommandContext,
): Promise<{ readonly keys: KeyFile; readonly protection: KeyFileProtection }> {
	const text = await readFile(path, "utf8");
	const unlock = await unlockFor(path, text, flags, context);
	return { keys: await openKeyFile(text, { ...unlock, ...abortable(context) }), protection: sameProtection(text, unlock) };
}

/** Writes a key file. */
export async function saveKeys(
	path: string,
	rings: readonly KeyRing[],
	protection: KeyFileProtection,
	options: { readonly replace: boolean; readonly context: CommandContext },
): Promise<void> {
	const { context, replace } = options;
	const text = await sealKeyFile(rings, {
		...protection,
		...(context.random && { random: context.random }),
		...abortable(context),
	});
	await writeOutput(path, Readable.from([toUtf8(text)]), context, { mode: OWNER_ONLY, refuseExisting: !replace });
}
