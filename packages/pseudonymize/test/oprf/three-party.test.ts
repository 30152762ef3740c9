import { decodeCbor, encodeCbor, toHex } from "@veilkit/core";
import {
	createElementPseudonymizer,
	createElementReceiver,
	createElementSender,
	createKeyUpdate,
	deriveElementKey,
	type ElementPseudonym,
	keyIdOfElement,
	openKeyUpdate,
	showElement,
} from "@veilkit/pseudonymize/oprf";
import { describe, expect, it } from "vitest";
import { fixedKey } from "../support/keys.ts";

const DOMAIN = { domain: "research", canonical: "email" } as const;
const receiver = createElementReceiver(fixedKey(7), DOMAIN);
const sender = createElementSender({ ...DOMAIN, receiver: receiver.publicKey });
const keyOf = (byte: number, domain = "research") => deriveElementKey(fixedKey(byte), { domain, canonical: "email" });
const under = (byte: number) => createElementPseudonymizer({ key: keyOf(byte), receiver: receiver.publicKey });
const pseudonymsOf = (values: readonly string[], byte = 1) => receiver.open(under(byte).convert(sender.seal(values)));

describe("a three-party pseudonym", () => {
	it("is stable for the receiver, whatever the blinding, and in the sender's order", () => {
		const first = pseudonymsOf(["ada@example.org", "bob@example.org"]);
		const second = pseudonymsOf(["bob@example.org", " ADA@example.org"]);
		expect(second).toEqual([...first].reverse());
		expect(new Set(first).size).toBe(2);
		expect(first[0]).toMatch(/^[\w-]{50}$/);
		expect(keyIdOfElement(first[0] as string)).toBe(keyOf(1).id);
	});

	it("is another under another key, and in another domain", () => {
		const [here] = pseudonymsOf(["ada@example.org"]);
		const [rotated] = pseudonymsOf(["ada@example.org"], 2);
		const other = createElementReceiver(fixedKey(7), { domain: "billing", canonical: "email" });
		const toOther = createElementSender({ domain: "billing", canonical: "email", receiver: other.publicKey });
		const between = createElementPseudonymizer({ key: keyOf(1, "billing"), receiver: other.publicKey });
		const [there] = other.open(between.convert(toOther.seal(["ada@example.org"])));
		expect(new Set([here, rotated, there].map((text) => String(text).slice(8))).size).toBe(3);
	});

	it("shows the pseudonymiser no two equal elements for one person, nor does its answer repeat them", () => {
		const body = (message: Uint8Array): string => toHex((decodeCbor(message) as readonly unknown[])[4] as Uint8Array);
		const message = sender.seal(["ada@example.org", "ada@example.org"]);
		const again = sender.seal(["ada@example.org"]);
		const converted = [under(1).convert(message), under(1).convert(message)];
		const elements = [message, again, ...converted].flatMap((bytes) => body(bytes).match(/.{64}/g) ?? []);
		expect(elements).toHaveLength(4 + 2 + 4 + 4);
		expect(new Set(elements).size).toBe(elements.length);
	});

	it("cannot be read out of the answer by a sender that crafts its message", () => {
		// Were k·H not hidden behind fresh s, equal elements would come back equal, and (A, H) would come back with k·H in the clear.
		const [version, context, to, none] = decodeCbor(sender.seal(["ada@example.org"])) as readonly unknown[];
		const element = keyOf(9).publicKey;
		const crafted = encodeCbor([version, context, to, none, Uint8Array.of(...element, ...element)] as never);
		const answers = [1, 2].map(() => toHex((decodeCbor(under(1).convert(crafted)) as readonly unknown[])[4] as Uint8Array));
		expect(new Set(answers.flatMap((answer) => answer.match(/.{64}/g))).size).toBe(4);
	});

	it("is refused for other parties than it was made for, and malformed messages are", () => {
		const message = sender.seal(["ada@example.org"]);
		const converted = under(1).convert(message);
		expect(receiver.open(converted)).toHaveLength(1);
		const stranger = createElementReceiver(fixedKey(8), DOMAIN);
		const refused = { code: "ERR_PSEUDONYMIZE_OPRF_KEY" };
		expect(() => createElementPseudonymizer({ key: keyOf(1, "billing"), receiver: receiver.publicKey }).convert(message)).toThrow(
			expect.objectContaining(refused),
		);
		expect(() => createElementPseudonymizer({ key: keyOf(1), receiver: stranger.publicKey }).convert(message)).toThrow(
			expect.objectContaining(refused),
		);
		expect(() => under(1).convert(converted)).toThrow(expect.objectContaining(refused));
		expect(() => stranger.open(converted)).toThrow(expect.objectContaining(refused));
		expect(() => receiver.open(message)).toThrow(expect.objectContaining(refused));

		const fields = decodeCbor(message) as readonly unknown[];
		const withBody = (bytes: Uint8Array) => encodeCbor([...fields.slice(0, 4), bytes] as never);
		for (const body of [new Uint8Array(0), new Uint8Array(63), new Uint8Array(64), new Uint8Array(64).fill(255)]) {
			expect(() => under(1).convert(withBody(body))).toThrow(expect.objectContaining({ code: "ERR_FORMAT" }));
		}
		expect(() => under(1).convert(message.subarray(1))).toThrow(expect.objectContaining({ code: "ERR_FORMAT" }));
		const small = createElementPseudonymizer({ key: keyOf(1), receiver: receiver.publicKey, maxElements: 1 });
		expect(small.convert(message)).toHaveLength(converted.length);
		expect(() => small.convert(sender.seal(["a@x.org", "b@x.org"]))).toThrow("1 to 1 pairs");
	});

	it("is shown as a shorter token of a domain of its own", () => {
		const [ada, bob] = pseudonymsOf(["ada@example.org", "bob@example.org"]) as [ElementPseudonym, ElementPseudonym];
		const shown = showElement(ada, { domain: "dashboard" });
		expect(shown).toMatch(/^[\w-]{28}$/);
		expect(showElement(ada, { domain: "dashboard" })).toBe(shown);
		expect(showElement(bob, { domain: "dashboard" })).not.toBe(shown);
		expect(showElement(ada, { domain: "export" })).not.toBe(shown);
		expect(() => showElement("AAAA", { domain: "dashboard" })).toThrow("not an element-valued pseudonym");
	});
});

describe("a key update", () => {
	const before = pseudonymsOf(["ada@example.org", "bob@example.org", "eve@example.org"], 1);
	const expected = pseudonymsOf(["ada@example.org", "bob@example.org", "eve@example.org"], 2);
	const bytes = createKeyUpdate({ from: keyOf(1), to: keyOf(2) });
	const update = openKeyUpdate(bytes);

	it("moves stored pseudonyms to the new key, without identifiers", () => {
		expect(update).toMatchObject({ from: keyOf(1).id, to: keyOf(2).id, context: "research/email.1" });
		expect(update.apply(before)).toEqual(expected);
	});

	it("leaves what is moved already as it is, and refuses what is under a third key", () => {
		expect(update.apply(update.apply(before))).toEqual(expected);
		expect(() => update.apply(pseudonymsOf(["ada@example.org"], 3))).toThrow(expect.objectContaining({ code: "ERR_KEY_NOT_FOUND" }));
	});

	it("is verified without identifiers: every one in its place, none altered, none left out", () => {
		expect(update.verify(before, expected)).toBe(true);
		expect(update.verify([], [])).toBe(true);
		const [a, b, c] = expected as readonly string[] as [string, string, string];
		expect(update.verify(before, [b, a, c])).toBe(false);
		expect(update.verify(before, [a, b, b])).toBe(false);
		expect(update.verify(before, [a, b])).toBe(false);
		expect(update.verify(before, [a, b, before[2] as string])).toBe(false);
		expect(update.verify(before, [a, b, "nonsense"])).toBe(false);
	});

	it("that does not lead from the one key to the other is refused", () => {
		const fields = decodeCbor(bytes) as readonly unknown[];
		const third = keyOf(3).publicKey;
		for (const altered of [[...fields.slice(0, 3), third, fields[4]], [...fields.slice(0, 4), new Uint8Array(32)], fields.slice(1)]) {
			expect(() => openKeyUpdate(encodeCbor(altered as never))).toThrow(expect.objectContaining({ code: "ERR_FORMAT" }));
		}
		expect(() => createKeyUpdate({ from: keyOf(1), to: keyOf(1) })).toThrow("two different keys");
		expect(() => createKeyUpdate({ from: keyOf(1), to: keyOf(2, "billing") })).toThrow("one domain");
	});
});

it("an element key shows its public half only", () => {
	const key = keyOf(1);
	expect(JSON.parse(JSON.stringify(key))).toEqual({
		id: key.id,
		context: "research/email.1",
		publicKey: toHex(key.publicKey),
		secret: "[redacted]",
	});
	key.dispose();
	expect(() => key.use(() => 0)).toThrow("disposed");
});
