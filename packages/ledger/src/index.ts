export { type Checkpoint, type CheckpointVerdict, parseCheckpoint, signCheckpoint, verifyCheckpoint } from "./checkpoint/checkpoint.ts";
export { type NoteSignature, type NoteVerdict, parseNote, type SignedNote, signNote, verifyNote } from "./checkpoint/signed-note.ts";
export { createVerifierKey, formatVerifierKey, parseVerifierKey, type VerifierKey } from "./checkpoint/verifier-key.ts";
export type { LedgerErrorCode } from "./ledger/error.ts";
export { exportTiles } from "./ledger/export-tiles.ts";
export { decodeLeaf, type Leaf, type LeafKind } from "./ledger/leaf.ts";
export { openLedger } from "./ledger/ledger.ts";
export { type ReceiptVerdict, verifyReceipt } from "./ledger/receipt.ts";
export type { ConsistencyProof, EntryRange, InclusionProof, Ledger, LedgerEntry, LedgerItem, LedgerReceipt } from "./ledger/types.ts";
export type { LedgerFault, LedgerVerdict } from "./ledger/verdict.ts";
export { type VerifyLedgerOptions, verifyLedger } from "./ledger/verify.ts";
export { formatProofFile, type ProofFile, parseProofFile } from "./tiles/proof-file.ts";
export { type TileCoordinates, tilePath } from "./tiles/tile-path.ts";
export { openTiles, type TileTree } from "./tiles/tile-tree.ts";
export { EMPTY_FRONTIER, extendFrontier, type Frontier, type FrontierNode, frontierRoot } from "./tree/frontier.ts";
export { HASH_BYTES, leafHash, nodeHash, rootHash } from "./tree/hash.ts";
export { proveConsistency, proveInclusion, proveSubtreeConsistency, proveSubtreeInclusion } from "./tree/prove.ts";
export type { LeafRange } from "./tree/shape.ts";
export {
	type ConsistencyStatement,
	type InclusionStatement,
	type SubtreeConsistencyStatement,
	type SubtreeInclusionStatement,
	verifyConsistency,
	verifyInclusion,
	verifySubtreeConsistency,
	verifySubtreeInclusion,
} from "./tree/verify.ts";
