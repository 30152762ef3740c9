import { createSigner, decodeCbor, fromUtf8, generateKey, keyRing, memoryStore, rotateKeyRing, type Store, toUtf8 } from "@veilkit/core";
import { manualClock, seededRandom } from "@veilkit/core/testing";
import { createVerifierKey, formatVerifierKey, type Ledger, openLedger, verifyReceipt } from "@veilkit/ledger";
import { openVault, type Vault, type VaultAlert, type VaultEvent, type VaultOptions } from "@veilkit/pseudonymize/vault";
import { describe, expect, it } from "vitest";
import { fixedRing } from "../support/keys.ts";

const ORIGIN = "shop.example/vault";
const signer = createSigner(generateKey({ purpose: "sign", random: seededRandom(1) }));
const pinned = formatVerifierKey(createVerifierKey(ORIGIN, signer.publicKey));
const ACCESS = { actor: "support/ines", reason: "refund 9" };

async function open(options: Partial<VaultOptions> & { readonly store?: Store } = {}) {
	const { store = memoryStore(), ...rest } = options;
	const clock = manualClock("2026-11-24T12:00:00Z");
	const ledger = rest.ledger ?? (await openLedger(store, { signer, origin: ORIGIN, clock, random: seededRandom(2) }));
	const alerts: VaultAlert[] = [];
	const vault = openVault(store, {
		keys: fixedRing(1),
		accessRate: { accesses: 100, windowMs: 60_000 },
		onAlert: (alert) => void alerts.push(alert),
		clock,
		random: seededRandom(3),
		...rest,
		ledger,
	});
	return { store, ledger, vault, alerts, clock };
}

const put = (vault: Vault, text: string, subject = "customer 17") =>
	vault.put(toUtf8(text), { subject, actor: "checkout", reason: "order 9" });
const read = async (vault: Vault, token: string) => fromUtf8((await vault.get(token, ACCESS)).payload);
const unknown = { code: "ERR_PSEUDONYMIZE_VAULT_UNKNOWN" };

async function collect<T>(source: AsyncIterable<T>): Promise<readonly T[]> {
	const items: T[] = [];
	for await (const item of source) items.push(item);
	return items;
}

const eventsOf = (vault: Vault, token: string): Promise<readonly VaultEvent[]> => collect(vault.history(token));

async function dump(store: Store): Promise<string> {
	let text = "";
	for await (const { key, value } of store.list("")) text += `${key} ${String.fromCharCode(...value)}\n`;
	return text;
}

describe("a vault", () => {
	it("gives random tokens, also for equal payloads, and payloads back", async () => {
		const { vault } = await open();
		const tokens = [await put(vault, "4111 1111 1111 1111"), await put(vault, "4111 1111 1111 1111")];
		expect(new Set(tokens).size).toBe(2);
		for (const token of tokens) {
			expect(token).toMatch(/^[\w-]{28}$/);
			expect(await read(vault, token)).toBe("4111 1111 1111 1111");
		}
		expect(await read(vault, await put(vault, ""))).toBe("");
	});

	it("logs every access, with a proof", async () => {
		const { vault, ledger } = await open();
		const token = await put(vault, "payload");
		const other = await put(vault, "other");
		const { receipt } = await vault.get(token, ACCESS);
		await vault.get(other, ACCESS);
		expect(await eventsOf(vault, token)).toMatchObject([
			{ action: "put", actor: "checkout", reason: "order 9", index: 0 },
			{ action: "read", ...ACCESS, index: 2 },
		]);
		expect(verifyReceipt(receipt, await ledger.proofFile(receipt.index), pinned)).toMatchObject({ ok: true });
	});

	it("hands nothing out that it could not log, nor if an alert is not heard", async () => {
		const { vault, ledger } = await open();
		const token = await put(vault, "payload");
		expect(await read(vault, token)).toBe("payload");
		await ledger.close();
		await expect(vault.get(token, ACCESS)).rejects.toMatchObject({ code: "ERR_LEDGER_CLOSED" });

		const deaf = await open({ onAlert: () => Promise.reject(new Error("pager is down")) });
		const canary = await deaf.vault.plantCanary(toUtf8("bait"), ACCESS);
		await expect(deaf.vault.get(canary, ACCESS)).rejects.toThrow("pager is down");
	});

	it("keeps subject, payload and token out of store and log", async () => {
		const { vault, store } = await open();
		const token = await put(vault, "secret-payload", "secret-subject");
		await read(vault, token);
		const text = await dump(store);
		expect(text).toContain("support/ines"); // so that the search can find something
		for (const secret of ["secret-payload", "secret-subject", token]) expect(text).not.toContain(secret);
	});

	it("tells no difference between a token that never was and one that was erased, and logs both", async () => {
		const { vault, ledger } = await open();
		const token = await put(vault, "payload");
		await vault.eraseSubject("customer 17", ACCESS);
		const size = ledger.size;
		const never = `${token.slice(0, -2)}AA`;
		const errors = await Promise.all(
			[token, never, "nonsense", ""].map((text) => vault.get(text, ACCESS).catch((error: unknown) => error)),
		);
		for (const error of errors) expect(error).toMatchObject(unknown);
		expect(new Set(errors.map(String)).size).toBe(1);
		expect(ledger.size).toBe(size + 4);
		expect((await eventsOf(vault, token)).map(({ action }) => action)).toEqual(["put", "miss"]);
	});

	it("opens a record only in its own place", async () => {
		const { vault, store } = await open();
		const [mine, yours] = [await put(vault, "mine", "a"), await put(vault, "yours", "b")];
		expect(await read(vault, mine)).toBe("mine");
		const records: { key: string; value: Uint8Array }[] = [];
		for await (const entry of store.list("vault/record/")) records.push(entry);
		const [first, second] = records as [(typeof records)[0], (typeof records)[0]];
		await store.write([
			{ key: first.key, value: second.value },
			{ key: second.key, value: first.value },
		]);
		for (const token of [mine, yours]) await expect(vault.get(token, ACCESS)).rejects.toMatchObject({ code: "ERR_AUTHENTICATION" });
	});

	it("logs an access that fails", async () => {
		const { vault, store, ledger } = await open();
		const token = await put(vault, "payload");
		expect(await read(vault, token)).toBe("payload");
		const [record] = await collect(store.list("vault/record/"));
		const altered = Uint8Array.from(record?.value ?? [], (byte, n) => (n + 1 === record?.value.length ? byte ^ 1 : byte));
		const other = await open({ store, ledger, keys: fixedRing(9) });
		const failures = [
			{ from: other.vault, value: record?.value, code: "ERR_KEY_NOT_FOUND" },
			{ from: vault, value: altered, code: "ERR_AUTHENTICATION" },
			{ from: vault, value: toUtf8("?"), code: "ERR_FORMAT" },
		];
		for (const { from, value, code } of failures) {
			await store.write([{ key: record?.key ?? "", value: value ?? altered }]);
			const size = ledger.size;
			await expect(from.get(token, ACCESS)).rejects.toMatchObject({ code });
			const entries = await collect(ledger.entries({ from: size }));
			expect(entries.map(({ payload }) => decodeCbor(payload as Uint8Array))).toMatchObject([
				["veilkit/vault", 1, "miss", {}, ACCESS.actor, ACCESS.reason],
			]);
		}
		expect((await eventsOf(vault, token)).map(({ action }) => action)).toEqual(["put", "read", "miss", "miss"]);
	});

	it("opens old records after a rotation, and not with another ring", async () => {
		const store = memoryStore();
		const keys = keyRing({ primary: generateKey({ purpose: "pseudonymize" }) });
		const first = await open({ store, keys });
		const old = await put(first.vault, "old");
		const { ledger } = first;
		const rotated = await open({ store, ledger, keys: rotateKeyRing(keys) });
		const fresh = await put(rotated.vault, "fresh");
		expect([await read(rotated.vault, old), await read(rotated.vault, fresh)]).toEqual(["old", "fresh"]);
		await rotated.vault.eraseSubject("customer 17", ACCESS);
		await expect(rotated.vault.get(fresh, ACCESS)).rejects.toMatchObject(unknown);
		await expect((await open({ store, ledger, keys: fixedRing(9) })).vault.get(old, ACCESS)).rejects.toMatchObject({
			code: "ERR_KEY_NOT_FOUND",
		});
	});
});

describe("erasure", () => {
	it("destroys key and records of one subject, leaves others, and is logged", async () => {
		const { vault, store, ledger } = await open();
		const [a, b, other] = [await put(vault, "a"), await put(vault, "b"), await put(vault, "c", "customer 18")];
		const receipt = await vault.eraseSubject("customer 17", { actor: "privacy desk", reason: "request 4" });
		expect(verifyReceipt(receipt as NonNullable<typeof receipt>, await ledger.proofFile(receipt?.index ?? 0), pinned)).toMatchObject({
			ok: true,
		});
		for (const token of [a, b]) await expect(vault.get(token, ACCESS)).rejects.toMatchObject(unknown);
		expect(await read(vault, other)).toBe("c");
		expect((await dump(store)).match(/^vault\/(key|record|subject)/gm)).toHaveLength(3);
		expect(await vault.eraseSubject("customer 17", ACCESS)).toBeUndefined();
	});

	it("by the key alone is enough: a record kept in a backup does not open", async () => {
		const { vault, store } = await open();
		const token = await put(vault, "payload");
		const backup: { key: string; value: Uint8Array }[] = [];
		for await (const { key, value } of store.list("vault/record/")) backup.push({ key, value });
		await vault.eraseSubject("customer 17", ACCESS);
		await store.write(backup);
		await expect(vault.get(token, ACCESS)).rejects.toMatchObject(unknown);
		const fresh = await put(vault, "back again"); // a new key, which does not open the old record either
		expect(await read(vault, fresh)).toBe("back again");
		await expect(vault.get(token, ACCESS)).rejects.toMatchObject({ code: "ERR_AUTHENTICATION" });
	});

	it("says so if the ring lacks a key under which the subject may be", async () => {
		const { vault, store, ledger } = await open({ keys: fixedRing(1) });
		const token = await put(vault, "payload");
		const lacking = await open({ store, ledger, keys: fixedRing(2) });
		const size = ledger.size;
		await expect(lacking.vault.eraseSubject("customer 17", ACCESS)).rejects.toMatchObject({ code: "ERR_KEY_NOT_FOUND" });
		expect([ledger.size, await read(vault, token)]).toEqual([size, "payload"]);
		const whole = await open({ store, ledger, keys: fixedRing(2, 1) });
		expect(await whole.vault.eraseSubject("customer 18", ACCESS)).toBeUndefined();
		expect(await whole.vault.eraseSubject("customer 17", ACCESS)).toMatchObject({ index: size + 1 });
		expect(await lacking.vault.eraseSubject("customer 17", ACCESS)).toBeUndefined();
	});

	it("while a payload is on its way out stops it, also if the subject is back by then", async () => {
		for (const back of [false, true]) {
			const store = memoryStore();
			const { ledger } = await open({ store });
			const late: (() => Promise<unknown>)[] = [];
			const append: Ledger["append"] = async (...entry) => {
				const receipt = await ledger.append(...entry);
				await late.pop()?.();
				return receipt;
			};
			const { vault } = await open({ store, ledger: { ...ledger, append } });
			const token = await put(vault, "payload");
			expect(await read(vault, token)).toBe("payload");
			late.push(async () => {
				await vault.eraseSubject("customer 17", ACCESS);
				if (back) await put(vault, "another");
			});
			await expect(read(vault, token)).rejects.toMatchObject(unknown);
		}
	});

	it("beside puts of the same subject leaves no record without its key", async () => {
		const { vault } = await open();
		const puts = Array.from({ length: 8 }, (_, n) => put(vault, `payload ${n}`));
		const [tokens] = await Promise.all([Promise.all(puts), vault.eraseSubject("customer 17", ACCESS)]);
		const outcomes = await Promise.all(tokens.map((token) => read(vault, token).catch((error: { code: string }) => error.code)));
		for (const [n, outcome] of outcomes.entries()) expect([`payload ${n}`, "ERR_PSEUDONYMIZE_VAULT_UNKNOWN"]).toContain(outcome);
		await vault.eraseSubject("customer 17", ACCESS);
		for (const token of tokens) await expect(vault.get(token, ACCESS)).rejects.toMatchObject(unknown);
	});
});

describe("an alert", () => {
	it("is raised by a canary, which looks like any other record until it is opened", async () => {
		const { vault, alerts, store } = await open();
		const token = await put(vault, "4111 1111 1111 1111");
		const canary = await vault.plantCanary(toUtf8("4000 0000 0000 0002"), { actor: "checkout", reason: "order 9" });
		const lengths: number[] = [];
		for await (const { value } of store.list("vault/record/")) lengths.push(value.length);
		expect(new Set(lengths).size).toBe(1);
		expect((await eventsOf(vault, canary)).map(({ action }) => action)).toEqual(["put"]);
		await read(vault, token);
		expect(alerts).toEqual([]);
		expect(await read(vault, canary)).toBe("4000 0000 0000 0002");
		expect(alerts).toMatchObject([{ kind: "canary", actor: ACCESS.actor, receipt: { index: 3 } }]);
		expect((await eventsOf(vault, canary)).map(({ action }) => action)).toEqual(["put", "canary"]);
	});

	it("is raised once when an actor crosses the rate, and again after a rest", async () => {
		const { vault, alerts, clock } = await open({ accessRate: { accesses: 3, windowMs: 1000 } });
		const token = await put(vault, "payload");
		const access = async (count: number, actor = "script") => {
			for (let n = 0; n < count; n++) await vault.get(token, { actor, reason: "batch" });
		};
		await access(3);
		await access(3, "another");
		expect(alerts).toEqual([]);
		await access(3);
		expect(alerts).toMatchObject([{ kind: "access-rate", actor: "script", time: clock.now() }]);
		clock.advance(1001);
		await access(3);
		expect(alerts).toHaveLength(1);
		await access(1);
		expect(alerts).toHaveLength(2);
	});

	it("that nobody hears stops every access over the rate, and is raised again by the next", async () => {
		const heard: VaultAlert[] = [];
		let down = true;
		const onAlert = async (alert: VaultAlert) => {
			if (down) throw new Error("pager is down");
			heard.push(alert);
		};
		const { vault } = await open({ accessRate: { accesses: 2, windowMs: 1000 }, onAlert });
		const token = await put(vault, "payload");
		for (let n = 0; n < 2; n++) expect(await read(vault, token)).toBe("payload");
		for (let n = 0; n < 3; n++) await expect(read(vault, token)).rejects.toThrow("pager is down");
		down = false;
		for (let n = 0; n < 3; n++) expect(await read(vault, token)).toBe("payload");
		expect(heard).toHaveLength(1);
	});

	it("that is under way holds back every access over the rate", async () => {
		const release: (() => void)[] = [];
		const onAlert = () => new Promise<void>((resolve) => release.push(resolve));
		const { vault, clock } = await open({ accessRate: { accesses: 1, windowMs: 1000 }, onAlert });
		const token = await put(vault, "payload");
		let out = 0;
		const gets = Array.from({ length: 6 }, () => read(vault, token).then(() => out++));
		for (let n = 0; n < 6; n++) await vault.get(token, { actor: `bystander ${n}`, reason: "takes as long" });
		expect([out, release.length]).toEqual([1, 1]);

		clock.advance(1001);
		expect(await read(vault, token)).toBe("payload"); // within the rate again: the next crossing is another one
		release[0]?.();
		await Promise.all(gets);
		expect(out).toBe(6);
		const crossing = read(vault, token);
		await vault.get(token, { actor: "bystander", reason: "takes as long" });
		expect(release).toHaveLength(2);
		release[1]?.();
		expect(await crossing).toBe("payload");
	});
});

it("refuses options that cannot be right", async () => {
	const { vault, ledger } = await open();
	const refused = { code: "ERR_INVALID_ARGUMENT" };
	await expect(vault.put(toUtf8("x"), { subject: "", ...ACCESS })).rejects.toMatchObject(refused);
	await expect(vault.put(toUtf8("x"), { subject: "a", actor: "b" } as never)).rejects.toMatchObject(refused);
	await expect(vault.get("x", { actor: "", reason: "r" })).rejects.toMatchObject(refused);
	await expect(vault.get("x", { ...ACCESS, subject: "a" } as never)).rejects.toMatchObject(refused);
	const options = { keys: fixedRing(1), ledger, onAlert: () => undefined };
	expect(() => openVault(memoryStore(), { ...options, accessRate: { accesses: 0, windowMs: 1 } })).toThrow("accesses");
	expect(() => openVault(memoryStore(), { ...options } as never)).toThrow("accessRate");
});
