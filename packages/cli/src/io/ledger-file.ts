/**
 * A ledger in a file: the store, the key that signs it, and the check of all that is there before anything is added.
 *
 * The key is the ring `sign` of `--keys`, or else one that lies beside the ledger as `<ledger>.key`, made on first use. Who can read that
 * file can rewrite the ledger: keep the verifier key and a checkpoint elsewhere, or sign with a key file that is protected.
 */
import { stat } from "node:fs/promises";
import { createSigner, generateKey, isVeilkitError, keyRing, randomBytes, type Signer, type Store, toHex } from "@veilkit/core";
import {
	createVerifierKey,
	formatVerifierKey,
	type Ledger,
	type LedgerVerdict,
	openLedger,
	parseVerifierKey,
	type VerifyLedgerOptions,
	verifyLedger,
} from "@veilkit/ledger";
import { fileStore } from "@veilkit/store/file";
import { type CommandContext, injected, note } from "../context.ts";
import { verificationError } from "../error/usage.ts";
import { openKeys, saveKeys } from "./key-file.ts";
import type { PassphraseFlags } from "./passphrase.ts";

/** A ledger that is open. */
export interface OpenLedger {
	readonly ledger: Ledger;
	/** Text form. */
	readonly verifierKey: string;
	/** Whether this run started it. */
	readonly isNew: boolean;
	close(): Promise<void>;
}

/** Options of commands that write to a ledger. */
export interface LedgerKeyFlags extends PassphraseFlags {
	readonly keys?: string;
}

/** What to say once when a ledger is started. */
export function startedLedger(path: string, verifierKey: string): string {
	return `started ${path}; keep its verifier key elsewhere: ${verifierKey}`;
}

/** Whether a file is there. */
export async function exists(path: string): Promise<boolean> {
	return (await stat(path).catch(() => undefined)) !== undefined;
}

async function findSigner(path: string, flags: LedgerKeyFlags, context: CommandContext): Promise<Signer> {
	if (flags.keys !== undefined) return createSigner((await openKeys(flags.keys, flags, context)).keys.ring("sign").primary);
	const keyPath = `${path}.key`;
	if (await exists(keyPath)) return createSigner((await openKeys(keyPath, flags, context)).keys.ring("sign").primary);
	if (await exists(path))
		throw verificationError(`${path}: its key file ${keyPath} is missing; restore it, or name the key file that signs with --keys`);
	const ring = keyRing({ primary: generateKey({ purpose: "sign", ...injected(context) }) });
	await saveKeys(keyPath, [ring], { unprotected: true }, { replace: false, context });
	note(context, `wrote ${keyPath}, which signs the ledger and is NOT protected by a passphrase`);
	return createSigner(ring.primary);
}

/** The store of a ledger that exists; the file store would create one. */
async function openExisting(path: string): Promise<Store> {
	await stat(path);
	return fileStore(path);
}

/** Verifies the ledger of a file. */
export async function verifyLedgerFile(path: string, options: VerifyLedgerOptions): Promise<LedgerVerdict> {
	let store: Store;
	try {
		store = await openExisting(path);
	} catch (error) {
		if (isVeilkitError(error, "ERR_STORE_CORRUPT")) return { ok: false, reason: "store-corrupt" };
		throw error;
	}
	try {
		return await verifyLedger(store, options);
	} finally {
		await store.close();
	}
}

async function verified(path: string, store: Store): Promise<Extract<LedgerVerdict, { ok: true }>> {
	const verdict = await verifyLedger(store);
	if (verdict.ok) return verdict;
	throw verificationError(`${path}: not what was signed: ${describeFault(verdict)}; nothing was added`);
}

/** A fault as text. */
export function describeFault({ reason, index }: Extract<LedgerVerdict, { ok: false }>): string {
	return index === undefined ? reason : `${reason} at entry ${index}`;
}

/**
 * Opens the ledger of a file to write, or starts one.
 *
 * @throws {VeilkitError} `ERR_CLI_VERIFICATION` if it is damaged, `ERR_LEDGER_KEY` if another key signs it
 */
export async function openLedgerFile(path: string, flags: LedgerKeyFlags, context: CommandContext): Promise<OpenLedger> {
	const isNew = !(await exists(path));
	const signer = await findSigner(path, flags, context);
	const store = await fileStore(path);
	try {
		// A name of its own tells the ledger from others that the same key signs.
		const origin = isNew ? `veilkit.local/${toHex(randomBytes(8, context.random))}` : (await verified(path, store)).origin;
		const ledger = await openLedger(store, { signer, origin, ...injected(context) });
		const verifierKey = formatVerifierKey(createVerifierKey(origin, signer.publicKey));
		return { ledger, verifierKey, isNew, close: () => ledger.close().then(() => store.close()) };
	} catch (error) {
		await store.close();
		throw error;
	}
}

/** Opens the ledger of a file to read: verified, and without its key, so that nothing can be appended. */
export async function readLedgerFile(path: string): Promise<OpenLedger> {
	const store = await openExisting(path);
	try {
		const { origin, verifierKey } = await verified(path, store);
		const signer: Signer = {
			algorithm: "ed25519",
			publicKey: parseVerifierKey(verifierKey).publicKey,
			sign: () => {
				throw verificationError(`${path}: opened for reading only`);
			},
		};
		const ledger = await openLedger(store, { signer, origin });
		return { ledger, verifierKey, isNew: false, close: () => ledger.close().then(() => store.close()) };
	} catch (error) {
		await store.close();
		throw error;
	}
}
