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
import { abortable, type CommandContext, injected, note } from "../context.ts";
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

/** The signers that the flags or the file beside the ledger give, the primary first. */
async function findSigners(path: string, flags: LedgerKeyFlags, context: CommandContext): Promise<readonly [Signer, ...Signer[]]> {
	const keyPath = flags.keys ?? `${path}.key`;
	if (flags.keys !== undefined || (await exists(keyPath))) {
		const { primary, keys } = (await openKeys(keyPath, flags, context)).keys.ring("sign");
		return [createSigner(primary), ...keys.slice(1).map(createSigner)];
	}
	if (await exists(path)) {
		throw verificationError(`${path}: its key file ${keyPath} is missing; restore it, or name the key file that signs with --keys`);
	}
	const ring = keyRing({ primary: generateKey({ purpose: "sign", ...injected(context) }) });
	await saveKeys(keyPath, [ring], { unprotected: true }, { replace: false, context });
	note(context, `wrote ${keyPath}, which signs the ledger and is NOT protected by a passphrase`);
	return [createSigner(ring.primary)];
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

function keyText(origin: string, signer: Signer): string {
	return formatVerifierKey(createVerifierKey(origin, signer.publicKey));
}

function requireOk(path: string, verdict: LedgerVerdict): Extract<LedgerVerdict, { ok: true }> {
	if (verdict.ok) return verdict;
	throw verificationError(`${path}: not what was signed: ${describeFault(verdict)}; nothing was added`);
}

/** A fault as text. */
export function describeFault({ reason, index }: Extract<LedgerVerdict, { ok: false }>): string {
	return index === undefined ? reason : `${reason} at entry ${index}`;
}

/** Opens a ledger that exists with whichever of the signers it knows; a rotated ring hands it over to its primary key. */
async function openWith(
	store: Store,
	{ path, verdict, signers }: { readonly path: string; readonly verdict: LedgerVerdict; readonly signers: readonly [Signer, ...Signer[]] },
	context: CommandContext,
): Promise<Ledger> {
	const { origin, verifierKey } = requireOk(path, verdict);
	const [primary] = signers;
	const known = signers.find((signer) => keyText(origin, signer) === verifierKey);
	if (known === undefined) throw verificationError(`${path}: signed by a key that is not in the key file`);
	const ledger = await openLedger(store, { signer: known, origin, ...injected(context) });
	if (known !== primary) {
		await ledger.handOver(primary);
		note(context, `${path}: signed by the new key from now on; its verifier key: ${keyText(origin, primary)}`);
	}
	return ledger;
}

/**
 * Opens the ledger of a file to write, or starts one.
 *
 * @throws {VeilkitError} `ERR_CLI_VERIFICATION` if it is damaged or signed by another key
 */
export async function openLedgerFile(path: string, flags: LedgerKeyFlags, context: CommandContext): Promise<OpenLedger> {
	const signers = await findSigners(path, flags, context);
	const store = await fileStore(path);
	try {
		const verdict = await verifyLedger(store, abortable(context));
		// Missing also where a crash left the file before anything was in it.
		const isNew = !verdict.ok && verdict.reason === "missing";
		// A name of its own tells the ledger from others that the same key signs.
		const start = (): Promise<Ledger> =>
			openLedger(store, { signer: signers[0], origin: `veilkit.local/${toHex(randomBytes(8, context.random))}`, ...injected(context) });
		const ledger = isNew ? await start() : await openWith(store, { path, verdict, signers }, context);
		return { ledger, verifierKey: keyText(ledger.origin, signers[0]), isNew, close: () => ledger.close().then(() => store.close()) };
	} catch (error) {
		await store.close();
		throw error;
	}
}

/** Opens the ledger of a file to read: verified, and without its key, so that nothing can be appended. */
export async function readLedgerFile(path: string): Promise<OpenLedger> {
	const store = await openExisting(path);
	try {
		const { origin, verifierKey } = requireOk(path, await verifyLedger(store));
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
