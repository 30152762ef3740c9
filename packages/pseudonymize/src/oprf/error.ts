/**
 * The errors of oblivious pseudonyms. They travel as codes; neither side tells the other more.
 */
import { VeilkitError } from "@veilkit/core";

/** Codes of `@veilkit/pseudonymize/oprf`, beside those of core. */
export type OprfErrorCode =
	/** The server cannot read the request, or it is larger than the server takes. */
	| "ERR_PSEUDONYMIZE_OPRF_REQUEST"
	/** The server has another key, suite, mode or domain. */
	| "ERR_PSEUDONYMIZE_OPRF_KEY"
	/** The rate limit of the server. */
	| "ERR_PSEUDONYMIZE_OPRF_RATE"
	/** The client cannot read the answer. */
	| "ERR_PSEUDONYMIZE_OPRF_RESPONSE";

/** Codes that a server sends, each with what the client's user reads. */
const REFUSALS: Readonly<Record<string, string>> = {
	ERR_PSEUDONYMIZE_OPRF_REQUEST: "the server refused the request as malformed or too large; compare batchSize with its maxElements",
	ERR_PSEUDONYMIZE_OPRF_KEY: "the server has another key, suite, mode or domain; ask its operator for the present public key",
	ERR_PSEUDONYMIZE_OPRF_RATE: "the server's rate limit is reached; retry after details.retryAfterSeconds",
} satisfies Partial<Record<OprfErrorCode, string>>;

/** The error for an answer that is none. */
export function badResponse(problem: string, cause?: unknown): VeilkitError<"ERR_PSEUDONYMIZE_OPRF_RESPONSE"> {
	return new VeilkitError("ERR_PSEUDONYMIZE_OPRF_RESPONSE", `oprf client: ${problem}`, { details: { problem }, cause });
}

/** The client's error for a refusal; of what the server sent, only known codes and a number pass. */
export function refusal(code: unknown, status: number, retryAfter: string | null): VeilkitError<OprfErrorCode> {
	const message = typeof code === "string" && Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : undefined;
	if (message === undefined) return badResponse(`the server answered with status ${status}`);
	const retryAfterSeconds = Number(retryAfter ?? Number.NaN);
	return new VeilkitError(code as OprfErrorCode, `oprf client: ${message}`, {
		details: Number.isSafeInteger(retryAfterSeconds) ? { status, retryAfterSeconds } : { status },
	});
}
