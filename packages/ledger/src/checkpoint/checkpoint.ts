/**
 * Checkpoints: C2SP tlog-checkpoint, a signed note whose text states a log's size and root.
 *
 * Three lines, origin, size, root, then optional extension lines. A log must never sign two checkpoints that are not consistent; who keeps
 * an earlier checkpoint can prove that it did.
 */
import {
	type Bytes,
	checkBytes,
	checkInteger,
	checkString,
	fromBase64,
	isVeilkitError,
	malformed,
	type Signer,
	toBase64,
} from "@veilkit/core";
import { HASH_BYTES } from "../tree/hash.ts";
import { parseNote, signNote, verifyNote } from "./signed-note.ts";
import { KEY_NAME_SHAPE, parseVerifierKey, type VerifierKey } from "./verifier-key.ts";

/** What a checkpoint states. */
export interface Checkpoint {
	/** Which log. */
	readonly origin: string;
	/** Number of leaves. */
	readonly size: number;
	/** Root of the tree, 32 bytes. */
	readonly root: Bytes;
	/** Further lines, opaque. */
	readonly extensions: readonly string[];
}

/** The verdict on a signed checkpoint. */
export type CheckpointVerdict =
	| { readonly ok: true; readonly checkpoint: Checkpoint; readonly signedBy: readonly VerifierKey[] }
	| { readonly ok: false; readonly reason: "malformed" | "unsigned" | "bad-signature" | "wrong-origin" };

const WHAT = "checkpoint";

/** A decimal without leading zeros, below 2^53. */
export function parseDecimal(text: string, what: string): number {
	const value = /^(0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : Number.NaN;
	if (!Number.isSafeInteger(value)) throw malformed(what, "a number that is not a decimal without leading zeros, below 2^53");
	return value;
}

/** A tree hash from its base64 text. */
export function parseHash(text: string, what: string): Bytes {
	const hash = fromBase64(text);
	if (hash.length !== HASH_BYTES) throw malformed(what, `a hash of other than ${HASH_BYTES} bytes`);
	return hash;
}

function parseText(text: string): Checkpoint {
	const [origin, size, root, ...extensions] = text.slice(0, -1).split("\n");
	if (!origin || size === undefined || root === undefined) throw malformed(WHAT, "fewer than three lines");
	if (extensions.includes("")) throw malformed(WHAT, "empty extension line");
	return { origin, size: parseDecimal(size, WHAT), root: parseHash(root, WHAT), extensions };
}

/**
 * Reads a signed checkpoint. Its content must not be trusted before {@link verifyCheckpoint}.
 *
 * @throws {VeilkitError} `ERR_FORMAT`
 *
 * @example
 * ```ts
 * import { parseCheckpoint } from "@veilkit/ledger";
 * parseCheckpoint(await ledger.checkpoint()).size;
 * ```
 */
export function parseCheckpoint(note: string): Checkpoint {
	return parseText(parseNote(note).text);
}

/**
 * Signs a checkpoint; the key name is the origin.
 *
 * @param signers - usually one; two at a hand-over
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT` or `ERR_FORMAT` for a checkpoint that cannot be written
 *
 * @example
 * ```ts
 * import { signCheckpoint } from "@veilkit/ledger";
 * const note = signCheckpoint({ origin: "shop.example/privacy", size: 3, root, extensions: [] }, [signer]);
 * ```
 */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly Signer[]): string {
	checkString(checkpoint.origin, "signCheckpoint(checkpoint.origin)", KEY_NAME_SHAPE);
	checkInteger(checkpoint.size, "signCheckpoint(checkpoint.size)", { min: 0 });
	checkBytes(checkpoint.root, "signCheckpoint(checkpoint.root)", HASH_BYTES);
	for (const line of checkpoint.extensions) {
		checkString(line, "signCheckpoint(checkpoint.extensions)", { minLength: 1, pattern: /^[^\n]+$/, description: "one line each" });
	}
	const lines = [checkpoint.origin, String(checkpoint.size), toBase64(checkpoint.root), ...checkpoint.extensions];
	return signNote(`${lines.join("\n")}\n`, checkpoint.origin, signers);
}

/**
 * Whether a checkpoint is signed by a pinned key, for the log of that key's name. Never throws on a bad checkpoint.
 *
 * @param verifierKeys - text form; more than one after a hand-over
 * @throws {VeilkitError} `ERR_FORMAT` if a pinned key itself is malformed
 *
 * @example
 * ```ts
 * import { verifyCheckpoint } from "@veilkit/ledger";
 * const verdict = verifyCheckpoint(note, [pinned]);
 * if (verdict.ok) verdict.checkpoint.size;
 * ```
 */
export function verifyCheckpoint(note: string, verifierKeys: readonly string[]): CheckpointVerdict {
	const verdict = verifyNote(note, verifierKeys.map(parseVerifierKey));
	if (!verdict.ok) return verdict;
	try {
		const checkpoint = parseText(verdict.text);
		if (verdict.signedBy.some((key) => key.name !== checkpoint.origin)) return { ok: false, reason: "wrong-origin" };
		return { ok: true, checkpoint, signedBy: verdict.signedBy };
	} catch (error) {
		if (isVeilkitError(error, "ERR_FORMAT")) return { ok: false, reason: "malformed" };
		throw error;
	}
}
