/**
 * Passphrases: from a file, from the environment, or typed at a terminal; never from the command line, where every process can read them.
 */
import { readFile } from "node:fs/promises";
import { fromUtf8 } from "@veilkit/core";
import { Option } from "commander";
import { abortable, type CommandContext } from "../context.ts";
import { fileError, usageError } from "../error/usage.ts";

/** Options of commands that need a passphrase, as commander gives them. */
export interface PassphraseFlags {
	readonly passphraseFile?: string;
	readonly passphraseEnv?: string;
}

/** The two options, for any command that opens a key file. */
export function passphraseOptions(): readonly Option[] {
	return [
		new Option("--passphrase-file <file>", "read the passphrase from a file (its last line end is dropped)").conflicts("passphraseEnv"),
		new Option("--passphrase-env <name>", "read the passphrase from an environment variable"),
	];
}

/** What a decoder puts in place of bytes that are not UTF-8: with it, different passphrases become the same. */
const REPLACEMENT = "\ufffd";

async function readPassphrase(path: string): Promise<string> {
	const bytes = await readFile(path);
	try {
		return fromUtf8(bytes).replace(/\r?\n$/, "");
	} catch {
		throw fileError(path, "not UTF-8; save the passphrase as UTF-8");
	}
}

/** The passphrase that the options name; undefined if they name none. */
export async function givenPassphrase(flags: PassphraseFlags, context: CommandContext): Promise<string | undefined> {
	if (flags.passphraseFile !== undefined) {
		const text = await readPassphrase(flags.passphraseFile);
		if (text === "") throw fileError(flags.passphraseFile, "empty; expected a passphrase");
		return text;
	}
	if (flags.passphraseEnv === undefined) return undefined;
	const value = context.env[flags.passphraseEnv];
	if (value === undefined || value === "") throw usageError(`--passphrase-env ${flags.passphraseEnv}: not set, or empty`);
	if (value.includes(REPLACEMENT)) throw usageError(`--passphrase-env ${flags.passphraseEnv}: not UTF-8`);
	return value;
}

/** Whether there is somebody to ask. */
export function canPrompt(context: CommandContext): boolean {
	return context.stdin.isTTY === true && context.stderr.isTTY === true;
}

/** Asks for a passphrase; the empty answer is allowed. */
export async function promptPassphrase(message: string, context: CommandContext): Promise<string> {
	const { isCancel, password } = await import("@clack/prompts");
	const answer = await password({
		message,
		input: context.stdin,
		output: context.stderr,
		...abortable(context),
	});
	if (isCancel(answer)) throw usageError("no passphrase given");
	return answer ?? "";
}
