/**
 * The one error type of every package.
 *
 * A caller branches on `code`, a literal; the message names the place and the fix; `details` is safe to log.
 * Neither message nor details ever hold a personal value or key material: they name paths, positions, counts and codes only.
 * Failures of decryption and verification share one message, so that an attacker learns nothing from the difference.
 */

/** Codes thrown by `@veilkit/core` and by the contracts it defines. */
export type CoreErrorCode =
	| "ERR_INVALID_ARGUMENT"
	| "ERR_FORMAT"
	| "ERR_AUTHENTICATION"
	| "ERR_KEY_NOT_FOUND"
	| "ERR_KEY_PURPOSE"
	| "ERR_KEY_DISPOSED"
	| "ERR_RANDOM_EXHAUSTED"
	| "ERR_STORE_CONFLICT"
	| "ERR_STORE_CORRUPT"
	| "ERR_STORE_CLOSED"
	| "ERR_STORE_CONFORMANCE"
	| "ERR_STORE_IO"
	| "ERR_UNSUPPORTED";

/** What `details` may hold: places, counts and names, never values from the data. */
export type ErrorDetail = string | number | boolean | readonly string[] | readonly number[];

/** Facts attached to an error. */
export interface VeilkitErrorOptions {
	/** Safe, structured facts: a path, an index, a limit. */
	readonly details?: Readonly<Record<string, ErrorDetail>>;
	/** The error that caused this one. */
	readonly cause?: unknown;
}

/**
 * An error with a stable literal code.
 *
 * @example
 * ```ts
 * import { isVeilkitError } from "@veilkit/core";
 * try {
 *   await store.write(changes);
 * } catch (error) {
 *   if (isVeilkitError(error, "ERR_STORE_CONFLICT")) retry(error.details["key"]);
 *   else throw error;
 * }
 * ```
 */
export class VeilkitError<Code extends string = string> extends Error {
	override readonly name: string = "VeilkitError";
	/** Marks the type across realms and duplicate installs, where `instanceof` fails. */
	readonly veilkit: true = true;
	/** Stable, literal, documented. */
	readonly code: Code;
	/** Safe to log. */
	readonly details: Readonly<Record<string, ErrorDetail>>;
	/** Slug of the page that explains the code. */
	readonly docs: string;

	constructor(code: Code, message: string, options: VeilkitErrorOptions = {}) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.code = code;
		this.details = Object.freeze({ ...options.details });
		this.docs = `errors/${code.toLowerCase().replaceAll("_", "-")}`;
	}
}

/**
 * Whether a caught value is a {@link VeilkitError}, optionally of one code.
 *
 * @example
 * ```ts
 * import { isVeilkitError, VeilkitError } from "@veilkit/core";
 * isVeilkitError(new VeilkitError("ERR_FORMAT", "…"), "ERR_FORMAT"); // true
 * ```
 */
export function isVeilkitError<Code extends string = string>(error: unknown, code?: Code): error is VeilkitError<Code> {
	if (!(error instanceof Error) || !("veilkit" in error) || !("code" in error)) return false;
	return error.veilkit === true && (code === undefined || error.code === code);
}

/**
 * The error for an argument or option out of its range.
 *
 * @param path - where the culprit is: `openLedger(options.origin)`
 * @param expected - what would be right, as the end of a sentence: `a positive integer`
 *
 * @example
 * ```ts
 * import { invalidArgument } from "@veilkit/core";
 * throw invalidArgument("openLedger(options.origin)", "a host name and a path");
 * ```
 */
export function invalidArgument(path: string, expected: string, cause?: unknown): VeilkitError<"ERR_INVALID_ARGUMENT"> {
	return new VeilkitError("ERR_INVALID_ARGUMENT", `${path}: expected ${expected}`, { details: { path, expected }, cause });
}

/**
 * The error for bytes or text that do not follow their format.
 *
 * @param what - the format: `deterministic CBOR`
 * @param problem - what is wrong and where, without quoting the input: `trailing bytes at offset 12`
 *
 * @example
 * ```ts
 * import { malformed } from "@veilkit/core";
 * throw malformed("checkpoint", "no signature line");
 * ```
 */
export function malformed(what: string, problem: string, cause?: unknown): VeilkitError<"ERR_FORMAT"> {
	return new VeilkitError("ERR_FORMAT", `${what}: ${problem}`, { details: { what, problem }, cause });
}

/**
 * The single error for every failed decryption and every failed proof that must throw.
 *
 * @example
 * ```ts
 * import { authenticationFailed, equalBytes } from "@veilkit/core";
 * if (!equalBytes(tag, expected)) throw authenticationFailed();
 * ```
 */
export function authenticationFailed(): VeilkitError<"ERR_AUTHENTICATION"> {
	return new VeilkitError("ERR_AUTHENTICATION", "authentication failed: wrong key, wrong context, or altered data");
}
