/**
 * What travels between client and server: deterministic CBOR, version 1, media type `application/cbor`.
 *
 *     request   [1, suite, mode, key id or null, info, [blinded element, …]]
 *     response  [1, key id, [evaluated element, …], proof or null]
 *     refusal   [1, code]
 *
 * The key id is null in mode `oprf`, where a client need not know the key. Both sides stop reading at a limit, before decoding anything.
 */
import { type Bytes, concatBytes, decodeCbor, encodeCbor, fromHex, type KeyId, malformed, toHex } from "@veilkit/core";
import { checkMode, checkSuite, type Evaluation, MAX_ELEMENT_BYTES, type OprfMode, type OprfSuite } from "./suite.ts";

/** Media type of requests and responses. */
export const MEDIA_TYPE = "application/cbor";

/** Most elements of one request, whatever a server is told. */
export const MAX_ELEMENTS = 1024;

/** Room for everything but the elements: the info text may be 1024 characters of up to 3 bytes. */
const FRAME_BYTES = 4096;

/** Most bytes of a message with that many elements. */
export function messageLimit(elements: number): number {
	return FRAME_BYTES + elements * (MAX_ELEMENT_BYTES + 2);
}

/** A request, decoded and checked in shape. */
export interface OprfRequest {
	readonly suite: OprfSuite;
	readonly mode: OprfMode;
	readonly keyId: KeyId | null;
	readonly info: string;
	readonly blinded: readonly Uint8Array[];
}

const isBytes = (value: unknown): value is Bytes => value instanceof Uint8Array;
const areBytes = (value: unknown): value is readonly Bytes[] => Array.isArray(value) && value.every(isBytes);
const isProof = (value: unknown): value is Bytes | null => value === null || isBytes(value);
const isKeyId = (value: unknown): value is Bytes => isBytes(value) && value.length === 4;

function decodeArray(bytes: Uint8Array, length: number): readonly unknown[] {
	const fields = decodeCbor(bytes, { maxDepth: 2, maxItems: MAX_ELEMENTS + 16 });
	if (!Array.isArray(fields) || fields.length !== length || fields[0] !== 1)
		throw malformed("OPRF message", `not an array of ${length}, version 1`);
	return fields;
}

export function encodeRequest({ suite, mode, keyId, info, blinded }: OprfRequest): Bytes {
	return encodeCbor([1, suite, mode, keyId === null ? null : fromHex(keyId), info, blinded]);
}

/**
 * @throws {VeilkitError} `ERR_FORMAT`, `ERR_INVALID_ARGUMENT`
 */
export function decodeRequest(bytes: Uint8Array): OprfRequest {
	const [, suite, mode, keyId, info, blinded] = decodeArray(bytes, 6);
	if (!(keyId === null || isKeyId(keyId)) || typeof info !== "string" || !areBytes(blinded))
		throw malformed("OPRF request", "field of another type");
	return {
		suite: checkSuite(suite, "OPRF request"),
		mode: checkMode(mode, "OPRF request"),
		keyId: keyId === null ? null : (toHex(keyId) as KeyId),
		info,
		blinded,
	};
}

export function encodeResponse(keyId: KeyId, { evaluated, proof }: Evaluation): Bytes {
	return encodeCbor([1, fromHex(keyId), evaluated, proof]);
}

/**
 * @throws {VeilkitError} `ERR_FORMAT`
 */
export function decodeResponse(bytes: Uint8Array): Evaluation & { readonly keyId: KeyId } {
	const [, keyId, evaluated, proof] = decodeArray(bytes, 4);
	if (!isKeyId(keyId) || !areBytes(evaluated) || !isProof(proof)) throw malformed("OPRF response", "field of another type");
	return { keyId: toHex(keyId) as KeyId, evaluated, proof };
}

export function encodeRefusal(code: string): Bytes {
	return encodeCbor([1, code]);
}

/** The code of a refusal. @throws {VeilkitError} `ERR_FORMAT` */
export function decodeRefusal(bytes: Uint8Array): unknown {
	return decodeArray(bytes, 2)[1];
}

/** The whole body, or undefined as soon as it is longer than `limit`. */
export async function readBody(message: Request | Response, limit: number): Promise<Bytes | undefined> {
	if (message.body === null) return new Uint8Array(0);
	const reader = message.body.getReader();
	const parts: Uint8Array[] = [];
	let length = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return concatBytes(...parts);
		length += value.length;
		if (length > limit) {
			await reader.cancel();
			return undefined;
		}
		parts.push(value);
	}
}
