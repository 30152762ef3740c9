import {
	ARGON2ID_COST,
	generateKey,
	inspectKeyFile,
	type KeyProvider,
	keyRing,
	openKeyFile,
	type Progress,
	rotateKeyRing,
	sealKeyFile,
	toHex,
	verifySignature,
} from "@veilkit/core";
import { manualClock, seededRandom } from "@veilkit/core/testing";
import { afterEach, describe, expect, test, vi } from "vitest";
import golden from "../../vectors/golden/key-file-v1.json" with { type: "json" };
import { rejectionOf, thrownBy } from "../support/errors.ts";

afterEach(() => vi.restoreAllMocks());

const random = seededRandom(21);
const clock = manualClock("2026-11-24T12:00:00Z");
/** The least cost that Argon2id allows: tests of this file are not about guessing. */
const cost = { memoryKib: 8, passes: 1, lanes: 1 };
const passphrase = "correct horse";

const tokens = rotateKeyRing(keyRing({ primary: generateKey({ purpose: "pseudonymize", random, clock }) }), { random, clock });
const signing = keyRing({ primary: generateKey({ purpose: "sign", random, clock }) });
const rings = [tokens, signing];

const seal = (): Promise<string> => sealKeyFile(rings, { passphrase, cost, random });
const materialOf = (ring: { keys: readonly { use<T>(fn: (bytes: Uint8Array) => T): T }[] }): string[] =>
	ring.keys.map((key) => key.use(toHex));

/** A service that "wraps" by adding a byte of its own, bound to the context. */
function service(secret: number): KeyProvider {
	const mask = (bytes: Uint8Array, context: string): Uint8Array =>
		bytes.map((byte, index) => byte ^ secret ^ context.charCodeAt(index % context.length));
	return { wrap: async (material, context) => mask(material, context), unwrap: async (wrapped, context) => mask(wrapped, context) };
}

describe("a key file", () => {
	test("gives back every ring, key and description", async () => {
		for (const [sealing, opening] of [
			[{ passphrase, cost }, { passphrase }],
			[{ provider: service(7) }, { provider: service(7) }],
			[{ unprotected: true }, { unprotected: true }],
		] as const) {
			const file = await openKeyFile(await sealKeyFile(rings, sealing), opening);
			expect(file.rings.map((ring) => ring.keys.map((key) => key.toJSON()))).toEqual(
				rings.map((ring) => ring.keys.map((key) => key.toJSON())),
			);
			expect(file.rings.map(materialOf)).toEqual(rings.map(materialOf));
			expect(file.ring("pseudonymize").primary.id).toBe(tokens.primary.id);
		}
	});

	test("signs with its signing ring, and has no signer without one", async () => {
		const file = await openKeyFile(await seal(), { passphrase });
		const message = Uint8Array.of(1);
		const signer = file.signer;
		if (signer === undefined) throw new Error("the file has no signer");
		expect(verifySignature(signer.publicKey, message, signer.sign(message))).toBe(true);
		expect((await openKeyFile(await sealKeyFile([tokens], { unprotected: true }), { unprotected: true })).signer).toBeUndefined();
	});

	test("names the purposes it has when asked for another", async () => {
		const file = await openKeyFile(await seal(), { passphrase });
		expect(thrownBy(() => file.ring("encrypt"), "ERR_KEY_NOT_FOUND").message).toBe(
			'key file: no ring for "encrypt"; it holds pseudonymize, sign',
		);
	});

	test("shows its public part without a passphrase, and no material", async () => {
		const text = await seal();
		const { protection, rings: described } = inspectKeyFile(text);
		expect(protection).toMatchObject({ method: "passphrase", ...cost });
		expect(described.map((ring) => [ring.purpose, ring.keys.map((key) => key.status)])).toEqual([
			["pseudonymize", ["primary", "older"]],
			["sign", ["primary"]],
		]);
		for (const hex of rings.flatMap(materialOf)) expect(text).not.toContain(hex);
	});

	test("differs each time it is sealed, in salt, nonce and material", async () => {
		const [first, second] = [await seal(), await seal()];
		for (const field of ["salt", "nonce", "material"]) {
			const pick = (text: string): string | undefined => new RegExp(`"${field}": "([^"]+)"`).exec(text)?.[1];
			expect(pick(first)).toBeDefined();
			expect(pick(first)).not.toBe(pick(second));
		}
	});
});

describe("format version 1 is frozen", () => {
	test.for(golden.files)("$name", async ({ text, passphrase: goldenPassphrase, ids, material }) => {
		const file = await openKeyFile(text, goldenPassphrase === undefined ? { unprotected: true } : { passphrase: goldenPassphrase });
		expect(file.rings.flatMap((ring) => ring.keys.map((key) => key.id))).toEqual(ids);
		expect(file.rings.flatMap(materialOf)).toEqual(material);
	});
});

describe("authentication", () => {
	test("a wrong passphrase, or a provider with another key, is ERR_AUTHENTICATION and nothing more", async () => {
		const text = await seal();
		for (const wrong of ["correct horsf", "correct horse ", "Correct horse", "x"]) {
			expect((await rejectionOf(openKeyFile(text, { passphrase: wrong }), "ERR_AUTHENTICATION")).details).toEqual({});
		}
		const wrapped = await sealKeyFile(rings, { provider: service(7) });
		await rejectionOf(openKeyFile(wrapped, { provider: service(8) }), "ERR_AUTHENTICATION");
	});

	test("a passphrase is the same however its accents are composed", async () => {
		const text = await sealKeyFile(rings, { passphrase: "caf\u00e9", cost });
		expect((await openKeyFile(text, { passphrase: "cafe\u0301" })).rings.length).toBe(2);
	});

	test("any change of the public part or the material is found", async () => {
		const text = await seal();
		const edits: [string, RegExp | string, string][] = [
			["another purpose", '"pseudonymize"', '"pseudonymise"'],
			["another version", '"version": 2', '"version": 3'],
			["another date", "12:00:00.000Z", "12:00:00.001Z"],
			["another id", tokens.primary.id, "00000000"],
			["an older key dropped", /,\s*\{[^}]*"older"\s*\}/, ""],
			["another cost", '"passes": 1', '"passes": 2'],
			["another nonce", /"nonce": "[^"]*"/, `"nonce": "${"A".repeat(32)}"`],
			["another salt", /"salt": "[^"]*"/, `"salt": "${"A".repeat(22)}"`],
			["altered material", /"material": "..../, '"material": "AAAA'],
			["no material", /"material": "[^"]*"/, '"material": ""'],
		];
		for (const [what, from, to] of edits) {
			const edited = text.replace(from, to);
			expect(edited, what).not.toBe(text);
			await rejectionOf(openKeyFile(edited, { passphrase }), "ERR_AUTHENTICATION");
		}
		// White space and the order of fields are not part of what is authenticated.
		expect((await openKeyFile(JSON.stringify(JSON.parse(text)), { passphrase })).rings.length).toBe(2);
	});

	test("an unprotected file in the place of a protected one is refused", async () => {
		const text = await sealKeyFile(rings, { unprotected: true });
		expect((await rejectionOf(openKeyFile(text, { passphrase }), "ERR_INVALID_ARGUMENT")).message).toContain("unprotected: true");
		expect((await rejectionOf(openKeyFile(await seal(), { unprotected: true }), "ERR_INVALID_ARGUMENT")).message).toContain("a passphrase");
		await rejectionOf(openKeyFile(await seal(), { provider: service(7) }), "ERR_INVALID_ARGUMENT");
	});

	test("an unprotected file whose material does not match an id is refused", async () => {
		const text = await sealKeyFile(rings, { unprotected: true });
		const error = await rejectionOf(openKeyFile(text.replace(tokens.primary.id, "00000000"), { unprotected: true }), "ERR_FORMAT");
		expect(error.message).toBe("key file: file.rings[0].keys[0].id: expected the id of the key material");
	});
});

describe("malformed files name the place", () => {
	const cases: [string, (file: Record<string, unknown>) => unknown, string][] = [
		["another format", (file) => ({ ...file, format: "pgp" }), "file.format"],
		["a later version", (file) => ({ ...file, version: 2 }), "file.version: expected 1"],
		["an unknown field", (file) => ({ ...file, comment: "mine" }), "file.comment"],
		["no rings", (file) => ({ ...file, rings: [] }), "file.rings"],
		[
			"a ring twice",
			(file) => ({ ...file, rings: [(file["rings"] as object[])[0], (file["rings"] as object[])[0]] }),
			"file.rings[1].purpose",
		],
		["a ring without keys", (file) => ({ ...file, rings: [{ purpose: "p", keys: [] }] }), "file.rings[0].keys"],
		["a key without id", (file) => ({ ...file, rings: [{ purpose: "p", keys: [{}] }] }), "file.rings[0].keys[0].id"],
		[
			"two primaries",
			(file) => ({ ...file, rings: [{ purpose: "p", keys: [key("primary"), key("primary")] }] }),
			"file.rings[0].keys[1].status",
		],
		[
			"a local time",
			(file) => ({ ...file, rings: [{ purpose: "p", keys: [{ ...key("primary"), createdAt: "2026-11-24T12:00:00" }] }] }),
			"keys[0].createdAt",
		],
		["an unknown method", (file) => ({ ...file, protection: { method: "rot13" } }), "file.protection.method"],
		["parameters that belong to another method", (file) => ({ ...file, protection: { method: "none", salt: "" } }), "file.protection.salt"],
		["a short salt", (file) => ({ ...file, protection: { ...(file["protection"] as object), salt: "AA" } }), "file.protection.salt"],
		["material that is no base64url", (file) => ({ ...file, material: "a=" }), "file.material"],
		["a list", () => [], "file: expected an object"],
		["null", () => null, "file: expected an object"],
	];
	const key = (status: string): object => ({ id: "00000000", version: 1, createdAt: "2026-11-24T12:00:00.000Z", status });
	test.for(cases)("%s", async ([, edit, place]) => {
		const file = JSON.parse(await seal()) as Record<string, unknown>;
		const error = await rejectionOf(openKeyFile(JSON.stringify(edit(file)), { passphrase }), "ERR_FORMAT");
		expect(error.message).toContain(place);
	});

	test("a text that is not JSON", async () => {
		await rejectionOf(openKeyFile("{", { passphrase }), "ERR_FORMAT");
	});
});

describe("Argon2id", () => {
	test("a hostile file cannot ask for more than 256 MiB or a gigabyte of passes", async () => {
		const file = JSON.parse(await seal()) as { protection: object };
		for (const demand of [
			{ memoryKib: 262_145 },
			{ memoryKib: 262_144, passes: 5 },
			{ passes: 17 },
			{ lanes: 17 },
			{ memoryKib: 7 },
			{ memoryKib: 2 ** 40 },
			{ passes: 0 },
		]) {
			const text = JSON.stringify({ ...file, protection: { ...file.protection, ...demand } });
			expect((await rejectionOf(openKeyFile(text, { passphrase }), "ERR_FORMAT")).message).toContain("file.protection");
		}
	});

	test("has the second recommended cost of RFC 9106 unless told otherwise", async () => {
		expect(ARGON2ID_COST).toEqual({ memoryKib: 65_536, passes: 3, lanes: 4 });
		expect(inspectKeyFile(await sealKeyFile(rings, { passphrase })).protection).toMatchObject(ARGON2ID_COST);
	});

	test("reports its end, and stops when it is aborted", async () => {
		const reports: Progress[] = [];
		await sealKeyFile(rings, { passphrase, cost, onProgress: (progress) => reports.push(progress) });
		expect(reports.at(-1)).toEqual({ phase: "derive key", done: 1, total: 1 });
		const reason = new Error("enough");
		await expect(sealKeyFile(rings, { passphrase, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
		// Time flies, so that progress is reported from the start.
		let now = 0;
		vi.spyOn(performance, "now").mockImplementation(() => {
			now += 100;
			return now;
		});
		const controller = new AbortController();
		const options = { passphrase, cost, signal: controller.signal, onProgress: () => controller.abort(reason) };
		await expect(sealKeyFile(rings, options)).rejects.toBe(reason);
	});
});

describe("protection has to be chosen", () => {
	test("exactly one way, spelt right", async () => {
		const bad: object[] = [
			{},
			{ passphrase, unprotected: true },
			{ unprotected: false },
			{ passphrase: "" },
			{ passhprase: "x" },
			{ unprotected: true, cost },
			{ passphrase, cost: { ...cost, lanes: 0 } },
		];
		for (const options of bad) await rejectionOf(sealKeyFile(rings, options as { unprotected: true }), "ERR_INVALID_ARGUMENT");
		await rejectionOf(sealKeyFile([], { unprotected: true }), "ERR_INVALID_ARGUMENT");
		await rejectionOf(sealKeyFile([tokens, tokens], { unprotected: true }), "ERR_INVALID_ARGUMENT");
	});

	test("errors of a provider pass through, and what it unwraps must be a key", async () => {
		const down = new Error("service unavailable");
		const text = await sealKeyFile(rings, { provider: service(7) });
		await expect(openKeyFile(text, { provider: { ...service(7), unwrap: () => Promise.reject(down) } })).rejects.toBe(down);
		await rejectionOf(openKeyFile(text, { provider: { ...service(7), unwrap: async () => new Uint8Array(31) } }), "ERR_INVALID_ARGUMENT");
	});
});
