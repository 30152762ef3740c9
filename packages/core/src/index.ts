export { type Bytes, bytesToUint, compareBytes, concatBytes, equalBytes, uintToBytes } from "./bytes/bytes.ts";
export { fromBase64, fromBase64Url, fromHex, fromUtf8, toBase64, toBase64Url, toHex, toUtf8 } from "./bytes/encoding.ts";
export { CBOR_MAX_DEPTH, type CborKey, type CborValue, encodeCbor } from "./canonical/cbor.ts";
export { type CborDecoded, type CborLimits, decodeCbor } from "./canonical/cbor-decode.ts";
export {
	associatedData,
	decodeEnvelope,
	type Envelope,
	type EnvelopeLabel,
	encodeEnvelope,
	envelopeFromText,
	envelopeToText,
	NO_KEY,
} from "./canonical/envelope.ts";
export { canonicalJson, type JsonValue } from "./canonical/json.ts";
export {
	authenticationFailed,
	type CoreErrorCode,
	type ErrorDetail,
	invalidArgument,
	isVeilkitError,
	malformed,
	VeilkitError,
	type VeilkitErrorOptions,
} from "./error/veilkit-error.ts";
export { ARGON2ID_COST, type Argon2idCost } from "./key/argon2id.ts";
export { type DerivationLabel, derivationLabel, deriveBytes } from "./key/derive.ts";
export { inspectKeyFile, type KeyFile, openKeyFile, sealKeyFile } from "./key/key-file.ts";
export type { KeyFileHeader, KeyFileKey, KeyFileMethod, KeyFileRing } from "./key/key-file-format.ts";
export type { KeyFileProtection, KeyFileUnlock } from "./key/key-file-protection.ts";
export type { KeyProvider } from "./key/key-provider.ts";
export { type KeyRing, keyRing, rotateKeyRing } from "./key/key-ring.ts";
export {
	checkPurpose,
	generateKey,
	importKey,
	KEY_BYTES,
	KEY_ID_BYTES,
	type KeyDescription,
	type KeyId,
	SecretKey,
} from "./key/secret-key.ts";
export { createSigner, type Signer, verifySignature } from "./key/signer.ts";
export {
	checkArray,
	checkBytes,
	checkFunction,
	checkInteger,
	checkNumber,
	checkObject,
	checkOneOf,
	checkOptions,
	checkString,
	type NumberRange,
	type StringShape,
} from "./options/check.ts";
export { type RandomOptions, type RandomSource, randomBytes, randomInteger, systemRandom } from "./random/random-source.ts";
export { memoryStore } from "./store/memory-store.ts";
export { ABSENT, checkChanges, type Store, type StoreChange, type StoreEntry, storeClosed, storeConflict } from "./store/store.ts";
export { type Batch, type BatchSource, batchRows, type Column, createBatch, type Row, rowsOf, type Value } from "./table/batch.ts";
export { createPacer, type OperationOptions, type Pacer, type PacerOptions, type Progress } from "./task/operation.ts";
export { type Clock, type ClockOptions, systemClock } from "./time/clock.ts";
export { DATA_CATEGORIES, type DataCategory } from "./vocabulary/data-categories.ts";
export {
	checkDataMap,
	type DataMap,
	type DataMapColumn,
	type DataMapSystem,
	type DataMapTable,
	type DataUse,
} from "./vocabulary/data-map.ts";
export { type Article6Basis, type Article9Basis, LEGAL_BASES, type LegalBasis } from "./vocabulary/legal-bases.ts";
export { PURPOSES, type Purpose } from "./vocabulary/purposes.ts";
