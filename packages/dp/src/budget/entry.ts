/**
 * What this package writes into the ledger: canonical JSON (RFC 8785), one object an entry, told by its `type`.
 *
 * - `veilkit.dp/budget@1`: `{ type, dataset, total: { epsilon, delta } }`. The first one grants the total of a data set, a later one raises it.
 * - `veilkit.dp/debit@1`: `{ type, dataset, spend: { epsilon, delta }, query, plan }`. `query` is the SHA-256 of the canonical JSON of the complete
 *   plan; `plan` is its readable summary. Neither holds data.
 *
 * Entries are written without a subject, so that no erasure can remove a debit. Entries of other types belong to others and are passed over.
 */
import { type Bytes, canonicalJson, fromUtf8, type JsonValue, toUtf8 } from "@veilkit/core";
import { ledgerEntryMalformed } from "../error.ts";
import { formatLoss, type Loss, readLoss } from "./amount.ts";

const BUDGET = "veilkit.dp/budget@1";
const DEBIT = "veilkit.dp/debit@1";
const OURS = "veilkit.dp/";

/** What is debited, and for what. */
export interface Debit {
	readonly spend: Loss;
	/** SHA-256 of the plan, hexadecimal. */
	readonly query: string;
	/** Summary of the plan. */
	readonly plan: JsonValue;
}

/** An entry of this package, read back. */
export type BudgetEntry =
	| { readonly type: "budget"; readonly dataset: string; readonly total: Loss }
	| { readonly type: "debit"; readonly dataset: string; readonly spend: Loss };

const encode = (value: JsonValue): Bytes => toUtf8(canonicalJson(value));

/** An amount as text that was read back: one entry that nobody can read would lock every budget of the ledger. */
function written(loss: Loss, path: string): JsonValue {
	const text = formatLoss(loss);
	readLoss(text, path);
	return { ...text };
}

export function encodeBudget(dataset: string, total: Loss): Bytes {
	return encode({ type: BUDGET, dataset, total: written(total, "budget.total") });
}

export function encodeDebit(dataset: string, debit: Debit): Bytes {
	return encode({ type: DEBIT, dataset, spend: written(debit.spend, "debit.spend"), query: debit.query, plan: debit.plan });
}

function parseObject(payload: Uint8Array): Readonly<Record<string, unknown>> | undefined {
	// Every JSON object starts with this byte; most entries of others are told apart without parsing.
	if (payload[0] !== 0x7b) return undefined;
	try {
		return JSON.parse(fromUtf8(payload)) as Readonly<Record<string, unknown>>;
	} catch {
		return undefined;
	}
}

/**
 * The budget entry in a payload, or undefined if the payload belongs to others.
 *
 * @throws {VeilkitError} `ERR_DP_LEDGER_ENTRY` for an entry of this package that cannot be read: passing over it could pass over a debit
 */
export function decodeEntry(payload: Uint8Array, index: number): BudgetEntry | undefined {
	const value = parseObject(payload);
	const type = value?.["type"];
	if (value === undefined || typeof type !== "string" || !type.startsWith(OURS)) return undefined;
	const { dataset } = value;
	if (typeof dataset !== "string") throw ledgerEntryMalformed(index);
	try {
		if (type === BUDGET) return { type: "budget", dataset, total: readLoss(value["total"] as never, "entry.total") };
		if (type === DEBIT) return { type: "debit", dataset, spend: readLoss(value["spend"] as never, "entry.spend") };
	} catch {
		throw ledgerEntryMalformed(index);
	}
	throw ledgerEntryMalformed(index);
}
