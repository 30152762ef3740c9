/**
 * Signed notes: C2SP signed-note.
 *
 * A text that ends in a newline, an empty line, then one line a signature: `— <key name> <base64 of key id ‖ signature>`. The signature is
 * over the text alone, so signatures can be added by others (witnesses) and those of unknown keys are ignored. A signature by a known
 * key that does not verify condemns the whole note.
 */
import {
	type Bytes,
	concatBytes,
	fromBase64,
	fromHex,
	malformed,
	type Signer,
	toBase64,
	toHex,
	toUtf8,
	verifySignature,
} from "@veilkit/core";
import { createVerifierKey, KEY_NAME_SHAPE, type VerifierKey } from "./verifier-key.ts";

/** One signature line. */
export interface NoteSignature {
	/** Key name. */
	readonly name: string;
	/** Key id, 8 hexadecimal digits. */
	readonly id: string;
	/** Without the key id; 64 bytes for Ed25519. */
	readonly signature: Bytes;
}

/** A note taken apart; nothing is verified yet. */
export interface SignedNote {
	/** Ends in a newline. */
	readonly text: string;
	readonly signatures: readonly NoteSignature[];
}

/** The verdict on a note. */
export type NoteVerdict =
	| { readonly ok: true; readonly text: string; readonly signedBy: readonly VerifierKey[] }
	| { readonly ok: false; readonly reason: "malformed" | "unsigned" | "bad-signature" };

const MAX_SIGNATURES = 64;
const WHAT = "signed note";

// biome-ignore lint/suspicious/noControlCharactersInRegex: the format forbids exactly these
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

function parseSignature(line: string): NoteSignature {
	const match = /^\u2014 ([^ ]+) ([A-Za-z0-9+/]+=*)$/.exec(line);
	if (!match) throw malformed(WHAT, "signature line of another shape than '— <name> <base64>'");
	const [, name, encoded] = match as unknown as readonly [string, string, string];
	if (!KEY_NAME_SHAPE.pattern.test(name)) throw malformed(WHAT, "key name with white space, plus or control characters");
	const bytes = fromBase64(encoded);
	if (bytes.length < 5) throw malformed(WHAT, "signature shorter than a key id and one byte");
	return { name, id: toHex(bytes.subarray(0, 4)), signature: bytes.slice(4) };
}

/**
 * Takes a note apart. The text must not be trusted before {@link verifyNote}.
 *
 * @throws {VeilkitError} `ERR_FORMAT` for anything outside the format, or more than 64 signatures
 *
 * @example
 * ```ts
 * import { parseNote } from "@veilkit/ledger";
 * parseNote(note).signatures.map((signature) => signature.name);
 * ```
 */
export function parseNote(note: string): SignedNote {
	if (typeof note !== "string" || !note.isWellFormed() || CONTROL.test(note)) throw malformed(WHAT, "not text, or with control characters");
	const split = note.lastIndexOf("\n\n");
	if (split < 0 || !note.endsWith("\n")) throw malformed(WHAT, "no empty line between text and signatures, or no newline at the end");
	const lines = note.slice(split + 2, -1).split("\n");
	if (lines.length > MAX_SIGNATURES) throw malformed(WHAT, `more than ${MAX_SIGNATURES} signatures`);
	return { text: note.slice(0, split + 1), signatures: lines.map(parseSignature) };
}

/**
 * Signs a text.
 *
 * @param text - ends in a newline
 * @param name - key name of every signer: a log's origin
 * @param signers - one signature line each, in order
 * @throws {VeilkitError} `ERR_FORMAT` if the text does not end in a newline or holds control characters
 *
 * @example
 * ```ts
 * import { signNote } from "@veilkit/ledger";
 * const note = signNote("hello\n", "example.com/foo", [signer]);
 * ```
 */
export function signNote(text: string, name: string, signers: readonly Signer[]): string {
	if (!text.endsWith("\n") || CONTROL.test(text)) throw malformed(WHAT, "text without a newline at the end, or with control characters");
	const message = toUtf8(text);
	const lines = signers.map((signer) => {
		const { id } = createVerifierKey(name, signer.publicKey);
		return `\u2014 ${name} ${toBase64(concatBytes(fromHex(id), signer.sign(message)))}\n`;
	});
	return `${text}\n${lines.join("")}`;
}

/**
 * Whether a note is signed by at least one of the given keys, and by none of them wrongly. Never throws.
 *
 * @example
 * ```ts
 * import { parseVerifierKey, verifyNote } from "@veilkit/ledger";
 * const verdict = verifyNote(note, [parseVerifierKey(pinned)]);
 * if (verdict.ok) use(verdict.text);
 * ```
 */
export function verifyNote(note: string, keys: readonly VerifierKey[]): NoteVerdict {
	let parsed: SignedNote;
	try {
		parsed = parseNote(note);
	} catch {
		return { ok: false, reason: "malformed" };
	}
	const message = toUtf8(parsed.text);
	const signedBy = new Set<VerifierKey>();
	for (const { name, id, signature } of parsed.signatures) {
		const key = keys.find((candidate) => candidate.name === name && candidate.id === id);
		if (!key) continue;
		if (!verifySignature(key.publicKey, message, signature)) return { ok: false, reason: "bad-signature" };
		signedBy.add(key);
	}
	return signedBy.size > 0 ? { ok: true, text: parsed.text, signedBy: [...signedBy] } : { ok: false, reason: "unsigned" };
}
