/**
 * Proof files: C2SP tlog-proof, a text that shows offline that one entry is in a log.
 *
 * The checkpoint, the entry's index, its inclusion proof, and, as `extra`, bytes of the application's choosing; here the leaf's data. The
 * extra line is not trusted by itself: it counts only once its hash is proved to be in the tree.
 */
import { type Bytes, fromBase64, malformed, toBase64 } from "@veilkit/core";
import { parseDecimal, parseHash } from "../checkpoint/checkpoint.ts";

/** The parts of a proof file. */
export interface ProofFile {
	/** Position of the entry, from 0. */
	readonly index: number;
	/** The inclusion proof, the leaf's sibling first. */
	readonly proof: readonly Bytes[];
	/** A signed checkpoint, verbatim. */
	readonly checkpoint: string;
	/** Opaque bytes, not authenticated by the format. */
	readonly extra?: Bytes;
}

const HEADER = "c2sp.org/tlog-proof@v1";
const WHAT = "proof file";
const MAX_PROOF = 64;

/**
 * Writes a proof file; by convention its name ends in `.tlog-proof`.
 *
 * @example
 * ```ts
 * import { formatProofFile } from "@veilkit/ledger";
 * formatProofFile({ index: 7, proof, checkpoint });
 * ```
 */
export function formatProofFile(file: ProofFile): string {
	const extra = file.extra === undefined ? [] : [`extra ${toBase64(file.extra)}`];
	return [HEADER, ...extra, `index ${file.index}`, ...file.proof.map(toBase64), "", file.checkpoint].join("\n");
}

/**
 * Takes a proof file apart; nothing is verified.
 *
 * @throws {VeilkitError} `ERR_FORMAT` for anything outside the format
 *
 * @example
 * ```ts
 * import { parseProofFile } from "@veilkit/ledger";
 * parseProofFile(text).index;
 * ```
 */
export function parseProofFile(text: string): ProofFile {
	const split = typeof text === "string" ? text.indexOf("\n\n") : -1;
	if (split < 0) throw malformed(WHAT, "no empty line between proof and checkpoint");
	const [header, ...lines] = text.slice(0, split).split("\n");
	if (header !== HEADER) throw malformed(WHAT, `first line is not ${HEADER}`);
	const extra = lines[0]?.startsWith("extra ") ? fromBase64((lines.shift() as string).slice("extra ".length)) : undefined;
	const indexLine = lines.shift();
	if (!indexLine?.startsWith("index ")) throw malformed(WHAT, "no index line");
	if (lines.length > MAX_PROOF) throw malformed(WHAT, `more than ${MAX_PROOF} proof lines`);
	const index = parseDecimal(indexLine.slice("index ".length), WHAT);
	const proof = lines.map((line) => parseHash(line, WHAT));
	return { index, proof, checkpoint: text.slice(split + 2), ...(extra === undefined ? {} : { extra }) };
}
