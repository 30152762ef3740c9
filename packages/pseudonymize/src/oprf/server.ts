/**
 * The server of RFC 9497 as a fetch-style handler: `Request` in, `Response` out.
 *
 * Role: holds the key, sees blinded elements (uniform, independent of the inputs) and the public text, and nothing of inputs or outputs.
 * What it sees in traffic is who asks, when, and how many. Whoever may call it may test guesses of identifiers, one element a guess: the rate
 * limit is what stands between a caller and enumeration, and therefore has no default.
 */
import { checkFunction, checkInteger, checkOptions, invalidArgument, isVeilkitError, type RandomSource, systemRandom } from "@veilkit/core";
import type { OprfErrorCode } from "./error.ts";
import { OprfKey } from "./key.ts";
import { type Evaluation, type OprfProtocol, protocolOf } from "./suite.ts";
import {
	decodeRequest,
	encodeRefusal,
	encodeResponse,
	MAX_ELEMENTS,
	MEDIA_TYPE,
	messageLimit,
	type OprfRequest,
	readBody,
} from "./wire.ts";

/** What a rate limit decides on. */
export interface OprfCall {
	/** The request, for its headers and address; its body is spent. */
	readonly request: Request;
	/** The public text: names the domain. */
	readonly info: string;
	/** Number of elements, which is the number of guesses it could be. */
	readonly elements: number;
}

/** The answer of a rate limit. */
export type OprfAdmission = { readonly admitted: true } | { readonly admitted: false; readonly retryAfterSeconds: number };

/** Options of {@link createOprfServer}. */
export interface OprfServerOptions {
	readonly key: OprfKey;
	/** Who may ask how much: called once a request, after it was checked in shape and before any arithmetic. */
	readonly rateLimit: (call: OprfCall) => OprfAdmission | Promise<OprfAdmission>;
	/** Most elements of a request, 1 to 1024; 64 unless given (some 0.2 s of one core with ristretto255). */
	readonly maxElements?: number;
	readonly random?: RandomSource;
}

/** A server for one key. */
export interface OprfServer {
	/** Answers a request; rejects only with errors of the rate limit. */
	handle(request: Request): Promise<Response>;
}

function respond(status: number, body: BodyInit, headers: Readonly<Record<string, string>> = {}): Response {
	return new Response(body, { status, headers: { "content-type": MEDIA_TYPE, "cache-control": "no-store", ...headers } });
}

function refuse(status: number, code: OprfErrorCode, headers: Readonly<Record<string, string>> = {}): Response {
	return respond(status, encodeRefusal(code), headers);
}

function parse(body: Uint8Array): OprfRequest | undefined {
	try {
		return decodeRequest(body);
	} catch (error) {
		if (isVeilkitError(error)) return undefined;
		throw error;
	}
}

/** Whether the request is for this key. */
function serves(key: OprfKey, asked: OprfRequest): boolean {
	const sameKey = key.mode === "oprf" ? asked.keyId === null : asked.keyId === key.id;
	return sameKey && asked.suite === key.suite && asked.mode === key.mode && (key.mode === "poprf" || asked.info === key.info);
}

/**
 * A server of oblivious pseudonyms.
 *
 * Source: RFC 9497 §3.3; the transport is ours (`wire.ts`). Refusals: 405, 413, 415 and 400 for what is no request, 409 for another key,
 * suite, mode or domain, 429 with `retry-after` from the rate limit.
 *
 * @example
 * ```ts
 * import { createOprfServer } from "@veilkit/pseudonymize/oprf";
 * const server = createOprfServer({ key, rateLimit: ({ request, elements }) => quota.take(request.headers.get("x-client"), elements) });
 * export default { fetch: server.handle }; // Deno, Bun, workers; in Node through any fetch-style adapter
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function createOprfServer(options: OprfServerOptions): OprfServer {
	checkOptions(options, "createOprfServer(options)", ["key", "rateLimit", "maxElements", "random"]);
	const { key, random = systemRandom } = options;
	if (!(key instanceof OprfKey)) throw invalidArgument("createOprfServer(options.key)", "an OprfKey");
	const rateLimit = checkFunction(options.rateLimit, "createOprfServer(options.rateLimit)");
	const maxElements = checkInteger(options.maxElements ?? 64, "createOprfServer(options.maxElements)", { min: 1, max: MAX_ELEMENTS });

	function evaluate(protocol: OprfProtocol, blinded: readonly Uint8Array[]): Evaluation | undefined {
		return key.use((pair) => {
			try {
				return protocol.evaluate(pair, blinded, random);
			} catch {
				return undefined; // not an element of the group, or its identity
			}
		});
	}

	return {
		async handle(request) {
			if (request.method !== "POST") return refuse(405, "ERR_PSEUDONYMIZE_OPRF_REQUEST", { allow: "POST" });
			if (request.headers.get("content-type") !== MEDIA_TYPE) return refuse(415, "ERR_PSEUDONYMIZE_OPRF_REQUEST");
			const body = await readBody(request, messageLimit(maxElements));
			if (body === undefined) return refuse(413, "ERR_PSEUDONYMIZE_OPRF_REQUEST");
			const asked = parse(body);
			if (asked === undefined || asked.blinded.length === 0) return refuse(400, "ERR_PSEUDONYMIZE_OPRF_REQUEST");
			const { blinded, info } = asked;
			if (blinded.length > maxElements) return refuse(413, "ERR_PSEUDONYMIZE_OPRF_REQUEST");
			if (!serves(key, asked)) return refuse(409, "ERR_PSEUDONYMIZE_OPRF_KEY");
			const admission = await rateLimit({ request, info, elements: blinded.length });
			if (!admission.admitted) {
				return refuse(429, "ERR_PSEUDONYMIZE_OPRF_RATE", { "retry-after": String(Math.ceil(admission.retryAfterSeconds)) });
			}
			const evaluation = evaluate(protocolOf(asked), blinded);
			return evaluation === undefined ? refuse(400, "ERR_PSEUDONYMIZE_OPRF_REQUEST") : respond(200, encodeResponse(key.id, evaluation));
		},
	};
}
