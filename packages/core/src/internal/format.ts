/**
 * Reading a document: the validators of arguments serve here too, and what they refuse becomes an `ERR_FORMAT` of the document.
 */
import type { Bytes } from "../bytes/bytes.ts";
import { fromBase64Url } from "../bytes/encoding.ts";
import { invalidArgument, isVeilkitError, malformed } from "../error/veilkit-error.ts";
import { checkString } from "../options/check.ts";

/**
 * Runs a reader; what it finds malformed is reported as a flaw of the document.
 *
 * @param what - the kind of document: `key file`
 * @throws {VeilkitError} `ERR_FORMAT`
 */
export function readingDocument<T>(what: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw isVeilkitError(error, "ERR_INVALID_ARGUMENT") ? malformed(what, error.message) : error;
	}
}

/**
 * The value of a JSON text. The parser's own error is not passed on, since it quotes the text.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function parseJson(text: string, path: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw invalidArgument(path, "JSON text");
	}
}

/**
 * A field of base64url text as bytes, of one length if given.
 *
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function checkBase64Url(value: unknown, path: string, length?: number): Bytes {
	const expected = length === undefined ? "base64url text" : `base64url text of ${length} bytes`;
	let bytes: Bytes;
	try {
		bytes = fromBase64Url(checkString(value, path));
	} catch {
		throw invalidArgument(path, expected);
	}
	if (length !== undefined && bytes.length !== length) throw invalidArgument(path, expected);
	return bytes;
}
