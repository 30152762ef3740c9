import { ristretto255_hasher } from "@noble/curves/ed25519.js";
import { createSigner, fromBase64Url, fromHex, fromUtf8, generateKey, memoryStore, toHex, toUtf8 } from "@veilkit/core";
import { openLedger } from "@veilkit/ledger";
import {
	createElementPseudonymizer,
	createElementReceiver,
	createOprfServer,
	createPseudonymClient,
	deriveElementKey,
	deriveOprfKey,
	type ElementPseudonym,
	type OprfMode,
	openKeyUpdate,
	oprfInfo,
	showElement,
} from "@veilkit/pseudonymize/oprf";
import { openVault } from "@veilkit/pseudonymize/vault";
import { describe, expect, it } from "vitest";
import golden from "../../vectors/oblivious-v1.json" with { type: "json" };
import { fixedKey, fixedRing } from "../support/keys.ts";

const DOMAIN = { domain: golden.domain, canonical: "email" } as const;
const { threeParty } = golden;

describe("what version 1 made", () => {
	it.each(Object.entries(golden.pseudonyms))("is made the same in mode %s", async (name, expected) => {
		const mode = name as OprfMode;
		const suite = "ristretto255-SHA512";
		const key = deriveOprfKey(fixedKey(1), { suite, mode, info: mode === "poprf" ? "" : oprfInfo(DOMAIN) });
		const { handle } = createOprfServer({ key, rateLimit: () => ({ admitted: true }) });
		const pinned = mode === "oprf" ? {} : { publicKey: key.publicKey };
		const client = createPseudonymClient({ ...DOMAIN, suite, mode, url: "https://x.example/", fetch: handle, ...pinned });
		expect(await client.pseudonyms([golden.value])).toEqual([expected]);
	});

	it("is read the same by pseudonymiser and receiver", () => {
		const receiver = createElementReceiver(fixedKey(7), DOMAIN);
		expect(toHex(receiver.publicKey)).toBe(threeParty.receiverPublicKey);
		expect(receiver.open(fromHex(threeParty.converted))).toEqual([threeParty.stored]);
		const pseudonymizer = createElementPseudonymizer({ key: deriveElementKey(fixedKey(1), DOMAIN), receiver: receiver.publicKey });
		expect(receiver.open(pseudonymizer.convert(fromHex(threeParty.sent)))).toEqual([threeParty.stored]);
		const stored = threeParty.stored as ElementPseudonym;
		expect(showElement(stored, { domain: "dashboard" })).toBe(threeParty.shown);
		expect(openKeyUpdate(fromHex(threeParty.update)).apply([stored])).toEqual([threeParty.updated]);
	});

	it("is the key times the hashed identifier, computed here without the protocol", () => {
		const element = ristretto255_hasher.hashToCurve(toUtf8("ada@example.org"), {
			DST: toUtf8("veilkit/v1/pseudonymize/element/crm/email.1"),
		});
		for (const [byte, pseudonym] of [
			[1, threeParty.stored],
			[2, threeParty.updated],
		] as const) {
			const product = deriveElementKey(fixedKey(byte), DOMAIN).use((scalar) => element.multiply(scalar));
			expect(toHex(fromBase64Url(pseudonym).subarray(5))).toBe(toHex(product.toBytes()));
		}
	});

	it("opens in the vault", async () => {
		const store = memoryStore();
		await store.write(Object.entries(golden.vault.store).map(([key, value]) => ({ key, value: fromHex(value) })));
		const signer = createSigner(generateKey({ purpose: "sign" }));
		const ledger = await openLedger(memoryStore(), { signer, origin: "shop.example/vault" });
		const accessRate = { accesses: 10, windowMs: 1000 };
		const vault = openVault(store, { keys: fixedRing(1), ledger, accessRate, onAlert: () => undefined });
		const access = { actor: "a", reason: "r" };
		expect(fromUtf8((await vault.get(golden.vault.token, access)).payload)).toBe(fromUtf8(fromHex(golden.vault.payload)));
		expect(await vault.eraseSubject(golden.vault.subject, access)).toBeDefined();
		const left: string[] = [];
		for await (const { key } of store.list("")) left.push(key);
		expect(left).toEqual([]);
	});
});
