/**
 * `veilkit keys`: makes, rotates and lists key files. A file holds two rings: `pseudonymize` for tokens, `sign` for ledgers.
 */
import { readFile } from "node:fs/promises";
import { generateKey, inspectKeyFile, type KeyFileProtection, type KeyFileRing, keyRing, rotateKeyRing } from "@veilkit/core";
import { Command, Option } from "commander";
import { type CommandContext, injected, note, print, printJson } from "../context.ts";
import { usageError } from "../error/usage.ts";
import { openKeys, saveKeys } from "../io/key-file.ts";
import { withLock } from "../io/lock-file.ts";
import { canPrompt, givenPassphrase, type PassphraseFlags, passphraseOptions, promptPassphrase } from "../io/passphrase.ts";
import { alignTable } from "../text/align.ts";

const PURPOSES = ["pseudonymize", "sign"] as const;

async function chooseProtection(flags: PassphraseFlags, context: CommandContext): Promise<KeyFileProtection> {
	const passphrase = await givenPassphrase(flags, context);
	if (passphrase !== undefined) return { passphrase };
	if (!canPrompt(context)) return { unprotected: true };
	const typed = await promptPassphrase("Passphrase (empty: leave the file unprotected)", context);
	if (typed === "") return { unprotected: true };
	if ((await promptPassphrase("The same again", context)) !== typed) throw usageError("the two passphrases differ");
	return { passphrase: typed };
}

function describeProtection(protection: KeyFileProtection): string {
	return "unprotected" in protection
		? "NOT protected by a passphrase: whoever can read the file has the keys"
		: "protected by a passphrase; without it the keys are lost";
}

function listRings(rings: readonly KeyFileRing[]): string {
	const rows = rings.flatMap(({ purpose, keys }) => keys.map((key) => [purpose, key.id, String(key.version), key.status, key.createdAt]));
	return alignTable(["purpose", "key id", "version", "status", "created"], rows, { right: [2] });
}

function createNew(context: CommandContext): Command {
	return new Command("new")
		.description("make a key file")
		.requiredOption("--out <file>", "where to write it; an existing file is never replaced")
		.action(async ({ out, ...flags }: PassphraseFlags & { readonly out: string }) => {
			const protection = await chooseProtection(flags, context);
			const rings = PURPOSES.map((purpose) => keyRing({ primary: generateKey({ purpose, ...injected(context) }) }));
			await saveKeys(out, rings, protection, { replace: false, context });
			note(context, `wrote ${out}, ${describeProtection(protection)}`);
		});
}

function createRotate(context: CommandContext): Command {
	return new Command("rotate")
		.description("give a ring a new primary key; the older keys stay and open what they made")
		.argument("<file>", "the key file")
		.addOption(new Option("--purpose <purpose>", "the ring").choices(PURPOSES).makeOptionMandatory())
		.action(async (file: string, { purpose, ...flags }: PassphraseFlags & { readonly purpose: string }) => {
			const id = await withLock(file, "being rotated", async () => {
				const { keys, protection } = await openKeys(file, flags, context);
				const rotated = rotateKeyRing(keys.ring(purpose), injected(context));
				const rings = keys.rings.map((ring) => (ring.purpose === purpose ? rotated : ring));
				await saveKeys(file, rings, protection, { replace: true, context });
				return rotated.primary.id;
			});
			note(context, `${file}: ring "${purpose}" has the new primary key ${id}`);
		});
}

function createShow(context: CommandContext): Command {
	return new Command("show")
		.description("list the keys of a file by id; needs no passphrase, shows no secret")
		.argument("<file>", "the key file")
		.option("--json", "machine output")
		.action(async (file: string, flags: { readonly json?: true }) => {
			const { protection, rings } = inspectKeyFile(await readFile(file, "utf8"));
			if (flags.json) return printJson(context, { protection: protection.method, rings });
			await print(context, `${listRings(rings)}protection: ${protection.method}\n`);
		});
}

/** The command with its subcommands. */
export function keysCommand(context: CommandContext): Command {
	const command = new Command("keys").description("make and look at key files");
	for (const [create, secret] of [
		[createNew, true],
		[createRotate, true],
		[createShow, false],
	] as const) {
		const subcommand = create(context);
		if (secret) for (const option of passphraseOptions()) subcommand.addOption(option);
		command.addCommand(subcommand);
	}
	return command;
}
