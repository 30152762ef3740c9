import { type CborValue, decodeCbor, encodeCbor, fromHex, isVeilkitError, toUtf8 } from "@veilkit/core";
import {
	createElementPseudonymizer,
	createElementReceiver,
	createElementSender,
	createKeyUpdate,
	createOprfServer,
	deriveElementKey,
	deriveOprfKey,
	openKeyUpdate,
} from "@veilkit/pseudonymize/oprf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedKey } from "../support/keys.ts";

const DOMAIN = { domain: "crm" } as const;
const receiver = createElementReceiver(fixedKey(7), DOMAIN);
const key = deriveElementKey(fixedKey(1), DOMAIN);
const pseudonymizer = createElementPseudonymizer({ key, receiver: receiver.publicKey, maxElements: 4 });
const sealed = createElementSender({ ...DOMAIN, receiver: receiver.publicKey }).seal(["ada"]);
const converted = pseudonymizer.convert(sealed);
const update = createKeyUpdate({ from: key, to: deriveElementKey(fixedKey(2), DOMAIN) });

const oprfKey = deriveOprfKey(fixedKey(1), { suite: "ristretto255-SHA512", mode: "voprf", info: "crm" });
const server = createOprfServer({ key: oprfKey, rateLimit: () => ({ admitted: true }) });
const request = encodeCbor([1, "ristretto255-SHA512", "voprf", fromHex(oprfKey.id), "crm", [oprfKey.publicKey]]);
const post = (body: Uint8Array) =>
	server.handle(
		new Request("https://x.example/", { method: "POST", headers: { "content-type": "application/cbor" }, body: body as BodyInit }),
	);

const junk = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string().map(toUtf8));

/** A good message with one field replaced by something else. */
const altered = (message: Uint8Array) =>
	fc.tuple(fc.nat(), fc.oneof(junk, fc.string(), fc.integer(), fc.constant(null), fc.array(junk, { maxLength: 3 }))).map(([at, value]) => {
		const fields = [...(decodeCbor(message) as readonly CborValue[])];
		fields[at % fields.length] = value as CborValue;
		return encodeCbor(fields);
	});

/** One flipped bit, or a cut. */
const damaged = (message: Uint8Array) =>
	fc.tuple(fc.nat(message.length - 1), fc.nat(8)).map(([at, bit]) => {
		if (bit === 8) return message.slice(0, at);
		return message.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
	});

const hostile = (message: Uint8Array) => fc.oneof(junk, altered(message), damaged(message));

function refusesOrAnswers(run: () => unknown): void {
	try {
		run();
	} catch (error) {
		expect(isVeilkitError(error)).toBe(true);
	}
}

describe("whatever arrives", () => {
	it("an OPRF server answers, with 200 or a refusal", async () => {
		expect((await post(request)).status).toBe(200);
		await fc.assert(
			fc.asyncProperty(hostile(request), async (body) => {
				expect([200, 400, 409, 413]).toContain((await post(body)).status);
			}),
			{ numRuns: 300 },
		);
	});

	it("pseudonymiser, receiver and key update answer or throw a typed error", () => {
		fc.assert(
			fc.property(hostile(sealed), (message) => refusesOrAnswers(() => pseudonymizer.convert(message))),
			{ numRuns: 300 },
		);
		fc.assert(
			fc.property(hostile(converted), (message) => refusesOrAnswers(() => receiver.open(message))),
			{ numRuns: 300 },
		);
		fc.assert(
			fc.property(hostile(update), (message) => refusesOrAnswers(() => openKeyUpdate(message))),
			{ numRuns: 300 },
		);
	});
});
