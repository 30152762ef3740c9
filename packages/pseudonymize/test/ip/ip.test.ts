import { createBatch } from "@veilkit/core";
import { queuedRandom } from "@veilkit/core/testing";
import { bindPolicy, definePolicy, policyFromJson, policyToJson, type Token } from "@veilkit/pseudonymize";
import { createAddressSealer, ip, ipTreatments } from "@veilkit/pseudonymize/ip";
import { reveal } from "@veilkit/pseudonymize/recover";
import { createAddressOpener, ipOpener } from "@veilkit/pseudonymize/recover/ip";
import * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

const keys = fixedRing(1);
const Visit = v.object({ client: v.nullable(v.string()), proxy: v.string() });
const policy = definePolicy(Visit, { client: ip.prefix({ domain: "logs" }), proxy: ip.deterministic({ domain: "logs" }) });
const release = bindPolicy(policy, { keys });
const recovery = reveal(policy, { keys, openers: [ipOpener] });

/** How many bits two IPv4 texts share. */
function sharedBits(one: string, other: string): number {
	const bits = (text: string): string =>
		text
			.split(".")
			.map((part) => Number(part).toString(2).padStart(8, "0"))
			.join("");
	const [a, b] = [bits(one), bits(other)];
	let shared = 0;
	while (shared < 32 && a[shared] === b[shared]) shared++;
	return shared;
}

describe("ip.prefix", () => {
	it("keeps families, missing values, and exactly the common prefixes", () => {
		const clients = ["192.0.2.1", "192.0.2.77", null, "192.0.3.1", "10.0.0.1", "2001:db8::1", "2001:db8::2"];
		const safe = release.batch(createBatch({ client: clients, proxy: clients.map(() => "::1") })).columns["client"] as string[];
		for (const [a, b] of [
			[0, 1],
			[0, 3],
			[0, 4],
		] as const) {
			expect(sharedBits(safe[a] as string, safe[b] as string)).toBe(sharedBits(clients[a] as string, clients[b] as string));
		}
		expect(safe[2]).toBeNull();
		expect(safe[5]?.split(":").slice(0, 4)).toEqual(safe[6]?.split(":").slice(0, 4));
		expect(safe[5]).not.toBe(safe[6]);
		expect(safe.map((token) => token && recovery.value("client", token))).toEqual(clients);
	});

	it("gives the same addresses whether or not prefixes were met before", () => {
		const clients = Array.from({ length: 3000 }, (_, index) => `${index % 7}.${index % 251}.${(index * 31) % 256}.${(index * 7919) % 256}`);
		const once = release.batch(createBatch({ client: clients, proxy: clients })).columns["client"] as string[];
		for (const index of [0, 1, 999, 2999]) {
			expect(bindPolicy(policy, { keys }).row({ client: clients[index] as string, proxy: "::1" }).client).toBe(once[index]);
		}
		expect(release.lookupTokens("client", clients[5] as string)).toEqual([once[5]]);
	});
});

describe("ip.deterministic", () => {
	it("hides families and prefixes, and takes all spellings of an address as one", () => {
		const row = release.row({ client: null, proxy: "2001:db8::1" });
		expect(row.proxy).not.toContain("2001:db8");
		expect(release.row({ client: null, proxy: "2001:0DB8:0:0:0:0:0:1" }).proxy).toBe(row.proxy);
		expect(recovery.value("proxy", row.proxy)).toBe("2001:db8::1");
		expect(recovery.value("proxy", release.row({ client: null, proxy: "::ffff:10.0.0.1" }).proxy)).toBe("10.0.0.1");
		expectTypeOf(row.proxy).toEqualTypeOf<Token<"logs">>();
		expectTypeOf(row.client).toEqualTypeOf<Token<"logs"> | null>();
	});

	it("keeps domains, modes and keys apart", () => {
		const made = (domain: string, ring = keys): string =>
			bindPolicy(definePolicy(v.object({ a: v.string() }), { a: ip.deterministic({ domain }) }), { keys: ring }).row({ a: "::1" }).a;
		expect(new Set([made("a"), made("b"), made("a", fixedRing(2))])).toHaveLength(3);
		expect(made("a", fixedRing(1, 2))).toBe(made("a"));
	});
});

describe("both", () => {
	it("have a JSON form that needs the subpath to be read", () => {
		const json = JSON.parse(JSON.stringify(policyToJson(policy)));
		expect(json.columns.client).toEqual({ treatment: "ip.prefix", domain: "logs", canonical: "ip" });
		const bound = bindPolicy(policyFromJson(json, { treatments: [ipTreatments] }), { keys });
		expect(bound.row({ client: "10.0.0.1", proxy: "::1" })).toEqual(release.row({ client: "10.0.0.1", proxy: "::1" }));
		expect(() => policyFromJson(json)).toThrow("client.treatment");
		expect(() => ip.prefix({ domain: "logs", bits: 24 } as { domain: string })).toThrow("bits");
	});

	it("refuse what is no address, naming column and row only, and to work after disposal", () => {
		const act = (): unknown => release.batch(createBatch({ client: ["10.0.0.1", "83.17.46.999"], proxy: ["::1", "::1"] }));
		expect(act).toThrow('column "client", row 2: expected an IPv4 or IPv6 address');
		expect(act).not.toThrow("999");
		for (const wrong of ["", "x", "1.2.3"]) expect(() => recovery.value("client", wrong)).toThrow("authentication failed");
		const bound = bindPolicy(policy, { keys });
		bound.dispose();
		expect(() => bound.row({ client: "10.0.0.1", proxy: "::1" })).toThrow("used after it was disposed");
	});
});

describe("sealed addresses", () => {
	it.each(["nd", "ndx"] as const)("in mode %s differ each time and open to the address", (mode) => {
		const options = { keys, domain: "abuse-desk", mode };
		const sealer = createAddressSealer(options);
		const opener = createAddressOpener(options);
		const sealed = [sealer.seal("192.0.2.1"), sealer.seal("192.0.2.1"), sealer.seal("2001:db8::1")];
		expect(new Set(sealed)).toHaveLength(3);
		expect(sealed[0]).toHaveLength(mode === "nd" ? 48 : 64);
		expect(sealed.map((text) => opener.open(text))).toEqual(["192.0.2.1", "192.0.2.1", "2001:db8::1"]);
		for (const wrong of ["", "00", "zz", `${sealed[0]}00`]) expect(() => opener.open(wrong)).toThrow("authentication failed");
		expect(createAddressOpener({ ...options, domain: "other" }).open(sealed[0] as string)).not.toBe("192.0.2.1");
		sealer.dispose();
		opener.dispose();
		expect(() => sealer.seal("::1")).toThrow("used after it was disposed");
		expect(() => opener.open(sealed[0] as string)).toThrow("used after it was disposed");
	});

	it("begin with the injected randomness", () => {
		const random = queuedRandom(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
		expect(createAddressSealer({ keys, domain: "d", mode: "nd", random }).seal("::1").slice(0, 16)).toBe("0102030405060708");
	});

	it("need a mode, and an address", () => {
		expect(() => createAddressSealer({ keys, domain: "d", mode: "pfx" as "nd" })).toThrow("mode");
		expect(() => createAddressSealer({ keys, domain: "d", mode: "nd" }).seal("8.8.8")).toThrow("an IPv4 or IPv6 address");
	});
});
