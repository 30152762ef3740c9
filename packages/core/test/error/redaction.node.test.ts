/** No error, JSON text or inspection shows a value it was given or a byte of a key. */
import { inspect } from "node:util";
import {
	canonicalJson,
	checkBytes,
	checkDataMap,
	checkInteger,
	checkNumber,
	checkOneOf,
	checkString,
	createBatch,
	createSigner,
	decodeCbor,
	decodeEnvelope,
	encodeCbor,
	envelopeFromText,
	fromBase64,
	fromBase64Url,
	fromHex,
	fromUtf8,
	generateKey,
	importKey,
	isVeilkitError,
	type JsonValue,
	keyRing,
	memoryStore,
	openKeyFile,
	type SecretKey,
	type StoreChange,
	sealKeyFile,
	toBase64,
	toBase64Url,
	toHex,
	toUtf8,
} from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { property } from "../support/property.ts";

/** Everything that a log could show of a value. */
function shown(value: unknown): string {
	const texts = [inspect(value, { depth: 10, showHidden: true, maxArrayLength: null }), JSON.stringify(value), String(value)];
	if (value instanceof Error) texts.push(value.message, value.stack ?? "", JSON.stringify(value, Object.getOwnPropertyNames(value)));
	return texts.join("\n").replace(/\n\s+at .*/g, "");
}

/** A value that occurs nowhere by chance: consonants, digits and a character outside ASCII. */
const personal = fc
	.tuple(fc.stringMatching(/^[bcdfghjkmpqvwxz]{6}$/), fc.integer({ min: 100_000, max: 999_999 }))
	.map(([name, number]) => `${name}${number}@é`);

/** Calls that must fail, each holding a personal value. */
const REFUSED: Readonly<Record<string, (value: string) => unknown>> = {
	checkInteger: (value) => checkInteger(value, "n"),
	checkNumber: (value) => checkNumber(value, "n"),
	checkString: (value) => checkString(value, "s", { pattern: /^$/ }),
	checkOneOf: (value) => checkOneOf(value, "o", ["a"]),
	checkBytes: (value) => checkBytes(value, "b"),
	fromHex: (value) => fromHex(value),
	fromBase64: (value) => fromBase64(value),
	fromBase64Url: (value) => fromBase64Url(value),
	toUtf8: (value) => toUtf8(`${value}\ud800`),
	fromUtf8: (value) => fromUtf8(Uint8Array.from([...toUtf8(value), 0xff])),
	"encodeCbor of a bad member": (value) => encodeCbor({ [value]: undefined } as never),
	"encodeCbor of bad text": (value) => encodeCbor([`${value}\udfff`]),
	"decodeCbor of cut text": (value) => decodeCbor(encodeCbor(value).slice(0, -1)),
	"decodeCbor with trailing bytes": (value) => decodeCbor(Uint8Array.from([...encodeCbor(value), 0])),
	"canonicalJson of a bad member": (value) => canonicalJson({ [value]: Number.NaN }),
	"canonicalJson of a bad value": (value) => canonicalJson([new Error(value)] as unknown as JsonValue),
	envelopeFromText: (value) => envelopeFromText(value, "token"),
	decodeEnvelope: (value) => decodeEnvelope(toUtf8(value.repeat(3)), 1),
	checkDataMap: (value) =>
		checkDataMap({ version: 1, systems: { s: { tables: { t: { columns: { c: { category: value, uses: [] } } } } } } }),
	createBatch: (value) => createBatch({ a: [value], b: [] }),
	generateKey: (value) => generateKey({ purpose: value }),
	importKey: (value) => importKey(toUtf8(value), { purpose: "p", version: 1, createdAt: 0 }),
};

const REJECTED: Readonly<Record<string, (value: string) => Promise<unknown>>> = {
	"openKeyFile of no JSON": (value) => openKeyFile(value, { unprotected: true }),
	"openKeyFile of other JSON": (value) => openKeyFile(JSON.stringify({ format: value }), { unprotected: true }),
	"openKeyFile with bad material": (value) =>
		openKeyFile(JSON.stringify({ format: "veilkit-keys", version: 1, protection: { method: "none" }, rings: [], material: value }), {
			unprotected: true,
		}),
	"store.write of a bad key": (value) => memoryStore().write([{ key: value, value: new Uint8Array(0) }]),
	"store.write of a bad value": (value) => memoryStore().write([{ key: "k", value } as unknown as StoreChange]),
};

async function failureOf(call: () => unknown): Promise<unknown> {
	try {
		await call();
	} catch (error) {
		return error;
	}
	throw new Error("the call did not fail");
}

describe("errors do not repeat the value they refuse", () => {
	for (const [name, call] of Object.entries({ ...REFUSED, ...REJECTED })) {
		test(name, async () => {
			const values = fc.sample(personal, { numRuns: 25, seed: 20_261_124 });
			for (const value of values) {
				const error = await failureOf(() => call(value));
				expect(isVeilkitError(error)).toBe(true);
				for (const part of [value, value.slice(0, 6), value.slice(6, 12)]) expect(shown(error)).not.toContain(part);
			}
		});
	}
});

describe("keys do not show their material", () => {
	const encodings = (bytes: Uint8Array): string[] => [
		toHex(bytes),
		toBase64(bytes).slice(0, 42),
		toBase64Url(bytes),
		[...bytes].join(","),
		[...bytes].join(", "),
	];
	const holders: Readonly<Record<string, (key: SecretKey<"sign">) => unknown>> = {
		"a key": (key) => key,
		"a key ring": (key) => keyRing({ primary: key }),
		"a signer": (key) => createSigner(key),
		"an object with a key": (key) => ({ options: { keys: [key] } }),
		"an error with a key as its cause": (key) => new Error("text", { cause: key }),
	};
	for (const [name, hold] of Object.entries(holders)) {
		test(name, () => {
			property(
				[fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => new Set(bytes).size > 8)],
				(material) => {
					const text = shown(hold(importKey(material, { purpose: "sign", version: 1, createdAt: 0 })));
					for (const encoding of encodings(material)) expect(text).not.toContain(encoding);
				},
				20,
			);
		});
	}

	test("an opened key file, and the error of a file that does not open", async () => {
		const key = generateKey({ purpose: "sign", random: seededRandom(3) });
		const material = key.use((bytes) => bytes.slice());
		const text = await sealKeyFile([keyRing({ primary: key })], { unprotected: true });
		expect(text).toContain(toBase64Url(material));
		const broken = await failureOf(() => openKeyFile(`${text}}`, { unprotected: true }));
		const mislabelled = await failureOf(() => openKeyFile(text.replace(key.id, "00000000"), { unprotected: true }));
		for (const encoding of encodings(material)) {
			expect(shown(await openKeyFile(text, { unprotected: true }))).not.toContain(encoding);
			expect(shown(broken) + shown(mislabelled)).not.toContain(encoding);
		}
	});
});

test("the probe itself finds a value in a message, in details, in a cause and in a property", () => {
	const value = "abcdef123456@é";
	const leaks = [
		new Error(value),
		Object.assign(new Error("text"), { details: { value } }),
		new Error("text", { cause: new Error(value) }),
		new Error("text", { cause: { deep: { value } } }),
	];
	for (const leak of leaks) expect(shown(leak)).toContain(value);
});
