/**
 * The client of RFC 9497: PRF outputs of inputs that the server never sees.
 *
 * Role: knows the inputs, learns one output an input and nothing of the key. In `voprf` and `poprf` the answer carries one proof a batch that the
 * pinned key made it; without a valid proof nothing is returned. In `oprf` a server can answer with any key, which makes outputs linkable to
 * the one who asked: use it only where the server is trusted to be one.
 */
import {
	authenticationFailed,
	type Bytes,
	checkArray,
	checkBytes,
	checkFunction,
	checkInteger,
	checkOptions,
	checkString,
	createPacer,
	invalidArgument,
	isVeilkitError,
	type KeyId,
	type OperationOptions,
	type RandomSource,
	systemRandom,
} from "@veilkit/core";
import { badResponse, refusal } from "./error.ts";
import { INFO_SHAPE, oprfKeyId } from "./key.ts";
import { type BlindedInput, checkMode, checkSuite, type Evaluation, type OprfMode, type OprfSuite, protocolOf } from "./suite.ts";
import { decodeRefusal, decodeResponse, encodeRequest, MAX_ELEMENTS, MEDIA_TYPE, messageLimit, readBody } from "./wire.ts";

/** Where and how to ask. */
export interface OprfEndpoint {
	readonly suite: OprfSuite;
	readonly mode: OprfMode;
	/** The server's public key, pinned; needed in `voprf` and `poprf`, refused in `oprf`, which proves nothing. */
	readonly publicKey?: Uint8Array;
	/** The server's URL. */
	readonly url: string;
	/** `fetch`, or a function that stands for it. */
	readonly fetch: (request: Request) => Promise<Response>;
	/** Inputs of a request, 1 to 1024; 64 unless given, as many as a server takes by default. */
	readonly batchSize?: number;
	readonly random?: RandomSource;
}

/** Options of {@link createOprfClient}. */
export interface OprfClientOptions extends OprfEndpoint {
	/** The public text: `keyInfo` of the server's key in `oprf` and `voprf`, the public input in `poprf`. */
	readonly info: string;
}

/** What a batch of inputs comes to. */
export interface OprfOutputs {
	/** 64 bytes each with SHA-512 and SHAKE256, 48 with SHA-384, 32 with SHA-256. */
	readonly outputs: readonly Bytes[];
	/** The key that made them: proved in `voprf` and `poprf`, claimed by the server in `oprf`. */
	readonly keyId: KeyId;
}

/** A client of one server. */
export interface OprfClient {
	/**
	 * The PRF outputs of inputs of up to 65,535 bytes, in order; one request and one proof a batch.
	 *
	 * @throws {VeilkitError} `ERR_AUTHENTICATION` if a proof does not hold; `ERR_PSEUDONYMIZE_OPRF_REQUEST`, `ERR_PSEUDONYMIZE_OPRF_KEY`,
	 * `ERR_PSEUDONYMIZE_OPRF_RATE`, `ERR_PSEUDONYMIZE_OPRF_RESPONSE`; `ERR_INVALID_ARGUMENT`; errors of `fetch` as they are
	 */
	evaluate(inputs: readonly Uint8Array[], options?: OperationOptions): Promise<OprfOutputs>;
}

/** Names of {@link OprfEndpoint}, for checks of options. */
export const ENDPOINT_OPTIONS = ["suite", "mode", "publicKey", "url", "fetch", "batchSize", "random"] as const;

/** The answer to a request. */
async function readAnswer(response: Response, elements: number): Promise<Evaluation & { readonly keyId: KeyId }> {
	const body = await readBody(response, messageLimit(elements));
	if (body === undefined) throw badResponse("the answer is longer than it can be");
	try {
		if (response.status !== 200) throw refusal(decodeRefusal(body), response.status, response.headers.get("retry-after"));
		return decodeResponse(body);
	} catch (error) {
		if (isVeilkitError(error, "ERR_FORMAT")) throw badResponse(`the answer with status ${response.status} is not an OPRF message`, error);
		throw error;
	}
}

function checkPublicKey({ suite, mode, publicKey }: { suite: OprfSuite; mode: OprfMode; publicKey: unknown }): KeyId | null {
	const path = "createOprfClient(options.publicKey)";
	if (mode !== "oprf") return oprfKeyId({ suite, mode }, checkBytes(publicKey, path));
	if (publicKey !== undefined) throw invalidArgument(path, 'no key in mode "oprf", which cannot check it');
	return null;
}

/**
 * A client of oblivious pseudorandom functions.
 *
 * Source: RFC 9497 §3.3.
 *
 * @example
 * ```ts
 * import { createOprfClient } from "@veilkit/pseudonymize/oprf";
 * const client = createOprfClient({ suite: "P256-SHA256", mode: "voprf", info: "test key", publicKey, url, fetch });
 * const { outputs } = await client.evaluate([toUtf8("17"), toUtf8("18")]);
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`
 */
export function createOprfClient(options: OprfClientOptions): OprfClient {
	checkOptions(options, "createOprfClient(options)", [...ENDPOINT_OPTIONS, "info"]);
	const { publicKey, random = systemRandom } = options;
	const suite = checkSuite(options.suite, "createOprfClient(options.suite)");
	const mode = checkMode(options.mode, "createOprfClient(options.mode)");
	const info = checkString(options.info, "createOprfClient(options.info)", INFO_SHAPE);
	const url = checkString(options.url, "createOprfClient(options.url)", { minLength: 1 });
	// Taken off the options object: the platform's fetch refuses to be called as a method of it.
	const fetch = checkFunction(options.fetch, "createOprfClient(options.fetch)");
	const batchSize = checkInteger(options.batchSize ?? 64, "createOprfClient(options.batchSize)", { min: 1, max: MAX_ELEMENTS });
	const keyId = checkPublicKey({ suite, mode, publicKey });
	const protocol = protocolOf({ suite, mode, info });

	async function ask(items: readonly BlindedInput[], signal: AbortSignal | undefined): Promise<OprfOutputs> {
		const body = encodeRequest({ suite, mode, keyId, info, blinded: items.map(({ blinded }) => blinded) });
		const headers = { "content-type": MEDIA_TYPE };
		const request = new Request(url, { method: "POST", headers, body, signal: signal ?? null });
		const answer = await readAnswer(await fetch(request), items.length);
		if (answer.evaluated.length !== items.length) throw badResponse("the answer has another number of elements");
		if (keyId !== null && answer.keyId !== keyId) throw authenticationFailed();
		try {
			return { outputs: protocol.finalize(items, answer, publicKey), keyId: answer.keyId };
		} catch {
			throw authenticationFailed(); // no element, or a proof that does not hold
		}
	}

	return {
		async evaluate(inputs, operation = {}) {
			checkOptions(operation, "evaluate(options)", ["signal", "onProgress"]);
			checkArray(inputs, "evaluate(inputs)", { min: 1 });
			for (const [index, input] of inputs.entries()) {
				if (checkBytes(input, `evaluate(inputs[${index}])`).length > 0xffff)
					throw invalidArgument(`evaluate(inputs[${index}])`, "at most 65,535 bytes");
			}
			const pacer = createPacer({ ...operation, phase: "oprf", total: inputs.length });
			const outputs: Bytes[] = [];
			let maker: KeyId | undefined;
			for (let start = 0; start < inputs.length; start += batchSize) {
				const items: BlindedInput[] = [];
				for (const input of inputs.slice(start, start + batchSize)) {
					items.push(protocol.blind(input, publicKey, random));
					if (pacer.due()) await pacer.pause(outputs.length);
				}
				const answer = await ask(items, operation.signal);
				maker ??= answer.keyId;
				if (answer.keyId !== maker) throw badResponse("the server changed its key between two batches; ask again");
				outputs.push(...answer.outputs);
			}
			pacer.finish(outputs.length);
			return { outputs, keyId: maker as KeyId };
		},
	};
}
