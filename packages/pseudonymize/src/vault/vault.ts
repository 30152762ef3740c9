/**
 * The vault: random tokens for payloads that are encrypted under a key of each subject, with every access in a ledger.
 *
 * Roles. The application holds ring and store; whoever holds both can read everything. Whoever reads the store alone sees how many records
 * there are, which belong to one subject, and how long payloads are; nothing in clear. Whoever reads the ledger sees who did what
 * when, under keyed ids. Order of things: a payload is handed out only once its access is in the ledger and alerts are delivered; an
 * erasure is in the ledger before the key is destroyed, so that a crash in between leaves a repeatable erasure, never a silent one. A crash
 * before a new record is logged leaves a record whose token nobody ever had. An access that opens nothing is logged as a miss; one that a
 * failing alert stops, or a failing store, hands nothing out and has at most the alert's entry.
 * A get looks for the subject's key once more after its access is logged, and hands nothing out if it was erased meanwhile. That narrows the
 * window and cannot close it: an erasure that completes between this last look and the caller's receipt of the payload does not call it back.
 * So a logged read says that at most this was handed out.
 * Erasure is as good as the store's deletion (see the ledger's README about files and backups).
 */
import {
	ABSENT,
	type Bytes,
	type Clock,
	checkBytes,
	checkFunction,
	checkOptions,
	checkPurpose,
	checkString,
	concatBytes,
	equalBytes,
	fromBase64Url,
	isVeilkitError,
	type KeyId,
	type KeyRing,
	type RandomSource,
	randomBytes,
	type Store,
	type StoreChange,
	type StoreEntry,
	systemClock,
	systemRandom,
	toBase64Url,
	toHex,
	VeilkitError,
} from "@veilkit/core";
import type { Ledger, LedgerReceipt } from "@veilkit/ledger";
import { tokenHeader } from "../token/token.ts";
import { type AccessRate, createAccessCounter } from "./access-rate.ts";
import { decodeEvent, encodeEvent, type VaultAction, type VaultEvent } from "./event.ts";
import { openPayload, sealPayload } from "./seal.ts";
import {
	createSubjectKey,
	decodeRecord,
	encodeRecord,
	markName,
	openSubjectKey,
	recordData,
	recordId,
	recordName,
	SUBJECT_KEYS,
	sealingKeyId,
	subjectId,
	subjectKeyName,
	subjectPrefix,
} from "./vault-keys.ts";

/** A token of the vault: 28 characters, random, says nothing about its payload. */
export type VaultToken = string & { readonly vault: true };

/** Codes of `@veilkit/pseudonymize/vault`, beside those of core and of the ledger. */
export type VaultErrorCode =
	/** A token that opens nothing: never given out, erased, or malformed. */
	"ERR_PSEUDONYMIZE_VAULT_UNKNOWN";

/** Who does something and why. Both go into the ledger and stay there: no personal data of subjects. */
export interface VaultAccess {
	/** 1 to 128 characters. */
	readonly actor: string;
	/** 1 to 512 characters. */
	readonly reason: string;
}

/** Somebody opened a decoy, or made more accesses than is ordinary. */
export interface VaultAlert {
	readonly kind: "canary" | "access-rate";
	readonly actor: string;
	/** Milliseconds since 1970. */
	readonly time: number;
	/** The event in the ledger. */
	readonly receipt: LedgerReceipt;
}

/** Options of {@link openVault}. */
export interface VaultOptions {
	/** The primary key makes new records; older keys open older ones. */
	readonly keys: KeyRing<"pseudonymize">;
	/** Where every access is logged. It may live in the same store. */
	readonly ledger: Ledger;
	/** Above which rate an actor raises an alert. */
	readonly accessRate: AccessRate;
	/** Hears alerts, and is awaited before the access goes on, and any other over the same rate: if it fails, so do they. */
	readonly onAlert: (alert: VaultAlert) => void | Promise<void>;
	readonly clock?: Clock;
	readonly random?: RandomSource;
}

/** An open vault. */
export interface Vault {
	/**
	 * Takes a payload in.
	 *
	 * @param options.subject - whose it is, 1 to 1024 characters: `eraseSubject` takes the same text
	 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`; errors of store and ledger
	 */
	put(payload: Uint8Array, options: VaultAccess & { readonly subject: string }): Promise<VaultToken>;
	/**
	 * Takes a decoy in: a token that no honest caller has, whose opening raises an alert. Store and ledger do not show that it is one.
	 *
	 * @param payload - what a thief finds; make it look real
	 */
	plantCanary(payload: Uint8Array, access: VaultAccess): Promise<VaultToken>;
	/**
	 * The payload of a token, once the access is logged; `receipt` proves the entry (`ledger.proofFile(receipt.index)`).
	 *
	 * @throws {VeilkitError} `ERR_PSEUDONYMIZE_VAULT_UNKNOWN`; `ERR_AUTHENTICATION` or `ERR_FORMAT` for a record that was altered;
	 * `ERR_KEY_NOT_FOUND` for a ring without its key: all of these are logged too; errors of store, ledger and `onAlert`
	 */
	get(token: VaultToken | string, access: VaultAccess): Promise<{ readonly payload: Bytes; readonly receipt: LedgerReceipt }>;
	/**
	 * Destroys the key and the records of a subject, as far as the ring's keys tell who it is: the ring must hold every key that the vault was
	 * ever opened with. Safe to repeat. Where nothing is found, it reads the keys of all subjects to tell "nothing" from "not with this ring".
	 *
	 * @returns where it is logged; undefined if the vault holds nothing of the subject
	 * @throws {VeilkitError} `ERR_KEY_NOT_FOUND` if nothing is found, but the ring lacks a key under which something may be; `ERR_FORMAT` if
	 * nothing is found, but a stored key cannot be read; errors of store and ledger
	 */
	eraseSubject(subject: string, access: VaultAccess): Promise<LedgerReceipt | undefined>;
	/** The logged events of a token, in order; reads the whole ledger. */
	history(token: VaultToken | string): AsyncIterable<VaultEvent>;
}

interface Opened {
	readonly record: Bytes;
	/** Flag ‖ payload. */
	readonly flagged: Bytes;
	readonly subject: Bytes;
	/** The subject's key as stored. */
	readonly subjectKey: Bytes;
}

const VAULT_KIND = 19;
const HEADER_BYTES = 5;
const TOKEN_BYTES = HEADER_BYTES + 16;
const DATA_FLAG = 0;
const CANARY_FLAG = 1;
const SUBJECT_SHAPE = { minLength: 1, maxLength: 1024 } as const;

const isConflict = (error: unknown): boolean => isVeilkitError(error, "ERR_STORE_CONFLICT");

/** The answers to an access that opens nothing; another error is a store's, and no answer. */
const MISSES = ["ERR_PSEUDONYMIZE_VAULT_UNKNOWN", "ERR_KEY_NOT_FOUND", "ERR_AUTHENTICATION", "ERR_FORMAT"] as const;
const isMiss = (error: unknown): boolean => MISSES.some((code) => isVeilkitError(error, code));

function unknownToken(): VeilkitError<VaultErrorCode> {
	return new VeilkitError("ERR_PSEUDONYMIZE_VAULT_UNKNOWN", "vault: no record for this token: never given out, or erased");
}

function checkAccess(access: VaultAccess, path: string, more: readonly string[] = []): VaultAccess {
	const { actor, reason } = checkOptions(access, path, ["actor", "reason", ...more]);
	return {
		actor: checkString(actor, `${path}.actor`, { minLength: 1, maxLength: 128 }),
		reason: checkString(reason, `${path}.reason`, { minLength: 1, maxLength: 512 }),
	};
}

/** The bytes of a token, or undefined for what cannot be one. */
function tokenBytes(token: unknown): Bytes | undefined {
	try {
		const bytes = fromBase64Url(checkString(token, "vault token", { maxLength: 64 }));
		return bytes[0] === VAULT_KIND && bytes.length === TOKEN_BYTES ? bytes : undefined;
	} catch (error) {
		if (isVeilkitError(error)) return undefined;
		throw error;
	}
}

/**
 * Opens the vault of a store.
 *
 * @param store - one vault a store; its keys start with `vault/`
 *
 * @example
 * ```ts
 * import { openVault } from "@veilkit/pseudonymize/vault";
 * const vault = openVault(store, { keys, ledger, accessRate: { accesses: 100, windowMs: 60_000 }, onAlert: page });
 * const token = await vault.put(toUtf8("4111 1111 1111 1111"), { subject: "customer 17", actor: "checkout", reason: "order 9" });
 * const { payload } = await vault.get(token, { actor: "support/ines", reason: "refund 9" });
 * await vault.eraseSubject("customer 17", { actor: "privacy desk", reason: "request 4" });
 * ```
 * @throws {VeilkitError} `ERR_INVALID_ARGUMENT`, `ERR_KEY_PURPOSE`
 */
export function openVault(store: Store, options: VaultOptions): Vault {
	checkOptions(options, "openVault(options)", ["keys", "ledger", "accessRate", "onAlert", "clock", "random"]);
	const { keys, ledger, clock = systemClock, random = systemRandom } = options;
	checkPurpose(keys.primary, "pseudonymize");
	const counter = createAccessCounter(options.accessRate, "openVault(options.accessRate)");
	const onAlert = checkFunction(options.onAlert, "openVault(options.onAlert)");

	function log(action: VaultAction, id: Uint8Array, { actor, reason }: VaultAccess): Promise<LedgerReceipt> {
		return ledger.append(encodeEvent({ action, id, actor, reason }));
	}

	async function alert(kind: VaultAlert["kind"], { actor }: VaultAccess, receipt: LedgerReceipt): Promise<void> {
		await onAlert({ kind, actor, time: clock.now(), receipt });
	}

	/** Where a subject's key is, under whichever key of the ring; undefined if there is none. */
	async function findSubject(subject: string): Promise<{ readonly id: Bytes; readonly entry: StoreEntry } | undefined> {
		for (const key of keys.keys) {
			const id = subjectId(key, subject);
			const entry = await store.get(subjectKeyName(id));
			if (entry) return { id, entry };
		}
		return undefined;
	}

	/** Refuses a ring that lacks a key which sealed any subject's key: under that one, a subject has an id that the ring cannot tell. */
	async function checkRing(): Promise<void> {
		for await (const { value } of store.list(SUBJECT_KEYS)) keys.get(sealingKeyId(value));
	}

	/** Writes a record; false if the subject was erased or created in between. */
	async function tryWrite(subject: string, record: Bytes, flagged: Bytes): Promise<boolean> {
		const found = await findSubject(subject);
		const id = found?.id ?? subjectId(keys.primary, subject);
		const stored = found?.entry.value ?? createSubjectKey(keys.primary, id, random);
		const key = openSubjectKey(stored, id, (keyId) => keys.get(keyId));
		const sealed = sealPayload(key, flagged, { associatedData: recordData(id, record), random });
		key.fill(0);
		try {
			await store.write([
				// Written even if it is there already: an erasure in between must make this write fail.
				{ key: subjectKeyName(id), value: stored, ifVersion: found?.entry.version ?? ABSENT },
				{ key: recordName(record), value: encodeRecord({ subject: id, sealed }), ifVersion: ABSENT },
				{ key: markName(id, record), value: new Uint8Array(0) },
			]);
			return true;
		} catch (error) {
			if (isConflict(error)) return false;
			throw error;
		}
	}

	async function add(payload: Uint8Array, flag: number, access: VaultAccess & { readonly subject: string }): Promise<VaultToken> {
		const flagged = concatBytes(Uint8Array.of(flag), payload);
		const token = concatBytes(tokenHeader(VAULT_KIND, keys.primary.id), randomBytes(TOKEN_BYTES - HEADER_BYTES, random));
		const record = recordId(keys.primary, token);
		while (!(await tryWrite(access.subject, record, flagged)));
		await log("put", record, access);
		return toBase64Url(token) as VaultToken;
	}

	/** Opens a record; undefined if it or its key is gone. The caller wipes `flagged`. */
	async function open(record: Bytes): Promise<Opened | undefined> {
		const entry = await store.get(recordName(record));
		if (!entry) return undefined;
		const { subject, sealed } = decodeRecord(entry.value);
		const stored = await store.get(subjectKeyName(subject));
		if (!stored) return undefined;
		const key = openSubjectKey(stored.value, subject, (keyId) => keys.get(keyId));
		try {
			const flagged = openPayload(key, sealed, { associatedData: recordData(subject, record) });
			return { record, flagged, subject, subjectKey: stored.value };
		} finally {
			key.fill(0);
		}
	}

	/** Whether the key that opened a record is still there: not erased, and not replaced after an erasure. */
	async function stillHeld({ subject, subjectKey }: Opened): Promise<boolean> {
		const now = await store.get(subjectKeyName(subject));
		return now !== undefined && equalBytes(now.value, subjectKey);
	}

	function recordOf(token: unknown): Bytes | undefined {
		const bytes = tokenBytes(token);
		return bytes && recordId(keys.get(toHex(bytes.subarray(1, HEADER_BYTES)) as KeyId), bytes);
	}

	/** Opens a token's record; an access that opens none is logged before it is refused. */
	async function openOrMiss(token: unknown, access: VaultAccess): Promise<Opened> {
		let record: Bytes | undefined;
		try {
			record = recordOf(token);
			const opened = record && (await open(record));
			if (opened) return opened;
			throw unknownToken();
		} catch (error) {
			if (isMiss(error)) await log("miss", record ?? new Uint8Array(0), access);
			throw error;
		}
	}

	return {
		async put(payload, putOptions) {
			const access = checkAccess(putOptions, "vault.put(options)", ["subject"]);
			const subject = checkString(putOptions.subject, "vault.put(options.subject)", SUBJECT_SHAPE);
			return add(checkBytes(payload, "vault.put(payload)"), DATA_FLAG, { ...access, subject });
		},
		async plantCanary(payload, canaryAccess) {
			const access = checkAccess(canaryAccess, "vault.plantCanary(access)");
			const subject = toHex(randomBytes(16, random)); // nobody's
			return add(checkBytes(payload, "vault.plantCanary(payload)"), CANARY_FLAG, { ...access, subject });
		},
		async get(token, getAccess) {
			const access = checkAccess(getAccess, "vault.get(access)");
			await counter.count(access.actor, clock.now(), async () => {
				await alert("access-rate", access, await log("rate", new Uint8Array(0), access));
			});
			const opened = await openOrMiss(token, access);
			const { record, flagged } = opened;
			try {
				const canary = flagged[0] === CANARY_FLAG;
				const receipt = await log(canary ? "canary" : "read", record, access);
				if (canary) await alert("canary", access, receipt);
				if (!(await stillHeld(opened))) throw unknownToken();
				return { payload: flagged.slice(1), receipt };
			} finally {
				flagged.fill(0);
			}
		},
		async eraseSubject(subject, eraseAccess) {
			checkString(subject, "vault.eraseSubject(subject)", SUBJECT_SHAPE);
			const access = checkAccess(eraseAccess, "vault.eraseSubject(access)");
			for (let receipt: LedgerReceipt | undefined; ; ) {
				const found = await findSubject(subject);
				if (!found) {
					if (!receipt) await checkRing();
					return receipt;
				}
				receipt ??= await log("erase", found.id, access);
				const changes: StoreChange[] = [{ key: subjectKeyName(found.id), ifVersion: found.entry.version }];
				for await (const { key } of store.list(subjectPrefix(found.id))) {
					changes.push({ key }, { key: `vault/record/${key.slice(subjectPrefix(found.id).length)}` });
				}
				try {
					await store.write(changes);
				} catch (error) {
					if (!isConflict(error)) throw error;
				}
			}
		},
		async *history(token) {
			const record = recordOf(token);
			if (record === undefined) throw unknownToken();
			const id = toHex(record);
			for await (const entry of ledger.entries()) {
				const event = decodeEvent(entry);
				if (event?.id === id) yield event;
			}
		},
	};
}
