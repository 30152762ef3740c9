import { encodeCbor, fromHex, fromUtf8, toHex, toUtf8 } from "@veilkit/core";
import { seededRandom } from "@veilkit/core/testing";
import {
	createOprfClient,
	createOprfServer,
	createPseudonymClient,
	deriveOprfKey,
	type OprfMode,
	type OprfServer,
	type OprfServerOptions,
	type OprfSuite,
	oprfInfo,
} from "@veilkit/pseudonymize/oprf";
import { describe, expect, it, vi } from "vitest";
import { fixedKey } from "../support/keys.ts";

const URL = "https://pseudonyms.example/oprf";
const MODES: readonly OprfMode[] = ["oprf", "voprf", "poprf"];

interface Party {
	readonly suite?: OprfSuite;
	readonly mode?: OprfMode;
	readonly domain?: string;
	readonly key?: number;
	readonly server?: Partial<OprfServerOptions>;
}

/** A server, and how to reach it. */
function serve({ suite = "ristretto255-SHA512", mode = "voprf", domain = "crm", key: byte = 1, server: options = {} }: Party = {}) {
	const info = mode === "poprf" ? "" : oprfInfo({ domain, canonical: "email" });
	const key = deriveOprfKey(fixedKey(byte), { suite, mode, info });
	const server = createOprfServer({ key, rateLimit: () => ({ admitted: true }), random: seededRandom(2), ...options });
	const fetch = vi.fn((request: Request) => server.handle(request));
	const endpoint = { suite, mode, url: URL, fetch, ...(mode === "oprf" ? {} : { publicKey: key.publicKey }) };
	return { key, server, fetch, endpoint, client: createPseudonymClient({ ...endpoint, domain, canonical: "email" }) };
}

describe("an oblivious pseudonym", () => {
	it.each(MODES)("in mode %s is the same for the same person, and another for another", async (mode) => {
		const { client, key } = serve({ mode });
		const [ada, bob, adaAgain] = await client.pseudonyms(["Ada@Example.org", "bob@example.org", " ada@example.org"]);
		expect(ada).toBe(adaAgain);
		expect(ada).not.toBe(bob);
		expect(ada).toMatch(/^[\w-]{28}$/);
		expect(await client.pseudonyms(["ada@example.org"])).toEqual([ada]);
		const bytes = Uint8Array.from(atob((ada as string).replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
		expect(toHex(bytes.subarray(0, 5))).toBe(`10${key.id}`);
	});

	it.each(MODES)("in mode %s does not link two domains", async (mode) => {
		const [crm] = await serve({ mode, domain: "crm" }).client.pseudonyms(["ada@example.org"]);
		const [analytics] = await serve({ mode, domain: "analytics" }).client.pseudonyms(["ada@example.org"]);
		expect((crm as string).slice(8)).not.toBe((analytics as string).slice(8));
	});

	it("works over P-256 too", async () => {
		const { client } = serve({ suite: "P256-SHA256" });
		const [ada, again, bob] = await client.pseudonyms(["ada@example.org", "ada@example.org", "bob@example.org"]);
		expect(ada).toBe(again);
		expect(ada).not.toBe(bob);
	});

	it("is asked for in batches, one proof each", async () => {
		const { endpoint, fetch } = serve();
		const client = createPseudonymClient({ ...endpoint, domain: "crm", canonical: "email", batchSize: 2 });
		const onProgress = vi.fn();
		const pseudonyms = await client.pseudonyms(["a@x.org", "b@x.org", "c@x.org", "d@x.org", "a@x.org"], { onProgress });
		expect(fetch).toHaveBeenCalledTimes(3);
		expect(new Set(pseudonyms).size).toBe(4);
		expect(pseudonyms[0]).toBe(pseudonyms[4]);
		expect(onProgress).toHaveBeenLastCalledWith({ phase: "oprf", done: 5, total: 5 });
	});

	it("shows the server neither the identifier nor that two requests ask for the same one", async () => {
		const bodies: string[] = [];
		const { client, fetch, server } = serve({ mode: "poprf" });
		fetch.mockImplementation(async (request) => {
			bodies.push(toHex(new Uint8Array(await request.clone().arrayBuffer())));
			return server.handle(request);
		});
		await client.pseudonyms(["ada@example.org"]);
		await client.pseudonyms(["ada@example.org"]);
		const [first = "", second = ""] = bodies;
		expect(first).toContain(toHex(toUtf8("veilkit/v1/pseudonymize/oprf/crm/email.1"))); // the domain is public, so the search below can succeed
		expect(first).not.toContain(toHex(toUtf8("ada")));
		expect(first.slice(-64)).not.toBe(second.slice(-64));
	});
});

describe("a client that pinned a public key", () => {
	const altered = (change: (bytes: Uint8Array) => void) => async (server: OprfServer, request: Request) => {
		const response = await server.handle(request);
		const bytes = new Uint8Array(await response.arrayBuffer());
		change(bytes);
		return new Response(bytes, response);
	};

	it.each(["voprf", "poprf"] as const)("in mode %s refuses an answer made with another key", async (mode) => {
		const honest = serve({ mode });
		const other = serve({ mode, key: 9 });
		const client = (server: OprfServer) =>
			createPseudonymClient({ ...honest.endpoint, domain: "crm", canonical: "email", fetch: (request) => server.handle(request) });
		expect(await client(honest.server).pseudonyms(["ada@example.org"])).toHaveLength(1);
		await expect(client(other.server).pseudonyms(["ada@example.org"])).rejects.toMatchObject({ code: "ERR_PSEUDONYMIZE_OPRF_KEY" });
		// A server that lies about its key id, too.
		const liar = createPseudonymClient({
			...honest.endpoint,
			domain: "crm",
			canonical: "email",
			async fetch(request) {
				const bytes = toHex(new Uint8Array(await request.arrayBuffer()));
				const body = fromHex(bytes.replace(honest.key.id, other.key.id));
				const response = await other.server.handle(new Request(URL, { method: "POST", headers: request.headers, body }));
				const answer = toHex(new Uint8Array(await response.arrayBuffer()));
				return new Response(fromHex(answer.replace(other.key.id, honest.key.id)), response);
			},
		});
		await expect(liar.pseudonyms(["ada@example.org"])).rejects.toMatchObject({ code: "ERR_AUTHENTICATION" });
	});

	it.each([
		["a proof", (bytes: Uint8Array) => bytes.fill((bytes.at(-1) as number) ^ 1, -1)],
		["an element", (bytes: Uint8Array) => bytes.copyWithin(11, 45, 77)],
		["a key id", (bytes: Uint8Array) => bytes.fill((bytes[3] as number) ^ 1, 3, 4)],
	])("refuses %s altered on the way", async (_what, change) => {
		const { endpoint, server } = serve();
		const client = createPseudonymClient({
			...endpoint,
			domain: "crm",
			canonical: "email",
			fetch: (request) => altered(change)(server, request),
		});
		await expect(client.pseudonyms(["ada@example.org", "bob@example.org"])).rejects.toMatchObject({ code: "ERR_AUTHENTICATION" });
	});

	it.each([
		["no CBOR", 200, toUtf8("<html>"), "ERR_PSEUDONYMIZE_OPRF_RESPONSE"],
		["too long a body", 200, new Uint8Array(100_000), "ERR_PSEUDONYMIZE_OPRF_RESPONSE"],
		["too few elements", 200, encodeCbor([1, new Uint8Array(4), [], null]), "ERR_PSEUDONYMIZE_OPRF_RESPONSE"],
		["an unknown refusal", 500, encodeCbor([1, "ada@example.org"]), "ERR_PSEUDONYMIZE_OPRF_RESPONSE"],
		["a known refusal", 400, encodeCbor([1, "ERR_PSEUDONYMIZE_OPRF_REQUEST"]), "ERR_PSEUDONYMIZE_OPRF_REQUEST"],
	])("reports %s and quotes nothing of it", async (_what, status, body, code) => {
		const { endpoint } = serve();
		const client = createPseudonymClient({
			...endpoint,
			domain: "crm",
			canonical: "email",
			fetch: async () => new Response(body as BodyInit, { status }),
		});
		const error = await client.pseudonyms(["ada@example.org"]).catch((caught: unknown) => caught);
		expect(error).toMatchObject({ code });
		expect(String(error)).not.toContain("ada");
	});
});

describe("a server", () => {
	const { key, server } = serve();
	const element = key.publicKey; // any element will do
	const message = (...changes: readonly [number, unknown][]) => {
		const fields: unknown[] = [1, key.suite, key.mode, fromHex(key.id), key.info, [element]];
		for (const [at, value] of changes) fields[at] = value;
		return encodeCbor(fields as never);
	};
	const post = (body: BodyInit, headers: Record<string, string> = { "content-type": "application/cbor" }) =>
		server.handle(new Request(URL, { method: "POST", headers, body }));

	it("answers a request", async () => {
		expect((await post(message())).status).toBe(200);
	});

	it.each([
		["another media type", 415, () => post(message(), { "content-type": "application/json" })],
		["another method", 405, () => server.handle(new Request(URL))],
		["an empty body", 400, () => post("")],
		["bytes that are no CBOR", 400, () => post(new Uint8Array(9).fill(255))],
		["another version", 400, () => post(message([0, 2]))],
		["fields of another type", 400, () => post(message([4, 17]))],
		["an unknown suite", 400, () => post(message([1, "P224-SHA1"]))],
		["no elements", 400, () => post(message([5, []]))],
		["what is no element", 400, () => post(message([5, [new Uint8Array(32).fill(255)]]))],
		["the identity", 400, () => post(message([5, [new Uint8Array(32)]]))],
		["too many elements", 413, () => post(message([5, Array.from({ length: 65 }, () => element)]))],
		["a body past the limit", 413, () => post(new Uint8Array(50_000))],
		["another suite", 409, () => post(message([1, "P256-SHA256"]))],
		["another mode", 409, () => post(message([2, "poprf"]))],
		["another key", 409, () => post(message([3, new Uint8Array(4)]))],
		["another domain", 409, () => post(message([4, oprfInfo({ domain: "other" })]))],
	])("refuses %s with status %i", async (_what, status, send) => {
		const response = await send();
		expect(response.status).toBe(status);
		const body = fromUtf8(new Uint8Array(await response.arrayBuffer()).subarray(4));
		expect(body).toBe(status === 409 ? "ERR_PSEUDONYMIZE_OPRF_KEY" : "ERR_PSEUDONYMIZE_OPRF_REQUEST");
	});

	it("reads no more of a body than it takes", async () => {
		let pulled = 0;
		const endless = new ReadableStream({
			pull(controller) {
				pulled++;
				controller.enqueue(new Uint8Array(1024));
			},
		});
		const request = new Request(URL, {
			method: "POST",
			headers: { "content-type": "application/cbor" },
			body: endless,
			duplex: "half",
		} as RequestInit);
		expect((await server.handle(request)).status).toBe(413);
		expect(pulled).toBeLessThan(20);
	});

	it("asks its rate limit once a request, and does no arithmetic when that says no", async () => {
		const seen: unknown[] = [];
		const rateLimit = vi.fn(({ elements, info }) => {
			seen.push([elements, info]);
			return seen.length > 1 ? ({ admitted: false, retryAfterSeconds: 29.5 } as const) : ({ admitted: true } as const);
		});
		const fill = vi.fn((target: Uint8Array) => seededRandom(3).fill(target));
		const { client } = serve({ mode: "poprf", server: { rateLimit, random: { fill } } });
		await client.pseudonyms(["a@x.org", "b@x.org"]);
		fill.mockClear();
		await expect(client.pseudonyms(["c@x.org"])).rejects.toMatchObject({
			code: "ERR_PSEUDONYMIZE_OPRF_RATE",
			details: { status: 429, retryAfterSeconds: 30 },
		});
		const info = oprfInfo({ domain: "crm", canonical: "email" });
		expect(seen).toEqual([
			[2, info],
			[1, info],
		]);
		expect(fill).not.toHaveBeenCalled();
	});
});

describe("options and keys", () => {
	it("refuses what cannot be right, without quoting it", () => {
		const { endpoint, key } = serve();
		const base = { ...endpoint, info: key.info };
		expect(() => createOprfClient(base)).not.toThrow();
		expect(() => createOprfClient({ ...base, mode: "oprf" })).toThrow('no key in mode "oprf"');
		expect(() => createOprfClient({ ...base, publicKey: undefined as never })).toThrow("Uint8Array");
		expect(() => createOprfClient({ ...base, batchsize: 3 } as never)).toThrow("batchsize");
		expect(() => createOprfServer({ key } as never)).toThrow("rateLimit");
		expect(() => createOprfServer({ key: {} as never, rateLimit: () => ({ admitted: true }) })).toThrow("OprfKey");
	});

	it("hides the secret and forgets it on disposal", () => {
		const { key } = serve();
		const secret = key.use(({ secretKey }) => toHex(secretKey));
		expect(JSON.stringify(key)).toContain(toHex(key.publicKey));
		expect(JSON.stringify(key)).not.toContain(secret);
		key.dispose();
		expect(() => key.use(() => 0)).toThrow("disposed");
	});

	it("reports the place of an identifier that is no text", async () => {
		const { client, fetch } = serve();
		await expect(client.pseudonyms(["a@x.org", "\ud800secret"])).rejects.toMatchObject({
			code: "ERR_PSEUDONYMIZE_VALUE",
			details: { column: "crm", row: 2 },
		});
		expect(fetch).not.toHaveBeenCalled();
	});

	it("passes an abort on", async () => {
		const { client } = serve();
		await expect(client.pseudonyms(["a@x.org"], { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
	});
});

it("a key derived for a domain is not the key of another, nor of another mode", () => {
	const ids = MODES.flatMap((mode) =>
		["crm", "analytics"].map((domain) => deriveOprfKey(fixedKey(1), { suite: "ristretto255-SHA512", mode, info: oprfInfo({ domain }) }).id),
	);
	expect(new Set(ids).size).toBe(6);
});
