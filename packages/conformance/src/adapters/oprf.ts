/**
 * RFC 9497 appendix A, through the whole service: a client with the vector's blinds talks to a server with the vector's key and proof
 * randomness, and what passes between them is compared too.
 */
import { type CborDecoded, concatBytes, decodeCbor, equalBytes, fromHex, fromUtf8 } from "@veilkit/core";
import { createOprfClient, createOprfKey, createOprfServer, type OprfMode, type OprfSuite } from "@veilkit/pseudonymize/oprf";
import { givenRandom } from "../given-random.ts";
import { type ConformanceCase, type FileAdapter, testsOf, type VectorGroup } from "../runner.ts";

interface OprfTest {
	readonly id: string;
	/** Comma-separated, one an input of the batch. */
	readonly Input: string;
	readonly Blind: string;
	readonly BlindedElement: string;
	readonly EvaluationElement: string;
	readonly Output: string;
	readonly Info?: string;
	readonly Proof?: { readonly proof: string; readonly r: string };
}

const list = (text: string): readonly Uint8Array[] => text.split(",").map(fromHex);

/** Bytes of randomness that a scalar is drawn from: FIPS 186-5 A.2.1 asks for half as much again as the order. */
const DRAWN_BYTES: Readonly<Record<OprfSuite, number>> = {
	"ristretto255-SHA512": 48,
	"decaf448-SHAKE256": 84,
	"P256-SHA256": 48,
	"P384-SHA384": 72,
	"P521-SHA512": 99,
};

/** The randomness from which the library draws this scalar: a scalar is the drawn number modulo (order - 1), plus one. */
function drawing(suite: OprfSuite, scalar: Uint8Array): Uint8Array {
	const littleEndian = suite === "ristretto255-SHA512" || suite === "decaf448-SHAKE256";
	const digits = littleEndian ? [...scalar] : [...scalar].reverse();
	let at = 0;
	while (digits[at] === 0) digits[at++] = 255;
	digits[at] = (digits[at] ?? 0) - 1;
	const padding = new Uint8Array(DRAWN_BYTES[suite] - digits.length);
	return littleEndian ? concatBytes(Uint8Array.from(digits), padding) : concatBytes(padding, Uint8Array.from(digits.reverse()));
}

const sameBytes = (actual: CborDecoded | readonly Uint8Array[] | undefined, expected: readonly Uint8Array[]): boolean =>
	Array.isArray(actual) &&
	actual.length === expected.length &&
	expected.every((bytes, index) => actual[index] instanceof Uint8Array && equalBytes(actual[index], bytes));

/** The fields of a message, by position (`wire.ts` of the package). */
async function fieldsOf(message: Request | Response): Promise<readonly CborDecoded[]> {
	return decodeCbor(new Uint8Array(await message.clone().arrayBuffer())) as readonly CborDecoded[];
}

async function answersAs(test: OprfTest, group: VectorGroup): Promise<boolean> {
	const suite = group["identifier"] as OprfSuite;
	const mode = (["oprf", "voprf", "poprf"] as const)[group["mode"] as number] as OprfMode;
	const keyInfo = fromUtf8(fromHex(group["keyInfo"] as string));
	const key = createOprfKey(fromHex(group["seed"] as string), { suite, mode, info: keyInfo });
	const secret = key.use(({ secretKey }) => equalBytes(secretKey, fromHex(group["skSm"] as string)));
	const known = mode === "oprf" || equalBytes(key.publicKey, fromHex(group["pkSm"] as string));

	const server = createOprfServer({
		key,
		rateLimit: () => ({ admitted: true }),
		random: givenRandom(...(test.Proof ? [drawing(suite, fromHex(test.Proof.r))] : [])),
	});
	let messages = false;
	const client = createOprfClient({
		suite,
		mode,
		info: test.Info === undefined ? keyInfo : fromUtf8(fromHex(test.Info)),
		...(mode === "oprf" ? {} : { publicKey: key.publicKey }),
		url: "https://pseudonyms.example/",
		random: givenRandom(...list(test.Blind).map((blind) => drawing(suite, blind))),
		async fetch(request) {
			const [, , , , , blinded] = await fieldsOf(request);
			const response = await server.handle(request);
			const [, , evaluated, proof] = await fieldsOf(response);
			messages =
				sameBytes(blinded, list(test.BlindedElement)) &&
				sameBytes(evaluated, list(test.EvaluationElement)) &&
				(test.Proof ? proof instanceof Uint8Array && equalBytes(proof, fromHex(test.Proof.proof)) : proof === null);
			return response;
		},
	});
	const { outputs } = await client.evaluate(list(test.Input));
	return secret && known && messages && sameBytes(outputs, list(test.Output));
}

function* oprfCases(group: VectorGroup): Iterable<ConformanceCase> {
	for (const test of testsOf<OprfTest>(group)) yield { id: test.id, run: () => answersAs(test, group) };
}

export const oprf: FileAdapter = {
	file: "oprf",
	groups: Object.fromEntries(
		Object.keys(DRAWN_BYTES).flatMap((suite) => [0, 1, 2].map((mode) => [`${suite}-mode${mode}`, oprfCases] as const)),
	),
};
