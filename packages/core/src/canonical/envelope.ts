/**
 * The one envelope around every artefact that leaves a package: tokens, ciphertexts, receipts, proofs.
 *
 * ```
 * offset  bytes
 *  0      2      magic "VK"
 *  2      1      format version, 1
 *  3      2      artefact type: high byte the package, low byte the artefact
 *  5      2      suite: the algorithms, numbered by the package
 *  7      4      key id, zeros if no key made it
 * 11      2      length of the header
 * 13      …      header: a deterministic CBOR map with text keys
 *  …      …      body, to the end
 * ```
 *
 * All numbers are big-endian. Everything before the body is the artefact's associated data: whoever makes a MAC or a ciphertext
 * authenticates it, and a body can then not be moved under another type, suite, key or header (domain separation). The envelope
 * itself protects nothing. The layout of version 1 is frozen by a golden file; a change is version 2.
 *
 * Packages by the high byte of the artefact type: 0 core, 1 ledger, 2 pseudonymize, 3 dp, 4 he, 5 zkp, 6 mpc, 7 consent, 8 rights,
 * 9 federated, 10 cleanroom, 11 attest, 12 discover.
 */
import { type Bytes, bytesToUint, concatBytes, uintToBytes } from "../bytes/bytes.ts";
import { fromBase64Url, fromHex, toBase64Url, toHex } from "../bytes/encoding.ts";
import { invalidArgument, malformed } from "../error/veilkit-error.ts";
import { KEY_ID_BYTES, type KeyId } from "../key/secret-key.ts";
import { checkBytes, checkInteger, checkOptions, checkString } from "../options/check.ts";
import { type CborValue, encodeCbor } from "./cbor.ts";
import { type CborDecoded, decodeCbor } from "./cbor-decode.ts";

const MAGIC = 0x564b;
const FORMAT_VERSION = 1;
const PREAMBLE_BYTES = 13;
const WHAT = "envelope";

/** The key id of an artefact that no key made. */
export const NO_KEY: KeyId = "00000000" as KeyId;

/** What an artefact is. */
export interface EnvelopeLabel {
	/** Artefact type, 0 to 65535. */
	readonly type: number;
	/** Suite, 0 to 65535. */
	readonly suite: number;
	/** The key that made the body, or {@link NO_KEY}. */
	readonly keyId: KeyId;
	/** Public parameters of the artefact; at most 65,535 bytes of CBOR. */
	readonly header: { readonly [name: string]: CborValue };
}

/** A decoded artefact. */
export interface Envelope {
	readonly type: number;
	readonly suite: number;
	readonly keyId: KeyId;
	readonly header: ReadonlyMap<string, CborDecoded>;
	readonly body: Bytes;
	/** Everything before the body. */
	readonly associatedData: Bytes;
}

/**
 * The bytes that precede the body, which a MAC or an AEAD takes as associated data.
 *
 * @example
 * ```ts
 * import { associatedData, NO_KEY } from "@veilkit/core";
 * const context = associatedData({ type: 0x0301, suite: 1, keyId: NO_KEY, header: {} });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function associatedData(label: EnvelopeLabel): Bytes {
	checkOptions(label, "envelope(label)", ["type", "suite", "keyId", "header"]);
	checkInteger(label.type, "envelope(label.type)", { min: 0, max: 0xffff });
	checkInteger(label.suite, "envelope(label.suite)", { min: 0, max: 0xffff });
	checkString(label.keyId, "envelope(label.keyId)", { pattern: /^[0-9a-f]{8}$/, description: "a key id" });
	const header = encodeCbor(label.header);
	if (header.length > 0xffff) throw invalidArgument("envelope(label.header)", "at most 65,535 bytes of CBOR");
	return concatBytes(
		uintToBytes(MAGIC, 2),
		Uint8Array.of(FORMAT_VERSION),
		uintToBytes(label.type, 2),
		uintToBytes(label.suite, 2),
		fromHex(label.keyId),
		uintToBytes(header.length, 2),
		header,
	);
}

/**
 * An artefact as bytes.
 *
 * @param label - what it is
 * @param body - its payload, which the caller has authenticated together with {@link associatedData}
 *
 * @example
 * ```ts
 * import { encodeEnvelope, NO_KEY } from "@veilkit/core";
 * const bytes = encodeEnvelope({ type: 0x0301, suite: 1, keyId: NO_KEY, header: { rows: 3 } }, body);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function encodeEnvelope(label: EnvelopeLabel, body: Uint8Array): Bytes {
	return concatBytes(associatedData(label), checkBytes(body, "encodeEnvelope(body)"));
}

/**
 * Takes an artefact apart. What it says is a claim until the body has been authenticated with `associatedData`.
 *
 * @param bytes - one envelope
 * @param type - the artefact type that the caller handles
 *
 * @example
 * ```ts
 * import { decodeEnvelope } from "@veilkit/core";
 * const { suite, keyId, header, body, associatedData } = decodeEnvelope(bytes, 0x0301);
 * ```
 * @throws {VeilkitError} `ERR_FORMAT` for anything but a version 1 envelope of that type
 */
export function decodeEnvelope(bytes: Uint8Array, type: number): Envelope {
	checkBytes(bytes, "decodeEnvelope(bytes)");
	if (bytes.length < PREAMBLE_BYTES) throw malformed(WHAT, `shorter than ${PREAMBLE_BYTES} bytes`);
	const uint = (offset: number, length: number): number => bytesToUint(bytes.subarray(offset, offset + length));
	if (uint(0, 2) !== MAGIC) throw malformed(WHAT, "does not start with the magic bytes");
	if (uint(2, 1) !== FORMAT_VERSION) throw malformed(WHAT, `format version ${uint(2, 1)}; this release reads version ${FORMAT_VERSION}`);
	if (uint(3, 2) !== type) throw malformed(WHAT, `artefact type ${uint(3, 2)} where type ${type} was expected`);
	const bodyStart = PREAMBLE_BYTES + uint(11, 2);
	if (bodyStart > bytes.length) throw malformed(WHAT, "header is longer than the input");
	return {
		type,
		suite: uint(5, 2),
		keyId: toHex(bytes.subarray(7, 7 + KEY_ID_BYTES)) as KeyId,
		header: checkHeader(decodeCbor(bytes.subarray(PREAMBLE_BYTES, bodyStart))),
		body: new Uint8Array(bytes.subarray(bodyStart)),
		associatedData: new Uint8Array(bytes.subarray(0, bodyStart)),
	};
}

function checkHeader(header: CborDecoded): ReadonlyMap<string, CborDecoded> {
	if (!(header instanceof Map)) throw malformed(WHAT, "header is not a map");
	for (const name of header.keys()) if (typeof name !== "string") throw malformed(WHAT, "header has a name that is not text");
	return header as ReadonlyMap<string, CborDecoded>;
}

const PREFIX_SHAPE = { pattern: /^[a-z]{2,16}$/, description: "2 to 16 lower-case letters" } as const;

/**
 * An envelope as text: `<prefix>1.<base64url>`, safe in URLs, headers, CSV cells and file names.
 *
 * @param envelope - the encoded envelope
 * @param prefix - says what it is to a reader: `receipt`
 *
 * @example
 * ```ts
 * import { envelopeToText } from "@veilkit/core";
 * envelopeToText(bytes, "receipt"); // "receipt1.VksBAwE…"
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function envelopeToText(envelope: Uint8Array, prefix: string): string {
	checkString(prefix, "envelopeToText(prefix)", PREFIX_SHAPE);
	return `${prefix}${FORMAT_VERSION}.${toBase64Url(checkBytes(envelope, "envelopeToText(envelope)"))}`;
}

/**
 * The envelope's bytes from its text form.
 *
 * @example
 * ```ts
 * import { decodeEnvelope, envelopeFromText } from "@veilkit/core";
 * const receipt = decodeEnvelope(envelopeFromText(text, "receipt"), 0x0301);
 * ```
 * @throws {VeilkitError} `ERR_FORMAT` if the text has another prefix or is not base64url; `ERR_INVALID_ARGUMENT` for a bad prefix
 */
export function envelopeFromText(text: string, prefix: string): Bytes {
	checkString(text, "envelopeFromText(text)");
	checkString(prefix, "envelopeFromText(prefix)", PREFIX_SHAPE);
	const start = `${prefix}${FORMAT_VERSION}.`;
	if (!text.startsWith(start)) throw malformed(WHAT, `text does not start with "${start}"`);
	return fromBase64Url(text.slice(start.length));
}
