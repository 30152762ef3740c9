/**
 * Hand-over of a ledger to a new signing key: the old key signs the new one.
 *
 * The statement is a signed note of four lines: the label, the origin, the index of the entry that carries it, the new verifier key. Its
 * first line is no origin of a checkpoint of this log, so the two cannot be taken for each other. Without such an entry, a new key is a
 * replaced key.
 */
import { malformed, type Signer } from "@veilkit/core";
import { parseDecimal } from "../checkpoint/checkpoint.ts";
import { signNote, verifyNote } from "../checkpoint/signed-note.ts";
import { createVerifierKey, formatVerifierKey, parseVerifierKey, type VerifierKey } from "../checkpoint/verifier-key.ts";

const LABEL = "veilkit/v1/ledger/hand-over";

/** The statement that a ledger goes on with another key. */
export function signHandOver(origin: string, index: number, signers: { readonly from: Signer; readonly to: Signer }): string {
	const newKey = formatVerifierKey(createVerifierKey(origin, signers.to.publicKey));
	return signNote(`${LABEL}\n${origin}\n${index}\n${newKey}\n`, origin, [signers.from]);
}

/**
 * The new key of a hand-over statement, if the old one signed it for this place.
 *
 * @throws {VeilkitError} `ERR_FORMAT` if it did not
 */
export function openHandOver(note: string, index: number, oldKey: VerifierKey): VerifierKey {
	const verdict = verifyNote(note, [oldKey]);
	if (!verdict.ok) throw malformed("hand-over", "not signed by the key before it");
	const [label, origin, place = "", newKey = "", ...rest] = verdict.text.split("\n");
	const expected = label === LABEL && origin === oldKey.name && parseDecimal(place, "hand-over") === index && rest.join("") === "";
	if (!expected) throw malformed("hand-over", "for another ledger or another place");
	const key = parseVerifierKey(newKey);
	if (key.name !== oldKey.name) throw malformed("hand-over", "to a key of another origin");
	return key;
}
